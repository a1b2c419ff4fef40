import type { Estimate, RowInfluence } from "./metric.ts";
import { effectiveRows } from "./proportion-interval.ts";
import { studentQuantile } from "./quantiles.ts";

/** value ± t · standard error; NaN bounds from fewer than two effective rows. */
export function influenceInterval(
  { value, influence }: RowInfluence,
  sampleWeight: Float64Array | undefined,
  confidence: number,
): Estimate {
  const rows = effectiveRows(influence.length, sampleWeight);
  if (Number.isNaN(value) || !(rows >= 2 - 1e-9)) return { value, low: Number.NaN, high: Number.NaN };
  const half = standardError(influence, sampleWeight, rows) * studentQuantile(0.5 + confidence / 2, rows - 1);
  return { value, low: value - half, high: value + half };
}

/** Standard error of a weighted mean whose per-row deviations are `influence`, with the small-sample factor n / (n - 1). */
export function standardError(
  influence: Float64Array,
  sampleWeight: Float64Array | undefined,
  rows = effectiveRows(influence.length, sampleWeight),
): number {
  let [squares, sum] = [0, 0];
  for (let i = 0; i < influence.length; i++) {
    const weight = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    squares += (weight * influence[i]!) ** 2;
    sum += weight;
  }
  return Math.sqrt(((squares / (sum * sum)) * rows) / (rows - 1));
}

/** Influence of a weighted mean of per-row losses: loss - mean. */
export function meanInfluence(losses: Float64Array, sampleWeight: Float64Array | undefined): RowInfluence {
  const value = weightedMean(losses, sampleWeight);
  return { value, influence: losses.map((loss) => loss - value) };
}

/** Σ w v / Σ w; NaN if no row has weight. */
export function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let [total, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    total += weight * values[i]!;
    sum += weight;
  }
  return sum > 0 ? total / sum : Number.NaN;
}
