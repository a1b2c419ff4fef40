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

/** Ranks rows by `scores` (finite); `isPositive(row)` says which rows count. Equal scores keep the order of rows. */
export function rank(scores: Float64Array, isPositive: (row: number) => boolean): Ranking {
  const distinct = distinctDescending(scores);
  // Sorting numbers natively and placing rows by search is several times faster than sorting rows by a comparison.
  const groups = Int32Array.from(scores, (score) => groupOf(distinct, score));
  const ends = new Uint32Array(distinct.length);
  for (let i = 0; i < groups.length; i++) ends[groups[i]!]! += 1;
  for (let g = 1; g < ends.length; g++) ends[g]! += ends[g - 1]!;
  const next = new Uint32Array(ends.length);
  next.set(ends.subarray(0, -1), 1);
  const order = new Uint32Array(scores.length);
  for (let i = 0; i < groups.length; i++) order[next[groups[i]!]!++] = i;
  return { order, positive: Uint8Array.from(order, (row) => (isPositive(row) ? 1 : 0)), ends, scores: distinct };
}

function distinctDescending(scores: Float64Array): Float64Array {
  const sorted = scores.slice().sort();
  let count = 0;
  for (let i = sorted.length - 1; i >= 0; i--) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  const distinct = new Float64Array(count);
  let at = 0;
  for (let i = sorted.length - 1; i >= 0; i--) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[at++] = sorted[i]!;
  return distinct;
}

/** Index of `score` in `distinct`, which is descending and holds it. */
function groupOf(distinct: Float64Array, score: number): number {
  let [low, high] = [0, distinct.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distinct[middle]! > score) low = middle + 1;
    else high = middle;
  }
  return low;
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
