import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isTableName, profileTable, type SnapshotManifest, table, withoutExtension } from "../data/index.ts";
import { fail, listNames, suggestion } from "../errors/index.ts";
import type { ColumnKind, Frame } from "../ml/index.ts";
import { resolveProblem } from "../run/index.ts";
import { type DeclaredTask, nameFrom, type ScaffoldLeak, type ScaffoldOptions } from "../workflow/index.ts";
import { type Invocation, text } from "./command.ts";
import { columnKinds } from "./environment-file.ts";
import { guessTask } from "./guess-task.ts";
import { inspectData } from "./inspect-data.ts";

const tasks: readonly DeclaredTask[] = ["classification", "regression", "clustering", "anomaly"];

/** A table that a first workflow file is written for, as it was read. */
export interface NewTable {
  /** As the workflow file names it: from its own folder, with "/". */
  readonly path: string;
  /** Of the file, as a workflow's name. */
  readonly name: string;
  readonly manifest: SnapshotManifest;
  readonly frame: Frame;
  readonly kinds: Readonly<Record<string, ColumnKind>>;
}

/** The folder that `init` writes to. @throws CLI_USAGE where a file stands in its place */
export async function folderOf({ terminal, args }: Invocation): Promise<string> {
  const [given = "."] = args;
  const folder = resolve(terminal.workingFolder, given);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined || found.isDirectory()) return folder;
  throw fail("CLI_USAGE", {
    reason: `${given} is a file, and the argument is a folder; name a table with --data ${given}`,
  });
}

/**
 * The table that `--data` names, or the only one of the folder; undefined where there is none at all.
 * @throws CLI_USAGE where there are several, CLI_OPTION_INVALID where the named one isn't there
 */
export async function tableFile(invocation: Invocation, folder: string): Promise<string | undefined> {
  const given = text(invocation, "data");
  if (given !== undefined) return givenTable(invocation.terminal.workingFolder, given);
  const names = existsSync(folder) ? (await readdir(folder)).filter(isTableName).sort() : [];
  if (names.length <= 1) return names[0] === undefined ? undefined : join(folder, names[0]);
  throw fail("CLI_USAGE", {
    reason: `the folder holds several tables: ${listNames(names)}; name one with --data FILE`,
  });
}

/** Reads a table with the options that the command line gives of it. @throws DATA_* as a run would */
export async function readTable(invocation: Invocation, folder: string, file: string): Promise<NewTable> {
  const path = relative(folder, file).split(sep).join("/");
  // No place in a file to cite yet: the one where `table` is called here is not the user's.
  const { at, ...source } = table(path, withoutUndefined(timeAndKey(invocation)));
  const { manifest, frame } = await inspectData(source, folder);
  const name = nameFrom(withoutExtension(basename(file)));
  return { path, name, manifest, frame, kinds: columnKinds(manifest) };
}

/** What `--task` says. @throws CLI_OPTION_INVALID where there is no such task */
export function taskGiven(invocation: Invocation): DeclaredTask | undefined {
  const given = text(invocation, "task");
  if (given === undefined) return undefined;
  const task = tasks.find((candidate) => candidate === given);
  if (task !== undefined) return task;
  throw fail("CLI_OPTION_INVALID", { option: "--task", expected: `one of ${tasks.join(", ")}`, got: given });
}

/** What `--target` says. @throws CLI_OPTION_INVALID where the table has no such column, or it holds one value */
export function targetGiven(invocation: Invocation, { columns }: SnapshotManifest): string | undefined {
  const target = text(invocation, "target");
  if (target === undefined) return undefined;
  const column = columns.find(({ name }) => name === target);
  const names = columns.map(({ name }) => name);
  if (column === undefined) {
    throw fail("CLI_OPTION_INVALID", {
      option: "--target",
      expected: `a column of the table (${listNames(names)})`,
      got: target,
      suggestion: suggestion(target, names),
    });
  }
  if (column.distinct < 2) {
    throw fail("CLI_OPTION_INVALID", {
      option: "--target",
      expected: "a column with at least two different values",
      got: target,
      suggestion: ` ${column.distinct === 0 ? "It is empty" : "All its values are the same"}.`,
    });
  }
  return target;
}

/**
 * What a scaffold says of a table and its target, and why it is that task.
 * @param asked the task, where it is known @throws CLI_USAGE where a target is needed and none is given
 */
export function scaffoldOf(
  invocation: Invocation,
  { path, name, manifest, frame }: NewTable,
  target: string | undefined,
  asked: DeclaredTask | undefined,
): { readonly options: ScaffoldOptions; readonly why: string } {
  const { task, why } = guessTask(manifest, target, asked);
  const positive = text(invocation, "positive");
  const options = {
    name,
    dataPath: path,
    task,
    target,
    positive,
    ...timeAndKey(invocation),
    columns: manifest.columns.map(({ name, kind, missing, why }) => ({
      name,
      kind,
      missing: manifest.rows === 0 ? 0 : missing / manifest.rows,
      why,
    })),
    leaks: leaksOf(frame, { task, target, positive }),
  };
  return { options, why };
}

/** `--time` and `--key`. */
export function timeAndKey(invocation: Invocation): { time: string | undefined; key: string | undefined } {
  return { time: text(invocation, "time"), key: text(invocation, "key") };
}

/** What a glob matches, the source tells. */
async function givenTable(workingFolder: string, given: string): Promise<string> {
  const path = resolve(workingFolder, given);
  if (/[*?{[]/.test(given)) return path;
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return path;
  const beside = await readdir(found === undefined ? dirname(path) : path).catch(() => []);
  const tables = beside.filter(isTableName).sort();
  const others = tables.length === 0 ? "" : ` Tables there: ${listNames(tables)}.`;
  const what = found === undefined ? "There is no such file." : "That is a folder.";
  throw fail("CLI_OPTION_INVALID", {
    option: "--data",
    expected: "a file that holds a table",
    got: given,
    suggestion: ` ${what}${suggestion(basename(path), tables)}${others}`,
  });
}

function leaksOf(
  frame: Frame,
  problem: { task: DeclaredTask; target: string | undefined; positive: string | undefined },
): ScaffoldLeak[] {
  // An estimator of anomalies never sees the target: a column can't give it away.
  if (problem.target === undefined || problem.task === "anomaly") return [];
  const { task, positive } = problem;
  const target = { type: "column", name: problem.target } as const;
  const declared = { problem: { task, positive, target }, data: { options: {} } };
  const { y, rows, targetColumns } = resolveProblem(declared, frame);
  return profileTable(frame, { y, rows, exclude: targetColumns }).leakSuspects.map(({ column, reason }) => ({
    column,
    why: reason,
  }));
}

function withoutUndefined<T extends object>(options: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}
