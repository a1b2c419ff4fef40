import { checkPredictions, defineMetric, valuesOf } from "./define-metric.ts";
import { weightedMean } from "./influence-interval.ts";

/** Share of the target's variance that is explained: 1 - Σ(y - prediction)² / Σ(y - mean)². NaN where y is constant. */
export const r2Score = defineMetric({
  name: "r2Score",
  label: "R²",
  summary: "Share of the target's variance that is explained; 0 is no better than its mean.",
  tasks: ["regression"],
  greaterIsBetter: true,
  range: [Number.NEGATIVE_INFINITY, 1],
  chance: 0,
  suspiciousFrom: 0.99995,
  spoken: /\br ?2\b/,
  prepare: (y, predictions) => {
    const { values } = valuesOf(y);
    const squares = values.map((value, i) => (value - predictions.values[i]!) ** 2);
    return (weights) => {
      const mean = weightedMean(values, weights);
      const spread = variance(values, mean, weights);
      return varies(spread, mean) ? 1 - weightedMean(squares, weights) / spread : Number.NaN;
    };
  },
  influence: (y, predictions, options) => {
    checkPredictions(y, predictions, options.sampleWeight);
    const { values } = valuesOf(y);
    const mean = weightedMean(values, options.sampleWeight);
    const spread = variance(values, mean, options.sampleWeight);
    if (!varies(spread, mean)) return undefined;
    const squares = values.map((value, i) => (value - predictions.values[i]!) ** 2);
    const value = 1 - weightedMean(squares, options.sampleWeight) / spread;
    return { value, influence: squares.map((one, i) => ((1 - value) * (values[i]! - mean) ** 2 - one) / spread) };
  },
});

/** False also where all that differs is the rounding of the mean. */
function varies(spread: number, mean: number): boolean {
  return spread > (mean * 1e-12) ** 2;
}

function variance(values: Float64Array, mean: number, weights: Float64Array | undefined): number {
  let [total, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    total += weight * (values[i]! - mean) ** 2;
    sum += weight;
  }
  return total / sum;
}
