import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findSearchMethod, type ParameterValues, random, startSearch } from "../../src/ml/index.ts";
import { drawSetting } from "../../src/ml/search/draw.ts";
import { type Bench, type BenchOptions, type BenchRow, median } from "../bench.ts";
import { SEARCHERS } from "../peers.ts";
import { pythonWith } from "../python.ts";
import { type TestFunction, testFunctions } from "./functions.ts";

const here = new URL(".", import.meta.url).pathname;
const trials = 100;
/** Ms a trial as a run has it: with its result in the journal and its event in the log. */
const mostDurableMs = 0.5;
const durableGoal = `<= ${mostDurableMs} ms`;
/** Below this a regret counts as this: both have found the minimum, and what is left is rounding. */
const floor = 1e-6;
/** The algorithm was tuned on seeds from 1001 on, so that these are new to it. */
const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

interface Regrets {
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly regrets: Readonly<Record<string, readonly number[]>>;
}

/**
 * TPE beside Optuna's multivariate one: median simple regret (smallest value minus the minimum) of 30 seeds after 100 trials, and
 * ms a trial. Optuna asks one trial after the other. Ours is shown like that, and in rounds of 8 as a run asks.
 */
export const search: Bench = {
  name: "search",
  summary: "TPE on 12 test functions, and its overhead, beside Optuna",
  needsData: false,
  async run(options): Promise<BenchRow[]> {
    const python = pythonWith(SEARCHERS, options.log);
    if (python === null) {
      options.log("  skipped: no Python with Optuna could be set up");
      return [];
    }
    return [...regretRows(python, options), ...overheadRows(python, options)];
  },
};

function regretRows(python: string, { quick, log, wants }: BenchOptions): BenchRow[] {
  const chosen = testFunctions.filter(({ name }) => wants(name));
  if (chosen.length === 0) return [];
  const asked = quick ? seeds.slice(0, 5) : seeds;
  const points = Object.fromEntries(chosen.map((one) => [one.name, somePoints(one)]));
  const theirs = runJson<Regrets>(python, "regret.py", [], { seeds: asked, trials, points });
  for (const one of chosen) refuseOtherFunction(one, points[one.name]!, theirs.values[one.name]!);
  return [1, 8].flatMap((size) => {
    const rows = chosen.map((one) => {
      const ours = asked.map((seed) => regretOf(one, seed, size));
      log(`  ${one.name}, asked ${size} at a time: ${median(ours).toPrecision(3)}`);
      return regretRow(one, size, ours, theirs.regrets[one.name]!);
    });
    const met = rows.filter(({ guard }) => guard === "met").length;
    log(`  asked ${size} at a time: a ratio of 1.1 or less on ${met} of ${rows.length}`);
    return rows;
  });
}

function regretRow(one: TestFunction, size: number, ours: readonly number[], theirs: readonly number[]): BenchRow {
  const ratio = Math.max(floor, median(ours)) / Math.max(floor, median(theirs));
  const dimensions = Object.keys(one.space).length;
  return {
    work: `${one.name} of ${dimensions}, ${size === 1 ? "one at a time" : `in rounds of ${size}`}`,
    peer: "optuna",
    ours: median(ours),
    theirs: median(theirs),
    ratio,
    spread: null,
    goal: "<= 1.1",
    guard: ratio <= 1.1 ? "met" : "missed",
  };
}

/** The smallest value among 100 trials. The first one is a random point: the defaults of a test function mean nothing. */
function regretOf({ space, value }: TestFunction, seed: number, size: number): number {
  const defaults = drawSetting(space, random(seed, "defaults"));
  const candidates = [{ estimator: "function", params: {}, space, defaults }];
  const search = startSearch(findSearchMethod("tpe")!, { candidates, trials, seed, greaterIsBetter: false });
  let best = Number.POSITIVE_INFINITY;
  for (let batch = search.askBatch(size); batch.length > 0; batch = search.askBatch(size)) {
    for (const trial of batch) {
      const score = value(trial.index === 0 ? defaults : trial.params);
      best = Math.min(best, score);
      search.tell(trial, { score, foldScores: [score], budget: 1 });
    }
  }
  return best;
}

function somePoints({ space }: TestFunction): ParameterValues[] {
  return Array.from({ length: 20 }, (_, i) => drawSetting(space, random(i, "point")));
}

/** A comparison on two different functions would say nothing. */
function refuseOtherFunction(one: TestFunction, points: readonly ParameterValues[], theirs: readonly number[]): void {
  points.forEach((point, i) => {
    const ours = one.value(point);
    if (Math.abs(ours - theirs[i]!) <= 1e-9 * (1 + Math.abs(ours))) return;
    throw new Error(`${one.name} is ${ours} here and ${theirs[i]} in functions.py at ${JSON.stringify(point)}`);
  });
}

function overheadRows(python: string, { pairs, log, wants }: BenchOptions): BenchRow[] {
  const works = [
    { work: "ms a trial of 200, in memory", ours: "memory", theirs: "memory", goal: "" },
    {
      work: "ms a trial of 200, durable, beside its journal file",
      ours: "durable",
      theirs: "journal",
      goal: durableGoal,
    },
    { work: "ms a trial of 200, durable, beside its SQLite", ours: "durable", theirs: "sqlite", goal: durableGoal },
  ].filter(({ work }) => wants(work));
  return works.map(({ work, goal, ...mode }) => {
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < pairs; round++) {
      ours.push(runJson(process.execPath, "overhead.ts", [mode.ours]));
      theirs.push(runJson(python, "overhead.py", [mode.theirs]));
      log(`  ${work}, round ${round + 1}: ${ours[round]!.toFixed(3)} beside ${theirs[round]!.toFixed(3)}`);
    }
    const ratios = ours.map((one, i) => one / theirs[i]!);
    const guard = goal === "" ? "" : median(ours) <= mostDurableMs ? "met" : "missed";
    const spread = [Math.min(...ratios), Math.max(...ratios)] as const;
    return {
      work,
      peer: "optuna",
      ours: median(ours),
      theirs: median(theirs),
      ratio: median(ratios),
      spread,
      goal,
      guard,
    };
  });
}

function runJson<T>(command: string, script: string, args: readonly string[], input?: unknown): T {
  const loader = script.endsWith(".ts") ? ["--import", "jiti/register"] : [];
  const { status, stdout, stderr } = spawnSync(command, [...loader, join(here, script), ...args], {
    input: input === undefined ? "" : JSON.stringify(input),
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as T;
}
