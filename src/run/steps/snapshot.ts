import { rm } from "node:fs/promises";
import { findFiles, manifestCodec, type SnapshotManifest, tableCodec, takeSnapshot } from "../../data/index.ts";
import { fail } from "../../errors/index.ts";
import type { Frame } from "../../ml/index.ts";
import { digestOfFile, type Stored } from "../../store/index.ts";
import { output } from "../graph/port.ts";
import { stepType } from "../graph/step-type.ts";

/** Source files -> one immutable Parquet table and its manifest. */
export const snapshotStep = stepType({
  name: "snapshot",
  title: "read the data",
  phase: "data",
  owner: "dataEngineer",
  worker: { participant: "data source", isJob: false, ask: "read the data", opens: true },
  inputs: {},
  outputs: { table: output(tableCodec), manifest: output(manifestCodec) },
  async parameters({ context: { workflow, baseFolder, store } }) {
    const { kind, path, options } = workflow.data;
    const files = await findFiles(path, baseFolder, workflow.data.at);
    const digests = await Promise.all(
      files.map(async (file) => [file.shown, (await digestOfFile(store, file.path)).digest] as const),
    );
    return { source: { kind, path, options }, files: Object.fromEntries(digests) };
  },
  async run({ context }, parameters) {
    const { store, workflow, baseFolder, threads } = context;
    const { path, manifest } = await takeSnapshot({
      spec: workflow.data,
      baseFolder,
      workFile: (extension) => store.artifacts.temporaryPath(extension),
      threads,
    });
    const changed = changedSource(parameters.files, manifest);
    if (changed !== undefined) {
      await rm(path, { force: true });
      throw fail("RUN_SOURCE_CHANGED", { path: changed });
    }
    const table = (await store.artifacts.adopt(path)) as Stored<Frame>;
    return {
      outputs: { table, manifest: await manifestCodec.write(store.artifacts, manifest) },
      events: [
        {
          type: "snapshot.taken",
          body: { digest: table, rows: manifest.rows, columns: manifest.columns.length, sources: manifest.files },
        },
      ],
    };
  },
  /** The source may have changed since; what was read of it then is kept. */
  replay: async (_, recorded) => recorded,
});

/** A file whose bytes were read are not those that the key names, or that came or went meanwhile. */
function changedSource(expected: Readonly<Record<string, string>>, { files }: SnapshotManifest): string | undefined {
  const read = new Map(files.map(({ path, digest }) => [path, digest]));
  return [...new Set([...read.keys(), ...Object.keys(expected)])].find((path) => read.get(path) !== expected[path]);
}
