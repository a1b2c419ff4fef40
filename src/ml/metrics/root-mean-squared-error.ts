import { defineMetric } from "./define-metric.ts";
import { meanSquaredError } from "./mean-squared-error.ts";

/** Square root of the mean of (y - prediction)², in units of the target. Interval: the roots of the mean's. */
export const rootMeanSquaredError = defineMetric({
  name: "rootMeanSquaredError",
  label: "root mean squared error",
  summary: "Square root of the mean squared error, in units of the target; large errors weigh most.",
  tasks: ["regression"],
  greaterIsBetter: false,
  range: [0, Number.POSITIVE_INFINITY],
  spoken: /\b(?:rmse|root mean squared? error)\b/,
  prepare: (y, predictions, options) => {
    const squared = meanSquaredError.prepare(y, predictions, options);
    return (weights) => Math.sqrt(squared(weights));
  },
  interval: (y, predictions, options) => {
    const { value, low, high } = meanSquaredError.interval!(y, predictions, options)!;
    return { value: Math.sqrt(value), low: Math.sqrt(low), high: Math.sqrt(high) };
  },
  influence: (y, predictions, options) => {
    const { value, influence } = meanSquaredError.influence!(y, predictions, options)!;
    const root = Math.sqrt(value);
    return { value: root, influence: influence.map((one) => (root > 0 ? one / (2 * root) : 0)) };
  },
});
