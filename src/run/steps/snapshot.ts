import { rm } from "node:fs/promises";
import { findFiles, type SnapshotManifest, takeSnapshot } from "../../data/index.ts";
import { fail } from "../../errors/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import { digestOfFile } from "../../store/index.ts";
import type { Step } from "../step.ts";

/** Source files -> one immutable Parquet table and its manifest. */
export const snapshotStep: Step = {
  name: "snapshot",
  title: "read the data",
  owner: "dataEngineer",
  worker: { participant: "data source", isJob: false, ask: "read the data", opens: true },
  inputs: [],
  async parameters({ workflow, baseFolder, store }) {
    const { kind, path, options } = workflow.data;
    const files = await findFiles(path, baseFolder, workflow.data.at);
    const digests = await Promise.all(
      files.map(async (file) => [file.shown, (await digestOfFile(store, file.path)).digest] as const),
    );
    return { source: { kind, path, options }, files: Object.fromEntries(digests) };
  },
  measured: () => null,
  async run(context, _, parameters) {
    const { store, workflow, baseFolder, threads } = context;
    const { path, manifest } = await takeSnapshot({
      spec: workflow.data,
      baseFolder,
      workFile: (extension) => store.artifacts.temporaryPath(extension),
      threads,
    });
    const changed = changedSource((parameters as { files: Readonly<Record<string, string>> }).files, manifest);
    if (changed !== undefined) {
      await rm(path, { force: true });
      throw fail("RUN_SOURCE_CHANGED", { path: changed });
    }
    const table = await store.artifacts.adopt(path);
    return {
      outputs: { table, manifest: await store.artifacts.put(canonicalJson(manifest)) },
      events: [
        {
          type: "snapshot.taken",
          body: { digest: table, rows: manifest.rows, columns: manifest.columns.length, sources: manifest.files },
        },
      ],
    };
  },
  /** Now the columns are known, so what the declaration says of them can be held against them before anything is learned. */
  async settled(context, outputs) {
    const { columns } = await context.data.json<SnapshotManifest>(outputs["manifest"]!);
    context.lint(Object.fromEntries(columns.map(({ name, kind }) => [name, kind])));
  },
};

/** A file whose bytes were read are not those that the key names, or that came or went meanwhile. */
function changedSource(expected: Readonly<Record<string, string>>, { files }: SnapshotManifest): string | undefined {
  const read = new Map(files.map(({ path, digest }) => [path, digest]));
  return [...new Set([...read.keys(), ...Object.keys(expected)])].find((path) => read.get(path) !== expected[path]);
}
