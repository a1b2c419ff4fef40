import { type Column, type Expression, type FieldReading, Frame, type Target, type Task } from "../ml/index.ts";
import type { Fold } from "./splits/index.ts";

/**
 * All that the trials of a run share: the training rows (never a test row), how to fold them, and what is asked.
 * Every array lies in shared memory, so that handing it to a worker thread copies names and dictionaries only.
 */
export interface TrainingSet {
  readonly frame: Frame;
  readonly y: Target | null;
  readonly folds: readonly Fold[];
  readonly task: Task;
  /** The target for people; null where the task has none. */
  readonly target: string | null;
  /** Index of the positive class; 0 where the task isn't binary. */
  readonly positive: number;
  readonly features: Readonly<Record<string, Expression>>;
  /** Columns that the target is made of: no feature may read them. */
  readonly targetColumns: readonly string[];
  /** Columns that name rows: no feature is made of them. */
  readonly keys: readonly string[];
  /** How the columns' table was read, by name: goes into the models. */
  readonly readings?: ReadonlyMap<string, FieldReading>;
  /** Files of foreign models among the candidates, by digest. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  /** Name of the metric that ranks trials. */
  readonly metric: string;
  readonly seed: number;
}

/** A training set as structured cloning carries it to a thread. */
export interface PortableTrainingSet extends Omit<TrainingSet, "frame"> {
  readonly rowCount: number;
  readonly columns: readonly (readonly [string, Column])[];
}

/** The set as plain data; columns stay where they are in shared memory. */
export function toPortable({ frame, ...rest }: TrainingSet): PortableTrainingSet {
  return { ...rest, rowCount: frame.rowCount, columns: [...frame.columns] };
}

/** The set that a portable one was made of, on the same memory. */
export function fromPortable({ rowCount, columns, ...rest }: PortableTrainingSet): TrainingSet {
  return { ...rest, frame: new Frame(rowCount, columns) };
}
