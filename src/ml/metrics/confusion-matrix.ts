import type { Target } from "../frame/target.ts";
import { checkPredictions, classesOf } from "./define-metric.ts";
import type { Predictions } from "./metric.ts";

/** Weighted counts of (actual class, predicted class). */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /** (nClasses, nClasses) row-major: row = actual, column = predicted. */
  readonly counts: Float64Array;
}

/** The confusion matrix of class predictions. @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE */
export function confusionMatrix(
  y: Target | null,
  predictions: Predictions,
  options: { readonly sampleWeight?: Float64Array } = {},
): ConfusionMatrix {
  checkPredictions(y, predictions, options.sampleWeight);
  return { classes: classesOf(y).classes, counts: prepareCounts(y, predictions)(options.sampleWeight) };
}

/** (nClasses, nClasses) counts as a function of the rows' weights. The array is reused by the next call. */
export function prepareCounts(y: Target | null, predictions: Predictions): (weights?: Float64Array) => Float64Array {
  const { codes, classes } = classesOf(y);
  const nClasses = Math.max(classes.length, predictions.nClasses);
  const cells = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) cells[i] = codes[i]! * nClasses + predictions.values[i]!;
  const counts = new Float64Array(nClasses * nClasses);
  return (weights) => {
    counts.fill(0);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      counts[cell] = counts[cell]! + (weights === undefined ? 1 : weights[i]!);
    }
    return counts;
  };
}

/** Row sum, column sum and diagonal of one class. */
export interface ClassCounts {
  readonly actual: number;
  readonly predicted: number;
  readonly hits: number;
}

/** The margins of every class of a (nClasses, nClasses) matrix of counts. */
export function classCounts(counts: Float64Array): ClassCounts[] {
  const nClasses = Math.sqrt(counts.length);
  return Array.from({ length: nClasses }, (_, k) => {
    let [actual, predicted] = [0, 0];
    for (let other = 0; other < nClasses; other++) {
      actual += counts[k * nClasses + other]!;
      predicted += counts[other * nClasses + k]!;
    }
    return { actual, predicted, hits: counts[k * nClasses + k]! };
  });
}
