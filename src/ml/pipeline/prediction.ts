import type { PredictContext, Task } from "../estimators/estimator.ts";
import type { Frame } from "../frame/frame.ts";
import type { RowExplanation } from "./explanation.ts";
import type { Field } from "./field.ts";

/** What a model says of one row. */
export interface Prediction {
  /** The label of the predicted class; the value (regression); the cluster's index; the anomaly score, higher is more anomalous. */
  readonly prediction: string | number;
  /** Classification: probability by label, in the order of `classes`; they sum to 1. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

/** Something odd in a row that was scored all the same. */
export interface RowWarning {
  /** Index of the row, from 0. */
  readonly row: number;
  readonly field: string;
  readonly message: string;
}

/** What came of a batch of rows, in their order. */
export interface Scored {
  readonly predictions: readonly Prediction[];
  readonly warnings: readonly RowWarning[];
}

/** What came of a table: numbers in columns, for tables too long for an object a row. */
export interface ScoredColumns {
  /** (rowCount): index of the predicted class, value, cluster's index or anomaly score. */
  readonly values: Float64Array;
  /** (rowCount, classes) row-major; absent where the task has no classes. */
  readonly probabilities?: Float64Array | undefined;
  readonly warnings: readonly RowWarning[];
}

/** Options of a prediction. */
export interface PredictOptions {
  /** Unseen categories and unknown fields are errors, not warnings. Default false. */
  readonly strict?: boolean | undefined;
}

/** Options of an explanation. */
export interface ExplainRowsOptions extends PredictOptions, PredictContext {
  /** The class to explain. Default: the positive one of two, the predicted one of several. */
  readonly label?: string | undefined;
  /** Rows that are measured against, in place of the training rows. */
  readonly background?: readonly Readonly<Record<string, unknown>>[] | undefined;
}

/** Predictions with what each column added to them, row by row. */
export interface Explained extends Scored {
  readonly explanations: readonly RowExplanation[];
}

/** A loaded model: plain rows in, predictions out. Immutable; holds no resource. */
export interface Predictor {
  readonly task: Task;
  /** The target for people; null where the task has none. */
  readonly target: string | null;
  /** Every field of the training rows; `required` ones must be in a row. */
  readonly schema: readonly Field[];
  /** Labels, in the order of probabilities; empty where the task has none. */
  readonly classes: readonly string[];
  /** Label of the positive class of a binary task, else null. */
  readonly positive: string | null;
  /** Binary: the probability from which the positive class is predicted; else null. */
  readonly threshold: number | null;
  readonly estimator: { readonly name: string };
  /** @throws ML_FIELD_MISSING, ML_FIELD_TYPE; with strict ML_FIELD_UNSEEN, ML_FIELD_EXTRA */
  predict(rows: readonly Readonly<Record<string, unknown>>[], options?: PredictOptions): Scored;
  /** One row, without warnings. @throws as `predict` */
  predictOne(row: Readonly<Record<string, unknown>>, options?: PredictOptions): Prediction;
  /**
   * The rows of a table, with the numbers and warnings that `predict` has for them as plain rows. Columns that the model
   * doesn't read are ignored.
   * @param options.team threads that help; they don't change the result
   * @throws ML_COLUMN_UNKNOWN; else as `predict`
   */
  predictFrame(frame: Frame, options?: PredictOptions & PredictContext): ScoredColumns;
  /**
   * Predictions and, exactly, what each column added to them.
   * @throws as `predict`; ML_NOT_EXPLAINABLE where the model can't tell, ML_CLASS_UNKNOWN
   */
  explain(rows: readonly Readonly<Record<string, unknown>>[], options?: ExplainRowsOptions): Explained;
}
