import type { Task } from "../estimators/estimator.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";

/** What a model said about the rows of `y`. Row-major where two-dimensional. */
export interface Predictions {
  /** (nSamples): class index after the threshold, value, cluster index or anomaly score. */
  readonly values: Float64Array;
  /** (nSamples, nClasses); classification only. */
  readonly probabilities?: Float64Array;
  readonly nClasses: number;
}

/**
 * A metric's estimate with its interval (95 % unless said); `low <= value <= high`.
 * `value` is NaN where the metric is undefined; `low` and `high` are NaN where the rows are too few to say.
 */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A metric's value and what each row adds to its error: se² = Σ w² influence² / (Σ w)². The delta method in one array;
 * the difference of two models' influences on the same rows gives the paired interval.
 */
export interface RowInfluence {
  readonly value: number;
  /** (nSamples), weighted mean 0. */
  readonly influence: Float64Array;
}

/** What a metric is, beside how it is computed. `*Score`: higher is better; `*Error`, `*Loss`: lower is better. */
export interface MetricFacts<Name extends string = string, T extends Task = Task> {
  readonly name: Name;
  /** As people write it inside a sentence: "ROC AUC", "log loss". */
  readonly label: string;
  readonly summary: string;
  readonly tasks: readonly T[];
  readonly greaterIsBetter: boolean;
  /** Lowest and highest possible value, for docs, plots and search. */
  readonly range: readonly [number, number];
  /** The value of a model that knows nothing, where it is the same for all data. */
  readonly chance?: number;
  /** From this value up, the target is most likely among the features. */
  readonly suspiciousFrom?: number;
  /** What drawings call it, in lower case without accents or punctuation. Default: the label. */
  readonly spoken?: RegExp;
}

/** One row of the table of metrics. */
export interface Metric<Name extends string = string, T extends Task = Task> extends MetricFacts<Name, T> {
  /**
   * Weighted value; NaN where undefined (one class in the rows).
   * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
   */
  compute(y: Target | null, predictions: Predictions, options: MetricOptions): number;
  /**
   * The value as a function of the rows' weights alone: all that doesn't depend on them (sorting) is done once, so that
   * a bootstrap costs O(nSamples) a resample.
   * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
   */
  prepare(y: Target | null, predictions: Predictions, options: MetricOptions): WeightedValue;
  /** Bootstrap over rows is used unless the metric brings an analytic interval, or says undefined for these rows. */
  interval?(y: Target | null, predictions: Predictions, options: MetricOptions): Estimate | undefined;
  /** For paired differences; without it (or where it says undefined) the rows are bootstrapped. */
  influence?(y: Target | null, predictions: Predictions, options: MetricOptions): RowInfluence | undefined;
}

/** A metric's value under the given row weights, (nSamples). */
export type WeightedValue = (weights: Float64Array) => number;

/** What every metric may be told beside targets and predictions. */
export interface MetricOptions {
  /** Index of the positive class of a binary task. */
  readonly positive: number;
  readonly sampleWeight?: Float64Array;
  /** The scaled features, for metrics of clusterings. */
  readonly X?: Matrix;
  /** Coverage of intervals, 0..1. Default 0.95. */
  readonly confidence?: number;
  /** Seeds what is sampled: resamples of a bootstrap, rows of the silhouette. Default 0. */
  readonly seed?: number;
}
