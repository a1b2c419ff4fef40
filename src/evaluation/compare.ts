import {
  type Metric,
  type MetricOptions,
  metricsFor,
  type Predictions,
  pairedDifference,
  type Target,
  type Task,
} from "../ml/index.ts";
import type { IntervalRecord } from "../store/index.ts";
import { orNull, toRecord } from "./interval.ts";

/** Two models on the same rows, by one metric. */
export interface Comparison {
  readonly metric: string;
  readonly candidate: number | null;
  readonly other: number | null;
  /** By how much the candidate is BETTER (negative: worse), whichever way the metric points, with its paired interval. */
  readonly advantage: IntervalRecord;
}

export interface ComparisonInput {
  readonly y: Target | null;
  readonly candidate: Predictions;
  readonly other: Predictions;
  readonly options: MetricOptions;
}

/**
 * The candidate beside another model on the same rows; the interval knows that the rows are the same.
 * @throws ML_SHAPE_MISMATCH
 */
export function compare(metric: Metric, { y, candidate, other, options }: ComparisonInput): Comparison {
  const difference = pairedDifference(metric, y, candidate, other, options);
  const { value, low, high } = difference;
  const advantage = metric.greaterIsBetter ? difference : { value: 0 - value, low: 0 - high, high: 0 - low };
  return {
    metric: metric.name,
    candidate: orNull(metric.compute(y, candidate, options)),
    other: orNull(metric.compute(y, other, options)),
    advantage: toRecord(advantage),
  };
}

/** Every metric of the task, in the table's order. @throws ML_SHAPE_MISMATCH */
export function compareAll(task: Task, input: ComparisonInput): Comparison[] {
  return metricsFor(task).map((metric) => compare(metric, input));
}
