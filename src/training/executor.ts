import type { ParameterValues, Predictions } from "../ml/index.ts";
import type { TrainingSet } from "./training-set.ts";

/** What a worker is asked: plain data, so that it can cross a thread, a process or a network. */
export type TrainingTask =
  | {
      readonly kind: "fold";
      readonly estimator: string;
      readonly params: ParameterValues;
      readonly fold: number;
      /** Also return what was predicted for the validation rows: to choose a threshold on them, or to combine models. */
      readonly keepPredictions: boolean;
    }
  | {
      readonly kind: "fit";
      readonly estimator: string;
      readonly params: ParameterValues;
      /** How many threads may work on it, default 1; never changes the result. */
      readonly threads?: number;
      /** What an earlier attempt at the same fit left last, if there was one. */
      readonly checkpoint?: Uint8Array | undefined;
    };

/** Who looks on while a task is done. */
export interface TaskWatcher {
  /** Share done, 0..1, and a word for people. */
  onProgress?(share: number, note: string): void;
  /** State from which another attempt can go on. */
  onCheckpoint?(state: Uint8Array): void;
}

/** How a setting did on one fold. */
export interface FoldResult {
  /** The metric on the validation rows; null where it isn't defined there. */
  readonly score: number | null;
  /**
   * Of the validation rows, in the fold's order, where they were asked for. Null for clustering as well: the clusters of two
   * folds are numbered each in its own way.
   */
  readonly predictions: Predictions | null;
  readonly durationMs: number;
}

/** A pipeline fitted on all training rows. */
export interface FitResult {
  /** The encoded pipeline: all that a model version is. */
  readonly bytes: Uint8Array;
  /** The recipe as lines for people. */
  readonly recipe: readonly string[];
  readonly durationMs: number;
}

/** What a task of this kind gives. */
export type ResultOf<T extends TrainingTask> = T extends { kind: "fold" } ? FoldResult : FitResult;

/**
 * Where tasks run. The same tasks give the same results on every executor and any number of workers; a task may be run
 * more than once (its worker died), its result counts once.
 */
export interface Executor {
  /** Brings up the workers with the data that all tasks of a run share. */
  open(set: TrainingSet): ExecutorRun;
}

/** An executor with a training set on it, until it is closed. */
export interface ExecutorRun {
  /** Tasks that run at the same time. */
  readonly parallelism: number;
  /**
   * Runs one task; tasks wait in order of submission. A fit whose worker died goes on from its last checkpoint.
   * @throws the task's own MillraceError; TRAINING_WORKER_DIED after the second death; TRAINING_CANCELLED after `close`
   */
  submit<T extends TrainingTask>(task: T, watcher?: TaskWatcher): Promise<ResultOf<T>>;
  /** Ends the workers; what still waits or runs is rejected. */
  close(): Promise<void>;
}
