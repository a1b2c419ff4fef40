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

/** A metric's estimate with its 95 % interval; `low <= value <= high`. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One row of the table of metrics. `*Score`: higher is better; `*Error`, `*Loss`: lower is better. */
export interface Metric {
  readonly name: string;
  readonly summary: string;
  readonly tasks: readonly Task[];
  readonly greaterIsBetter: boolean;
  /** Best and worst possible value, for docs, plots and search. */
  readonly range: readonly [number, number];
  /**
   * Weighted value; NaN where undefined (one class in the rows).
   * @param positive index of the positive class of a binary task
   */
  compute(y: Target | null, predictions: Predictions, options: MetricOptions): number;
  /** Bootstrap over rows is used unless the metric brings an analytic interval. */
  interval?(y: Target | null, predictions: Predictions, options: MetricOptions): Estimate;
}

export interface MetricOptions {
  /** Index of the positive class of a binary task. */
  readonly positive: number;
  readonly sampleWeight?: Float64Array;
  /** The scaled features, for metrics of clusterings. */
  readonly X?: Matrix;
}
