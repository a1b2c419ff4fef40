import type { Target } from "../frame/target.ts";
import { classesOf, probabilitiesOf } from "./define-metric.ts";
import type { Predictions } from "./metric.ts";

/** Rows in descending order of a score, with ties grouped: what ROC, precision-recall and their areas walk along. */
export interface Ranking {
  /** (nSamples) row indices, highest score first. */
  readonly order: Uint32Array;
  /** (nSamples) 1 where the row at that rank is positive. */
  readonly positive: Uint8Array;
  /** (nGroups) rank after the last row of each group of equal scores. */
  readonly ends: Uint32Array;
  /** (nGroups) the score of each group, descending. */
  readonly scores: Float64Array;
}

/** Ranks rows by `scores`; `isPositive(row)` says which rows count. Equal scores keep the order of rows. */
export function rank(scores: Float64Array, isPositive: (row: number) => boolean): Ranking {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const positive = Uint8Array.from(order, (row) => (isPositive(row) ? 1 : 0));
  const ends: number[] = [];
  for (let i = 0; i < order.length; i++) {
    if (i + 1 === order.length || scores[order[i + 1]!] !== scores[order[i]!]) ends.push(i + 1);
  }
  return {
    order,
    positive,
    ends: Uint32Array.from(ends),
    scores: Float64Array.from(ends, (end) => scores[order[end - 1]!]!),
  };
}

/** The score of one class for every row: its probability, or `values` where there are none (anomaly scores). */
export function classScores(predictions: Predictions, classIndex: number): Float64Array {
  const { nClasses, probabilities, values } = predictions;
  if (probabilities === undefined) return values;
  return values.map((_, i) => probabilities[i * nClasses + classIndex]!);
}

/**
 * The one-vs-rest problems of a task: the positive class alone for two classes (and for anomaly scores), else every class.
 * @throws ML_SHAPE_MISMATCH
 */
export function rankClasses(y: Target | null, predictions: Predictions, positive: number): Ranking[] {
  const { codes, classes } = classesOf(y);
  const one = (k: number): Ranking => rank(classScores(predictions, k), (row) => codes[row] === k);
  if (predictions.probabilities === undefined && classes.length > 2) probabilitiesOf(predictions);
  return classes.length <= 2 ? [one(positive)] : classes.map((_, k) => one(k));
}

/** Mean over the one-vs-rest values that are defined; NaN if none is. */
export function meanDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.length === 0 ? Number.NaN : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
