import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SnapshotManifest } from "../data/index.ts";
import { describeRun } from "../run/index.ts";
import { listRuns, type Store } from "../store/index.ts";
import { environmentTypes, type KnownTable } from "../workflow/index.ts";

const fileName = "millrace-env.d.ts";

/** Writes the columns of tables beside the workflow files of a folder, so that the editor knows them. @returns the file */
export async function writeEnvironment(folder: string, tables: readonly KnownTable[]): Promise<string> {
  const file = join(folder, fileName);
  const text = environmentTypes(tables);
  // An editor reloads its types whenever the file is written.
  if ((await readFile(file, "utf8").catch(() => null)) !== text) await writeFile(file, text);
  return file;
}

/** The table of a workflow, as the editor shall know it. */
export function knownTable(path: string, { columns }: SnapshotManifest): KnownTable {
  return { path, columns: columns.map(({ name, kind }) => ({ name, kind })) };
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
  const tables = stories.flatMap(({ manifest, declaration }) =>
    manifest === null ? [] : [knownTable(declaration.data.path, manifest)],
  );
  await writeEnvironment(
    folder,
    tables.sort((a, b) => (a.path < b.path ? -1 : 1)),
  ).catch(() => undefined);
}
