import { resolveModel, type Store } from "../store/index.ts";
import { writeWhole } from "./write-whole.ts";

/** What was written. */
export interface ExportedVersion {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * Writes a version's own bytes to a file: whole or not at all, replacing what was there. `millrace/predictor` loads it.
 * @param path of the file; its folder must be there
 * @throws STORE_MODEL_UNKNOWN, STORE_VERSION_UNKNOWN, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT
 */
export async function exportVersion(store: Store, reference: string, path: string): Promise<ExportedVersion> {
  const { model: name, version, digest } = await resolveModel(store, reference.normalize("NFC"));
  const bytes = await store.artifacts.read(digest);
  await writeWhole(path, bytes, store.platform.random);
  return { name, version, digest, sizeBytes: bytes.length };
}
