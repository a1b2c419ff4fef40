import { valuesOf } from "./define-metric.ts";
import { rowLossMetric } from "./row-loss-metric.ts";

/** Mean of |y - prediction|, in units of the target. */
export const meanAbsoluteError = rowLossMetric(
  {
    name: "meanAbsoluteError",
    label: "mean absolute error",
    summary: "Mean of |y - prediction|, in units of the target.",
    tasks: ["regression"],
    greaterIsBetter: false,
    range: [0, Number.POSITIVE_INFINITY],
    spoken: /\b(?:mae|mean absolute error)\b/,
  },
  (y, predictions) => valuesOf(y).values.map((value, i) => Math.abs(value - predictions.values[i]!)),
);
