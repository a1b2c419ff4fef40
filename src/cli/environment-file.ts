import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SnapshotManifest } from "../data/index.ts";
import type { ColumnKind } from "../ml/index.ts";
import { describeRun } from "../run/index.ts";
import { listRuns, type Store } from "../store/index.ts";
import { environmentTypes } from "../workflow/index.ts";

/** Columns by table, as `table(path)` names it. */
export type TableColumns = Readonly<Record<string, Readonly<Record<string, ColumnKind>>>>;

const fileName = "millrace-env.d.ts";

/** Writes the columns of tables beside the workflow files of a folder, so that the editor knows them. @returns the file */
export async function writeEnvironment(folder: string, tables: TableColumns): Promise<string> {
  const file = join(folder, fileName);
  const known = Object.entries(tables).map(([path, kinds]) => ({
    path,
    columns: Object.entries(kinds).map(([name, kind]) => ({ name, kind })),
  }));
  const text = environmentTypes(known);
  // An editor reloads its types whenever the file is written.
  if ((await readFile(file, "utf8").catch(() => null)) !== text) await writeFile(file, text);
  return file;
}

/** Kinds of a table's columns by name. */
export function columnKinds({ columns }: SnapshotManifest): Readonly<Record<string, ColumnKind>> {
  return Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
}

/**
 * Brings the types beside a workflow file up to date: its own table and those of the other workflows of that folder that
 * were run in this home. A folder that can't be written to is left alone: types are a convenience.
 */
export async function refreshEnvironment(store: Store, workflowFile: string): Promise<void> {
  const folder = dirname(workflowFile);
  const newest = new Map<string, string>();
  for (const run of await listRuns(store, { status: "succeeded" })) {
    if (dirname(run.workflow_file) === folder && !newest.has(run.workflow_file)) newest.set(run.workflow_file, run.id);
  }
  const stories = await Promise.all([...newest.values()].map((run) => describeRun(store, run)));
  const tables = new Map<string, Readonly<Record<string, ColumnKind>>>();
  for (const { manifest, declaration } of stories) {
    if (manifest === null) continue;
    // Two workflows may read one table and drop different columns: the editor knows all that either reads.
    const { path } = declaration.data;
    tables.set(path, { ...tables.get(path), ...columnKinds(manifest) });
  }
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  await writeEnvironment(folder, Object.fromEntries(sorted)).catch(() => undefined);
}
