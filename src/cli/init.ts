import { existsSync } from "node:fs";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { profileTable, type SnapshotManifest, table } from "../data/index.ts";
import { fail, listNames, suggestion } from "../errors/index.ts";
import type { Frame } from "../ml/index.ts";
import { meetProblem } from "../run/index.ts";
import { type DeclaredTask, nameFrom, type ScaffoldLeak, scaffoldWorkflow } from "../workflow/index.ts";
import { type Command, type Invocation, text } from "./command.ts";
import { columnKinds, writeEnvironment } from "./environment-file.ts";
import { guessTask } from "./guess-task.ts";
import { inspectData } from "./inspect-data.ts";

const dataEndings = /\.(csv|tsv|parquet|json|ndjson|jsonl)(\.gz)?$/i;
const tasks: readonly DeclaredTask[] = ["classification", "regression", "clustering", "anomaly"];

export const initCommand: Command = {
  name: "init",
  summary: "Write a first workflow file that runs, from a look at the data",
  arguments: [{ name: "[dir]", summary: "the folder to write to (default: here)" }],
  options: [
    {
      flags: "--data <file>",
      summary: "the table: csv, tsv, parquet, json or ndjson, also gzipped (default: the only one in the folder)",
    },
    { flags: "--target <column>", summary: "what is to be predicted" },
    {
      flags: "--task <task>",
      summary: "classification, regression, clustering or anomaly (default: told from the target)",
    },
    { flags: "--positive <label>", summary: "the label of a two-class target that counts as positive" },
    { flags: "--time <column>", summary: "the column that orders rows in time: the test is on the latest rows" },
    { flags: "--key <column>", summary: "the column that names a row" },
  ],
  examples: [
    {
      line: "millrace init --data churn.csv --target churned",
      does: "writes churn.workflow.ts beside the data; then: millrace run",
    },
    {
      line: "millrace init jobs --data sales.parquet --target amount --time day",
      does: "regression, tested on the latest rows",
    },
    { line: "millrace init --data customers.csv --task clustering", does: "no target needed" },
  ],
  async run(invocation) {
    const { terminal } = invocation;
    const folder = await folderOf(invocation);
    const given = text(invocation, "data");
    const data = given === undefined ? await onlyTableIn(folder) : await givenTable(terminal.workingFolder, given);
    const path = relativePath(folder, data);
    const options = { time: text(invocation, "time"), key: text(invocation, "key") };
    // No place in a file to cite yet: the one where `table` is called here is not the user's.
    const { at, ...source } = table(path, withoutUndefined(options));
    const { manifest, frame } = await inspectData(source, folder);
    const target = targetOf(invocation, manifest);
    const task = guessTask(manifest, target, taskGiven(invocation));
    const name = nameFrom(basename(data).replace(dataEndings, ""));
    const file = join(folder, `${name}.workflow.ts`);
    if (existsSync(file)) throw fail("CLI_FILE_EXISTS", { path: file });
    const positive = text(invocation, "positive");
    const scaffold = scaffoldWorkflow({
      name,
      dataPath: path,
      task: task.task,
      target,
      positive,
      ...options,
      columns: manifest.columns.map(({ name, kind, missing, why }) => ({
        name,
        kind,
        missing: manifest.rows === 0 ? 0 : missing / manifest.rows,
        why,
      })),
      leaks: leaksOf(frame, { task: task.task, target, positive }),
    });
    await mkdir(folder, { recursive: true });
    await writeFile(file, scaffold, { flag: "wx" });
    const kinds = columnKinds(manifest);
    const environment = await writeEnvironment(folder, { [path]: kinds });
    const shown = relative(terminal.workingFolder, file) || file;
    return {
      exitCode: 0,
      json: {
        workflow: file,
        environment,
        name,
        task: task.task,
        target: target ?? null,
        rows: manifest.rows,
        columns: kinds,
      },
      text: [
        `${manifest.rows.toLocaleString("en-US")} rows x ${manifest.columns.length} columns in ${path}`,
        `task: ${task.task} (${task.why})`,
        `wrote ${shown}, and millrace-env.d.ts, by which the editor knows the columns`,
        "",
        `next: millrace run ${shown}`,
      ].join("\n"),
    };
  },
};

/** @throws CLI_USAGE where a file stands in its place */
async function folderOf({ terminal, args }: Invocation): Promise<string> {
  const [given = "."] = args;
  const folder = resolve(terminal.workingFolder, given);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined || found.isDirectory()) return folder;
  throw fail("CLI_USAGE", {
    reason: `${given} is a file, and the argument is a folder; name a table with --data ${given}`,
  });
}

/** @throws CLI_USAGE where there is no table, or more than one */
async function onlyTableIn(folder: string): Promise<string> {
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => dataEndings.test(name)).sort() : [];
  if (names.length === 1) return join(folder, names[0]!);
  const found =
    names.length === 0 ? "there is no table in the folder" : `the folder holds several tables: ${listNames(names)}`;
  throw fail("CLI_USAGE", { reason: `${found}; name one with --data FILE` });
}

/** @throws CLI_OPTION_INVALID where no file is there; what a glob matches, the source tells */
async function givenTable(workingFolder: string, given: string): Promise<string> {
  const path = resolve(workingFolder, given);
  if (/[*?{[]/.test(given)) return path;
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return path;
  const beside = await readdir(found === undefined ? dirname(path) : path).catch(() => []);
  const tables = beside.filter((name) => dataEndings.test(name)).sort();
  const others = tables.length === 0 ? "" : ` Tables there: ${listNames(tables)}.`;
  const what = found === undefined ? "There is no such file." : "That is a folder.";
  throw fail("CLI_OPTION_INVALID", {
    option: "--data",
    expected: "a file that holds a table",
    got: given,
    suggestion: ` ${what}${suggestion(basename(path), tables)}${others}`,
  });
}

/** As the workflow file names its data: from its own folder, with "/". */
function relativePath(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}

function taskGiven(invocation: Invocation): DeclaredTask | undefined {
  const given = text(invocation, "task");
  if (given === undefined) return undefined;
  const task = tasks.find((candidate) => candidate === given);
  if (task !== undefined) return task;
  throw fail("CLI_OPTION_INVALID", { option: "--task", expected: `one of ${tasks.join(", ")}`, got: given });
}

/** @throws CLI_OPTION_INVALID where the table has no such column, or it holds one value */
function targetOf(invocation: Invocation, { columns }: SnapshotManifest): string | undefined {
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

function leaksOf(
  frame: Frame,
  problem: { task: DeclaredTask; target: string | undefined; positive: string | undefined },
): ScaffoldLeak[] {
  // An estimator of anomalies never sees the target: a column can't give it away.
  if (problem.target === undefined || problem.task === "anomaly") return [];
  const { task, positive } = problem;
  const target = { type: "column", name: problem.target } as const;
  const declared = { problem: { task, positive, target }, data: { options: {} } };
  const { y, rows, targetColumns } = meetProblem(declared, frame);
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
