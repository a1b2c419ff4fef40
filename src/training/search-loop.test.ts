import { describe, expect, it } from "vitest";
import { fail } from "../errors/index.ts";
import { findSearchMethod, type Search, type SearchMethod, startSearch, type Trial, uniform } from "../ml/index.ts";
import { manualPlatform } from "../platform/index.ts";
import type { ExecutorRun, FoldResult, ResultOf, TrainingTask } from "./executor.ts";
import { type FinishedTrial, rankTrials, type SearchLoopOptions, searchLoop } from "./search-loop.ts";

const depth = (task: { params: Readonly<Record<string, unknown>> }): number => task.params["x"] as number;

function search(trials: number, patience?: number): Search {
  return startSearch(findSearchMethod("random")!, {
    candidates: [{ estimator: "forest", params: { x: 0 }, space: { x: uniform(0, 1) } }],
    trials,
    seed: 3,
    patience,
  });
}

/** Scores a fold by a function; what waits is answered in the order that `pick` chooses. */
function executor(score: (task: TrainingTask) => number | null, pick: (waiting: number) => number): ExecutorRun {
  const waiting: (() => void)[] = [];
  let draining = false;
  const drain = async (): Promise<void> => {
    draining = true;
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      waiting.splice(pick(waiting.length), 1)[0]!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    draining = false;
  };
  return {
    parallelism: 4,
    submit: <T extends TrainingTask>(task: T) =>
      new Promise<ResultOf<T>>((resolve, reject) => {
        waiting.push(() => {
          try {
            const result: FoldResult = { score: score(task), predictions: null, durationMs: 1 };
            resolve(result as ResultOf<T>);
          } catch (error) {
            reject(error);
          }
        });
        if (!draining) void drain();
      }),
    close: async () => {},
  };
}

const first = (): number => 0;
const last = (waiting: number): number => waiting - 1;

function loop(change: Partial<SearchLoopOptions> & Pick<SearchLoopOptions, "search" | "executor">) {
  return searchLoop({
    folds: 2,
    machine: manualPlatform().machine,
    known: async () => undefined,
    onTrial: async () => {},
    signal: new AbortController().signal,
    ...change,
  });
}

describe("searchLoop", () => {
  it("gives trials in the order of asking, each the mean of its folds, whatever is ready first", async () => {
    const score = (task: TrainingTask): number => (task.kind === "fold" && task.fold === 0 ? 0.2 : 0.6);
    const told: number[] = [];
    const trials = await loop({
      search: search(5),
      executor: executor(score, last),
      onTrial: async ({ trial }) => void told.push(trial),
    });
    expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2, 3, 4]);
    expect(trials.every(({ score, foldScores }) => score === 0.4 && foldScores.join() === "0.2,0.6")).toBe(true);
    expect(told.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(told).toHaveLength(5);
  });

  it("asks in rounds of eight where patience may end it, so that the trials don't depend on who is ready first", async () => {
    // The default is best, so patience runs out; it is heard of only at the end of a round.
    const score = (task: TrainingTask): number => 1 - depth(task);
    const runs = await Promise.all(
      [first, last].map((pick) => loop({ search: search(100, 3), executor: executor(score, pick) })),
    );
    expect(runs[0]).toHaveLength(8);
    expect(runs[1]).toEqual(runs[0]);
  });

  it("starts no new round once the time is over, but always does the first", async () => {
    const platform = manualPlatform();
    const slow = executor(() => {
      void platform.advance(10);
      return 0.5;
    }, first);
    // A round of 8 trials x 2 folds takes 160 ms.
    expect(await loop({ search: search(100), executor: slow, machine: platform.machine, maxMs: 200 })).toHaveLength(16);
    expect(await loop({ search: search(100), executor: slow, machine: platform.machine, maxMs: 1 })).toHaveLength(8);
  });

  it("doesn't do again what the journal knows, and gives it the place that it has now", async () => {
    const submitted: number[] = [];
    const score = (task: TrainingTask): number => {
      submitted.push(depth(task));
      return 0.5;
    };
    const journal = new Map<string, FinishedTrial>();
    const keyOf = ({ params }: Pick<Trial, "params">): string => JSON.stringify(params);
    const options = {
      known: async (trial: Trial) => journal.get(keyOf(trial)),
      onTrial: async (trial: FinishedTrial, known: boolean) => {
        if (!known) journal.set(keyOf(trial), { ...trial, trial: 99, candidate: 7 });
      },
    };
    const before = await loop({ search: search(3), executor: executor(score, first), ...options });
    expect(submitted).toHaveLength(6);
    const widened = await loop({ search: search(5), executor: executor(score, first), ...options });
    expect(submitted).toHaveLength(10);
    expect(widened.slice(0, 3)).toEqual(before);
  });

  it("has no score for a trial of which a fold fails or has none, and goes on", async () => {
    const trials = await loop({
      search: search(2),
      executor: executor((task) => {
        if (task.kind === "fold" && task.fold === 1 && depth(task) === 0) throw new Error("no such luck");
        return task.kind === "fold" && task.fold === 1 ? null : 0.5;
      }, first),
    });
    expect(trials.map(({ score, foldScores, failure }) => ({ score, foldScores, failure }))).toEqual([
      { score: null, foldScores: [0.5, null], failure: "no such luck" },
      { score: null, foldScores: [0.5, null], failure: null },
    ]);
  });

  it("ends with a dead worker's error: it says nothing of the trial", async () => {
    const dead = executor(() => {
      throw fail("TRAINING_WORKER_DIED", { task: "fold 1", reason: "memory" });
    }, first);
    await expect(loop({ search: search(2), executor: dead })).rejects.toMatchObject({ code: "TRAINING_WORKER_DIED" });
  });

  it("stops when it is interrupted and tells of no trial that it cut short", async () => {
    const stop = new AbortController();
    const told: FinishedTrial[] = [];
    const interrupted = loop({
      search: search(3),
      executor: executor(() => {
        stop.abort(new Error("Ctrl-C"));
        return 0.5;
      }, first),
      onTrial: async (trial) => void told.push(trial),
      signal: stop.signal,
    });
    await expect(interrupted).rejects.toThrow("Ctrl-C");
    expect(told).toEqual([]);
  });
});

