import { classesOf, probabilitiesOf } from "./define-metric.ts";
import { rowLossMetric } from "./row-loss-metric.ts";

/**
 * Mean squared error of the probabilities: binary (p - y)², 0..1; multiclass the sum over classes, 0..2.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.brier_score_loss.html
 */
export const brierScoreLoss = rowLossMetric(
  {
    name: "brierScoreLoss",
    label: "Brier score",
    summary: "Mean squared error of the probabilities (multiclass: summed over classes, so up to 2).",
    tasks: ["binary", "multiclass"],
    greaterIsBetter: false,
    range: [0, 2],
    spoken: /\bbrier\b/,
  },
  (y, predictions) => {
    const { codes } = classesOf(y);
    const { nClasses } = predictions;
    const probabilities = probabilitiesOf(predictions);
    return Float64Array.from(codes, (code, i) => {
      let sum = 0;
      for (let k = 0; k < nClasses; k++) sum += (probabilities[i * nClasses + k]! - (k === code ? 1 : 0)) ** 2;
      return nClasses === 2 ? sum / 2 : sum;
    });
  },
);
