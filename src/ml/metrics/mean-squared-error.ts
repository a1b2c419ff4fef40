import { valuesOf } from "./define-metric.ts";
import { rowLossMetric } from "./row-loss-metric.ts";

/** Mean of (y - prediction)², in squared units of the target. */
export const meanSquaredError = rowLossMetric(
  {
    name: "meanSquaredError",
    label: "mean squared error",
    summary: "Mean of (y - prediction)², in squared units of the target.",
    tasks: ["regression"],
    greaterIsBetter: false,
    range: [0, Number.POSITIVE_INFINITY],
    spoken: /\b(?:mse|mean squared error)\b/,
  },
  (y, predictions) => valuesOf(y).values.map((value, i) => (value - predictions.values[i]!) ** 2),
);