/** Asks for the number of scores that it was told so far: what it asks shows when it was told. */
function learner(calls: string[]): Search {
  let told = 0;
  const method: SearchMethod = {
    name: "learner",
    summary: "",
    searches: true,
    adaptive: true,
    fidelity: "full",
    propose: ({ trials }) => {
      let asked = 0;
      return {
        planned: trials,
        next() {
          if (asked === trials) return null;
          calls.push(`ask ${asked++}`);
          return { candidate: 0, params: { x: told } };
        },
        learn: ({ index }, { score, foldScores, budget }) => {
          told++;
          calls.push(`tell ${index}: ${score} of ${foldScores.join()} at ${budget}`);
        },
      };
    },
  };
  const candidates = [{ estimator: "forest", params: {}, space: { x: uniform(0, 1) } }];
  return startSearch(method, { candidates, trials: 20, seed: 1 });
}

describe("searchLoop with a method that learns", () => {
  const everyIndex = Array.from({ length: 20 }, (_, i) => i);

  it("tells it every result of a round, once and in the order of asking, before it asks for the next", async () => {
    const calls: string[] = [];
    const trials = await loop({ search: learner(calls), executor: executor(() => 0.5, last) });
    expect(calls.map((call) => call.split(" ")[0]!).join(" ")).toBe(
      [8, 8, 4].flatMap((size) => [...Array(size).fill("ask"), ...Array(size).fill("tell")]).join(" "),
    );
    const tells = calls.filter((call) => call.startsWith("tell"));
    expect(tells).toEqual(everyIndex.map((i) => `tell ${i}: 0.5 of 0.5,0.5 at 1`));
    expect(trials.map(depth)).toEqual(everyIndex.map((i) => Math.floor(i / 8) * 8));
  });

  it("asks the same of it in any order of finishing and on any number of threads", async () => {
    const score = (task: TrainingTask): number => depth(task) / 100;
    const middle = (waiting: number): number => waiting >> 1;
    const runs = await Promise.all(
      [first, last, middle].flatMap((pick) =>
        [1, 2, 7].map((parallelism) =>
          loop({ search: learner([]), executor: { ...executor(score, pick), parallelism } }),
        ),
      ),
    );
    for (const run of runs) expect(run).toEqual(runs[0]);
  });

  it("tells a failed trial as NaN", async () => {
    const calls: string[] = [];
    const failing = executor((task) => {
      if (task.kind === "fold" && task.fold === 1) throw new Error("no such luck");
      return 0.5;
    }, first);
    await loop({ search: learner(calls), executor: failing });
    expect(calls.at(-1)).toBe("tell 19: NaN of 0.5, at 1");
  });

  it("asks a method that doesn't learn for all its trials at once", async () => {
    let most = 0;
    let waiting = 0;
    const counting = executor(() => 0.5, first);
    const submit: ExecutorRun["submit"] = (task) => {
      most = Math.max(most, ++waiting);
      return counting.submit(task).finally(() => waiting--);
    };
    await loop({ search: search(20), executor: { ...counting, submit } });
    expect(most).toBe(40);
  });
});

describe("rankTrials", () => {
  const trial = (index: number, score: number | null): FinishedTrial => ({
    trial: index,
    candidate: 0,
    estimator: "forest",
    params: {},
    score,
    foldScores: [score],
    failure: null,
    durationMs: 0,
  });
  const order = (scores: (number | null)[], greaterIsBetter: boolean): number[] =>
    rankTrials(
      scores.map((score, i) => trial(i, score)),
      greaterIsBetter,
    ).map((one) => one.trial);

  it("ranks by score in the metric's direction, those without a score last, ties as asked", () => {
    const scores = [0.5, null, 0.7, 0.5, null, 0.7];
    expect(order(scores, true)).toEqual([2, 5, 0, 3, 1, 4]);
    expect(order(scores, false)).toEqual([0, 3, 2, 5, 1, 4]);
  });

  it("ranks ties as asked, not as they were handed over", () => {
    expect(rankTrials([trial(3, 1), trial(1, 1), trial(2, 1)], true).map((one) => one.trial)).toEqual([1, 2, 3]);
  });
});
