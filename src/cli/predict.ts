import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, listNames } from "../errors/index.ts";
import { loadModel, type Predictor, type ThreadTeam } from "../ml/index.ts";
import { loadRunCandidate, loadVersion } from "../registry/index.ts";
import { explainFile, scoreFile } from "../serving/index.ts";
import { listModels, type Store } from "../store/index.ts";
import { threadTeam } from "../training/index.ts";
import { type Answer, type Command, type Invocation, text } from "./command.ts";
import { explainedRows } from "./explained-rows.ts";
import { withExistingStore } from "./home.ts";
import { threadsOf } from "./threads.ts";

/** A smaller file is scored before further threads are up. */
const LEAST_SHARED_BYTES = 4 * 1024 * 1024;
/** The same of rows that are explained. */
const LEAST_SHARED_ROWS = 1000;

export const predictCommand: Command = {
  name: "predict",
  summary: "Score a file of any size with a model",
  arguments: [
    {
      name: "[model]",
      summary:
        "name, name@version or name@alias (default: its champion, else its newest version); may be left out where there is only one",
    },
  ],
  options: [
    { flags: "--data <file>", summary: "the rows: csv, tsv, parquet, json or ndjson, also gzipped" },
    { flags: "--out <file>", summary: "where predictions go: csv, parquet or ndjson by extension" },
    { flags: "--explain", summary: "in place of a file: print why the first rows are predicted as they are" },
    { flags: "--rows <n>", summary: "rows to explain (default: 10)" },
    {
      flags: "--run <run>",
      summary: "the candidate of a run, whether or not it passed its gates, in place of a model",
    },
    { flags: "--threads <n>", summary: "threads that score (default: one a core); never changes the result" },
  ],
  examples: [
    {
      line: "millrace predict churn --data july.csv --out scored.csv",
      does: "all rows in order, with prediction and probabilities",
    },
    {
      line: "millrace predict churn --data july.csv --explain",
      does: "what each column added to the first predictions",
    },
    {
      line: "millrace predict churn@3 --data rows.parquet --out scored.ndjson",
      does: "an older version, another format",
    },
    {
      line: "millrace predict --run latest --data test.csv --out try.csv",
      does: "a candidate that was not registered",
    },
  ],
  async run(invocation) {
    const { terminal } = invocation;
    const input = required(invocation, "data", "a file to score");
    const isExplained = invocation.options["explain"] === true;
    if (isExplained && text(invocation, "out") !== undefined) {
      throw fail("CLI_USAGE", { reason: "--explain prints its answer; leave out --out" });
    }
    const output = isExplained ? "" : required(invocation, "out", "a file to write");
    const run = text(invocation, "run");
    const model = invocation.args[0];
    if (model !== undefined && run !== undefined) {
      throw fail("CLI_USAGE", { reason: "name a model or a run, not both" });
    }
    const threads = threadsOf(invocation);
    return withExistingStore(invocation, async (store) => {
      const loaded =
        run === undefined
          ? await loadVersion(store, model ?? (await onlyModel(store)))
          : await loadRunCandidate(store, run);
      const name = loaded.version === null ? `${loaded.name} (candidate)` : `${loaded.name}@${loaded.version}`;
      const predictor = loadModel(loaded.bytes);
      const path = resolve(terminal.workingFolder, input);
      if (isExplained) return explained(invocation, predictor, path, loaded, threads);
      const isLarge = await stat(path)
        .then(({ size }) => size >= LEAST_SHARED_BYTES)
        .catch(() => false);
      const scored = await withTeam(isLarge ? threads : 1, (team) =>
        scoreFile({
          predictor,
          input: path,
          output: resolve(terminal.workingFolder, output),
          random: store.platform.random,
          team,
          onProgress: (rows) => terminal.status(`  ${rows.toLocaleString("en-US")} rows scored`),
        }),
      );
      terminal.status("");
      for (const warning of scored.warnings) terminal.note(`  warning: ${warning}`);
      return {
        exitCode: 0,
        json: {
          model: loaded.name,
          version: loaded.version,
          digest: loaded.digest,
          rows: scored.rows,
          out: output,
          warnings: scored.warnings,
        },
        text: `${scored.rows.toLocaleString("en-US")} rows scored by ${name} -> ${output}`,
      };
    });
  },
};

/** Threads for as long as the work takes; one is the caller's own. */
async function withTeam<T>(threads: number, work: (team: ThreadTeam | undefined) => Promise<T>): Promise<T> {
  if (threads === 1) return work(undefined);
  const team = threadTeam(threads);
  try {
    return await work(team);
  } finally {
    team.close();
  }
}

/** Why the first rows of a file are predicted as they are: in words, or all of it as JSON. */
async function explained(
  invocation: Invocation,
  predictor: Predictor,
  input: string,
  { name, version, digest }: { readonly name: string; readonly version: number | null; readonly digest: string },
  threads: number,
): Promise<Answer> {
  const rows = Number(text(invocation, "rows") ?? 10);
  if (!Number.isInteger(rows) || rows < 1 || rows > 100_000) {
    throw fail("CLI_USAGE", { reason: "--rows is a whole number from 1 to 100000" });
  }
  const answer = await withTeam(rows >= LEAST_SHARED_ROWS ? threads : 1, (team) =>
    explainFile({ predictor, input, rows, team, random: invocation.terminal.platform.random }),
  );
  const { predictions, explanations, warnings } = answer;
  return {
    exitCode: 0,
    json: {
      model: name,
      version,
      digest,
      predictions: predictions.map((one, row) => ({ ...one, explanation: explanations[row] })),
      warnings,
    },
    text: explainedRows(answer),
  };
}

/** @throws CLI_USAGE where there is no model, or more than one */
async function onlyModel(store: Store): Promise<string> {
  const names = await listModels(store);
  if (names.length === 1) return names[0]!;
  const found = names.length === 0 ? "there is no model here yet" : `name one of the models ${listNames(names)}`;
  throw fail("CLI_USAGE", { reason: `${found}, or the candidate of a run with --run` });
}

function required(invocation: Invocation, option: string, what: string): string {
  const value = text(invocation, option);
  if (value === undefined) throw fail("CLI_USAGE", { reason: `--${option} is missing: ${what}` });
  return value;
}
