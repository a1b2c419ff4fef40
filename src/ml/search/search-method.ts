import type { ParameterValues } from "../estimators/parameters.ts";
import type { Space } from "./dimension.ts";

/** An estimator that takes part in a search. */
export interface SearchCandidate {
  /** Name of the estimator. */
  readonly estimator: string;
  /** What the user fixed; every trial of this candidate has them. */
  readonly params: ParameterValues;
  /** What is searched; empty: the candidate is tried once. */
  readonly space: Space;
  /** The estimator's own values of searched parameters, so that a method can learn from the trial of the defaults, too. */
  readonly defaults?: ParameterValues;
}

/** One setting of the hyper-parameters to try. */
export interface Trial {
  /** 0, 1, 2 … in the order asked. */
  readonly index: number;
  /** Position of its candidate. */
  readonly candidate: number;
  readonly estimator: string;
  /** The fixed and the proposed parameters; those in neither keep the estimator's defaults. */
  readonly params: ParameterValues;
  /** Share of the full fidelity (rows, rounds ...) that it is run with, above 0; 1: all. */
  readonly budget: number;
}

/** How a trial did. */
export interface TrialResult {
  /** Mean over the folds; NaN for a trial that failed or has no score: it counts as the worst. */
  readonly score: number;
  /** One score a fold; null where the fold failed or the metric isn't defined. */
  readonly foldScores: readonly (number | null)[];
  /** The share of the full fidelity that it was run with. */
  readonly budget: number;
}

/** What a search is started with. */
export interface SearchOptions {
  readonly candidates: readonly SearchCandidate[];
  /** Trials over all candidates together; each candidate is tried once in any case. */
  readonly trials: number;
  readonly seed: number;
  /** Whether a higher score is better. Default true. */
  readonly greaterIsBetter?: boolean;
  /** End after this many trials in a row (by index) without a better score; the candidates' first trials don't count. */
  readonly patience?: number | undefined;
}

/**
 * A search under way: it proposes, and is told how the proposal did; nothing is executed here.
 *
 * So that results depend on neither the number of cores nor which trial finishes first: ask for batches of a fixed size, tell
 * every trial of a batch in the order of asking, then ask for the next. Inside a batch trials may run in any order and at once.
 */
export interface Search {
  /** True where what is asked depends on what was told: the next batch then waits for the results of the last one. */
  readonly adaptive: boolean;
  /** The most trials that it can ask for. */
  readonly planned: number;
  /** The next trial; null when there is none. */
  ask(): Trial | null;
  /** Up to `size` next trials; empty when there are none. `size` must not depend on the machine. */
  askBatch(size: number): Trial[];
  /** The result of a trial that was asked, once. */
  tell(trial: Trial, result: TrialResult): void;
}

/** What a method wants to be tried next; `budget` is 1 unless it says otherwise. */
export interface Proposal extends Omit<Trial, "index" | "estimator" | "budget"> {
  readonly budget?: number;
}

/** What a method makes for one search: numbering, patience and batches are the same for all of them (`startSearch`). */
export interface Proposer {
  /** The most proposals that it makes. */
  readonly planned: number;
  /** The next proposal; null when there is none, now and for good. */
  next(): Proposal | null;
  /** The result of one of its proposals; a method that isn't adaptive has none. */
  learn?(trial: Trial, result: TrialResult): void;
}

/** Why a search can't, or shouldn't, be started as declared. */
export interface SearchProblem {
  /** error: it must not start; warning: it may. */
  readonly severity: "error" | "warning";
  /** Position of the candidate that has the problem; undefined: the search itself. */
  readonly candidate?: number;
  readonly message: string;
  readonly fix: string;
}

/** One row of the table of search methods: one file each. The row states every fact that callers need. */
export interface SearchMethod<Name extends string = string> {
  readonly name: Name;
  readonly summary: string;
  /** False: candidates are tried as declared, once each, and no space is looked at. */
  readonly searches: boolean;
  /** What it proposes depends on what it was told. With patience every search is adaptive, whatever its method. */
  readonly adaptive: boolean;
  /** "partial": it gives trials a budget below 1. */
  readonly fidelity: "full" | "partial";
  /** What lint reports before anything runs. */
  check?(options: SearchOptions): Iterable<SearchProblem>;
  /** @throws what is wrong with the options */
  propose(options: SearchOptions): Proposer;
}

/** The number of trials that `options` allow: each candidate is tried once in any case. */
export function trialLimit({ trials, candidates }: Pick<SearchOptions, "trials" | "candidates">): number {
  return Math.max(trials, candidates.length);
}
