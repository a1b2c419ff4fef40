import { findFiles, type SnapshotManifest, takeSnapshot } from "../../data/index.ts";
import { fail } from "../../errors/index.ts";
import { canonicalJson } from "../../ml/index.ts";
import { digestOfFile } from "../../store/index.ts";
import type { Step } from "../step.ts";

/** Source files -> one immutable Parquet table and its manifest. */
export const snapshotStep: Step = {
  name: "snapshot",
  title: "read the data",
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
  async run(context) {
    const { store, workflow, baseFolder, threads } = context;
    const expected = (await snapshotStep.parameters(context, {})) as { files: Record<string, string> };
    const { path, manifest } = await takeSnapshot({
      spec: workflow.data,
      baseFolder,
      workFile: (extension) => store.artifacts.temporaryPath(extension),
      threads,
    });
    for (const source of manifest.files) {
      if (expected.files[source.path] !== source.digest) throw fail("RUN_SOURCE_CHANGED", { path: source.path });
    }
    const table = await store.artifacts.adopt(path);
    return {
      outputs: { table, manifest: await store.artifacts.put(canonicalJson(manifest)) },
      events: [
        {
          type: "snapshot.taken",
          from: "data source",
          to: "pipeline",
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
