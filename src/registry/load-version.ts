import { fail } from "../errors/index.ts";
import { decodeModel, type FittedPipeline } from "../ml/index.ts";
import { findRun, resolveModel, type Store, stepsOf } from "../store/index.ts";

/** A model ready to predict, and the bytes that it is. */
export interface LoadedModel {
  readonly name: string;
  /** Null for a candidate that has no version. */
  readonly version: number | null;
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly pipeline: FittedPipeline;
}

/** A registered model, ready to predict. */
export interface LoadedVersion extends LoadedModel {
  readonly version: number;
}

/**
 * The version that a reference names: "bird-strikes", "bird-strikes@3", "bird-strikes@champion". Its bytes are verified.
 * @throws STORE_MODEL_UNKNOWN, STORE_VERSION_UNKNOWN, STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT, ML_MODEL_CORRUPT
 */
export async function loadVersion(store: Store, reference: string): Promise<LoadedVersion> {
  const { model: name, version, digest } = await resolveModel(store, reference.normalize("NFC"));
  return { name, version, ...(await loadBytes(store, digest)) };
}

/**
 * The model that a run fitted, whether it became a version or not.
 * @param run its id, an unambiguous beginning of it, or "latest"
 * @throws STORE_RUN_UNKNOWN, STORE_RUN_AMBIGUOUS, REGISTRY_RUN_WITHOUT_MODEL, STORE_ARTIFACT_MISSING,
 *   STORE_ARTIFACT_CORRUPT, ML_MODEL_CORRUPT
 */
export async function loadRunCandidate(store: Store, run: string): Promise<LoadedModel> {
  const { id, workflow, status } = await findRun(store, run);
  const digest = await candidateDigest(store, id);
  if (digest === null) throw fail("REGISTRY_RUN_WITHOUT_MODEL", { run: id, status });
  const registered = await store.records
    .selectFrom("registrations")
    .select("version")
    .where("run", "=", id)
    .executeTakeFirst();
  return { name: workflow, version: registered?.version ?? null, ...(await loadBytes(store, digest)) };
}

/** Digest of the model that the run's steps made or took over; null where it got no further. */
export async function candidateDigest(store: Store, run: string): Promise<string | null> {
  for (const { outputs } of (await stepsOf(store, run)).reverse()) {
    const model = outputs === null ? undefined : (JSON.parse(outputs) as Record<string, unknown>)["model"];
    if (typeof model === "string") return model;
  }
  return null;
}

async function loadBytes(
  store: Store,
  digest: string,
): Promise<{ digest: string; bytes: Uint8Array; pipeline: FittedPipeline }> {
  const bytes = await store.artifacts.read(digest);
  return { digest, bytes, pipeline: decodeModel(bytes) };
}
