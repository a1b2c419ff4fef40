import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSnapshot, type SnapshotManifest, takeSnapshot } from "../data/index.ts";
import type { Frame } from "../ml/index.ts";
import type { SourceSpec } from "../workflow/index.ts";

/** Reads a table without keeping anything of it. @throws DATA_* as a run would */
export async function inspectData(
  spec: SourceSpec,
  baseFolder: string,
): Promise<{ manifest: SnapshotManifest; frame: Frame }> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-inspect-"));
  let files = 0;
  try {
    const { path, manifest } = await takeSnapshot({
      spec,
      baseFolder,
      workFile: (extension) => join(folder, `${files++}.${extension}`),
    });
    return { manifest, frame: await readSnapshot(path) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
