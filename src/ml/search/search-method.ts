import type { ParameterValues } from "../estimators/parameters.ts";
import type { Space } from "./space.ts";

/** An estimator that takes part in a search. */
export interface SearchCandidate {
  /** Name of the estimator. */
  readonly estimator: string;
  /** What the user fixed; every trial of this candidate has them. */
  readonly params: ParameterValues;
  /** What is searched; empty: the candidate is tried once. */
  readonly space: Space;
}

/** One setting of the hyper-parameters to try. */
export interface Trial {
  /** 0, 1, 2 … in the order asked. */
  readonly index: number;
  /** Position of its candidate. */
  readonly candidate: number;
  readonly estimator: string;
  /** The fixed and the drawn parameters; those in neither keep the estimator's defaults. */
  readonly params: ParameterValues;
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
 * So that results depend on neither the number of cores nor who finishes first: ask for batches of a fixed size, tell every
 * trial of a batch, then ask for the next. Inside a batch trials may run, and be told, in any order and at once.
 */
export interface Search {
  /** The next trial; null when there is none. */
  ask(): Trial | null;
  /** Up to `size` next trials; empty when there are none. `size` must not depend on the machine. */
  askBatch(size: number): Trial[];
  /** The score of a trial that was asked; NaN for one that failed. */
  tell(trial: Trial, score: number): void;
}

/** One row of the table of search methods: one file each. */
export interface SearchMethod {
  readonly name: string;
  readonly summary: string;
  start(options: SearchOptions): Search;
}

/** `askBatch` by asking one after the other. */
export function batchOf(ask: () => Trial | null, size: number): Trial[] {
  const batch: Trial[] = [];
  while (batch.length < size) {
    const trial = ask();
    if (trial === null) break;
    batch.push(trial);
  }
  return batch;
}
