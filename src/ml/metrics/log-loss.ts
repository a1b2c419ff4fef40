import { log } from "../kernels/math.ts";
import { classesOf, probabilitiesOf } from "./define-metric.ts";
import { rowLossMetric } from "./row-loss-metric.ts";

/** Probabilities are kept this far from 0 and 1, so that one sure mistake costs 36, not infinity. */
const leastProbability = 2 ** -52;

/** Mean of -log(probability given to the class that came). @see https://scikit-learn.org/stable/modules/model_evaluation.html#log-loss */
export const logLoss = rowLossMetric(
  {
    name: "logLoss",
    label: "log loss",
    summary: "Mean of -log(probability given to the class that came); punishes sure mistakes most.",
    tasks: ["binary", "multiclass"],
    greaterIsBetter: false,
    range: [0, Number.POSITIVE_INFINITY],
    spoken: /\blog ?loss\b/,
  },
  (y, predictions) => {
    const { codes } = classesOf(y);
    const probabilities = probabilitiesOf(predictions);
    return Float64Array.from(codes, (code, i) => {
      const probability = probabilities[i * predictions.nClasses + code]!;
      return -log(Math.min(1 - leastProbability, Math.max(leastProbability, probability)));
    });
  },
);
