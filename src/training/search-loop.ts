import { isMillraceError } from "../errors/index.ts";
import type { ParameterValues, Search, Trial } from "../ml/index.ts";
import type { Machine } from "../platform/index.ts";
import type { ExecutorRun } from "./executor.ts";

/** A trial as it was made: what the leaderboard, the log and a replay need. */
export interface FinishedTrial {
  readonly trial: number;
  /** Position of its candidate in the declaration. */
  readonly candidate: number;
  readonly estimator: string;
  readonly params: ParameterValues;
  /** Mean over the folds; null where a fold failed or the metric isn't defined. */
  readonly score: number | null;
  readonly foldScores: readonly (number | null)[];
  /** Why there is no score. */
  readonly failure: string | null;
  /** Share of the full fidelity that it was run with; absent: all of it. */
  readonly budget?: number;
  readonly durationMs: number;
}

/** What a search runs on, and who is told of its trials. */
export interface SearchLoopOptions {
  readonly search: Search;
  readonly executor: ExecutorRun;
  readonly folds: number;
  readonly machine: Machine;
  /** No new trial starts after this many milliseconds. */
  readonly maxMs?: number | undefined;
  /** What an earlier, interrupted execution already knows of a trial. */
  readonly known: (trial: Trial) => Promise<FinishedTrial | undefined>;
  readonly onTrial: (trial: FinishedTrial, known: boolean) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Trials asked per round where what is asked next depends on what was told before. A fixed number and not the number of
 * threads, because the list of trials must not depend on the machine.
 */
const roundSize = 8;

/**
 * Asks, runs and tells until the search has no more to ask or the time is over. An adaptive search is told all results of a
 * round before it is asked for the next. Trials come back in the order of asking.
 */
export async function searchLoop(options: SearchLoopOptions): Promise<FinishedTrial[]> {
  const { search, machine, signal, maxMs } = options;
  const start = machine.elapsedMs();
  const inTime = (): boolean => maxMs === undefined || machine.elapsedMs() - start < maxMs;
  const size = search.adaptive || maxMs !== undefined ? roundSize : Number.POSITIVE_INFINITY;
  const finished: FinishedTrial[] = [];
  while (finished.length === 0 || inTime()) {
    signal.throwIfAborted();
    const round = search.askBatch(size);
    if (round.length === 0) break;
    const results = await Promise.all(round.map((trial) => runTrial(trial, options)));
    results.forEach((result, i) => {
      const { score, foldScores, budget = 1 } = result;
      search.tell(round[i]!, { score: score ?? Number.NaN, foldScores, budget });
      finished.push(result);
    });
  }
  return finished;
}

async function runTrial(trial: Trial, options: SearchLoopOptions): Promise<FinishedTrial> {
  const { index, candidate, estimator, params, budget } = trial;
  // A score of all rows must not be told as one of a part, nor kept under its name.
  if (budget !== 1) throw new Error(`trial ${index} has a budget of ${budget}, and folds run with the full one only`);
  const known = await options.known(trial);
  if (known !== undefined) {
    const replayed = { ...known, trial: index, candidate };
    await options.onTrial(replayed, true);
    return replayed;
  }
  const folds = await Promise.allSettled(
    Array.from({ length: options.folds }, (_, fold) =>
      options.executor.submit({ kind: "fold", estimator, params, fold, keepPredictions: false }),
    ),
  );
  options.signal.throwIfAborted();
  for (const fold of folds) if (fold.status === "rejected" && isNoFaultOfTheTrial(fold.reason)) throw fold.reason;
  const foldScores = folds.map((fold) => (fold.status === "fulfilled" ? fold.value.score : null));
  const failed = folds.find((fold) => fold.status === "rejected");
  const finished: FinishedTrial = {
    trial: index,
    candidate,
    estimator,
    params,
    score: meanOf(foldScores),
    foldScores,
    failure: failed === undefined ? null : messageOf(failed.reason),
    durationMs: folds.reduce((sum, fold) => sum + (fold.status === "fulfilled" ? fold.value.durationMs : 0), 0),
  };
  await options.onTrial(finished, false);
  return finished;
}

/** A dead worker or an executor that was closed says nothing of the trial, so it must not become part of the leaderboard. */
function isNoFaultOfTheTrial(reason: unknown): boolean {
  return isMillraceError(reason, "TRAINING_WORKER_DIED") || isMillraceError(reason, "TRAINING_CANCELLED");
}

/** Null where any fold has no score: a mean over fewer folds would not compare. */
function meanOf(scores: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const score of scores) {
    if (score === null) return null;
    sum += score;
  }
  return sum / scores.length;
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** Trials from best to worst; those without a score last. Ties: as asked (earlier trial first). */
export function rankTrials(trials: readonly FinishedTrial[], greaterIsBetter: boolean): FinishedTrial[] {
  const sign = greaterIsBetter ? -1 : 1;
  return [...trials].sort((a, b) => {
    if (a.score === null || b.score === null)
      return Number(a.score === null) - Number(b.score === null) || a.trial - b.trial;
    return sign * (a.score - b.score) || a.trial - b.trial;
  });
}
