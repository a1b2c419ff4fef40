import type { Target } from "../frame/target.ts";
import { classesOf } from "./define-metric.ts";
import { weightedMean } from "./influence-interval.ts";
import type { Predictions } from "./metric.ts";
import { effectiveRows, wilsonInterval } from "./proportion-interval.ts";
import { rowLossMetric } from "./row-loss-metric.ts";

/** Share of rows whose class is predicted right. Interval: Wilson. */
export const accuracyScore = rowLossMetric(
  {
    name: "accuracyScore",
    label: "accuracy",
    summary: "Share of rows whose class is predicted right.",
    tasks: ["binary", "multiclass"],
    greaterIsBetter: true,
    range: [0, 1],
    spoken: /\b(?:accuracy|acc|genauigkeit|trefferquote)\b/,
  },
  rightRows,
  (y, predictions, options) => {
    const value = weightedMean(rightRows(y, predictions), options.sampleWeight);
    const rows = effectiveRows(predictions.values.length, options.sampleWeight);
    return wilsonInterval(value, rows, options.confidence ?? 0.95);
  },
);

function rightRows(y: Target | null, predictions: Predictions): Float64Array {
  const { codes } = classesOf(y);
  return predictions.values.map((value, i) => (value === codes[i] ? 1 : 0));
}
