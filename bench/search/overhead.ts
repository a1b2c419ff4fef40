// Our overhead: 200 trials of TPE on five numbers with a trivial objective; prints ms a trial, median of three seeds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findSearchMethod, type Search, startSearch, type Trial, uniform } from "../../src/ml/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import { digestOf, openStore, taskJournal } from "../../src/store/index.ts";
import type { ExecutorRun, FinishedTrial } from "../../src/training/index.ts";
import { searchLoop } from "../../src/training/index.ts";
import { median } from "../bench.ts";

const trials = 200;
const isJournaled = process.argv[2] === "journal";
const objective = (params: Trial["params"]): number =>
  [0, 1, 2, 3, 4].reduce((sum, i) => sum + Number(params[`x${i}`] ?? 0) ** 2, 0);

function search(seed: number): Search {
  const space = Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`x${i}`, uniform(-5, 5)]));
  const candidates = [{ estimator: "quadratic", params: {}, space }];
  return startSearch(findSearchMethod("tpe")!, { candidates, trials, seed, greaterIsBetter: false });
}

const executor: ExecutorRun = {
  parallelism: 1,
  submit: async (task) => {
    const result = { score: objective(task.params), predictions: null, durationMs: 0 };
    return result as never;
  },
  close: async () => {},
};

/** The very loop of a run: in rounds of 8, each trial read from the journal, done and written to it before it counts. */
async function loop(seed: number, home: string): Promise<void> {
  const journal = taskJournal(home, systemPlatform);
  const keyOf = ({ params }: Pick<Trial, "params">): string => digestOf(`${seed} ${JSON.stringify(params)}`);
  await searchLoop({
    search: search(seed),
    executor,
    folds: 1,
    machine: systemPlatform.machine,
    known: async (trial) =>
      isJournaled ? ((await journal.read(keyOf(trial))) as FinishedTrial | undefined) : undefined,
    onTrial: async (trial) => (isJournaled ? journal.write(keyOf(trial), trial) : undefined),
    signal: new AbortController().signal,
  });
}

const home = mkdtempSync(join(tmpdir(), "millrace-search-"));
try {
  await (await openStore(home, { platform: systemPlatform })).close();
  const taken: number[] = [];
  for (const seed of [1, 2, 3]) {
    const start = performance.now();
    await loop(seed, home);
    taken.push((performance.now() - start) / trials);
  }
  console.log(JSON.stringify(median(taken)));
} finally {
  rmSync(home, { recursive: true, force: true });
}
