import { random } from "../random.ts";
import type { Estimate, WeightedValue } from "./metric.ts";
import { wilsonInterval } from "./proportion-interval.ts";
import { quantileOfSorted } from "./quantiles.ts";

/** Resamples by default: 10 million row draws in all, at least 100 (beyond 100,000 rows) and at most 1,000 (up to 10,000). */
export function defaultResamples(nSamples: number): number {
  return Math.min(1000, Math.max(100, Math.round(1e7 / Math.max(1, nSamples))));
}

/**
 * The values of several statistics under the same resamples of the rows (multinomial: nSamples draws with replacement),
 * times the rows' own weights. Undefined values (a resample without a class) are left out.
 * @returns one array per statistic, ascending
 */
export function bootstrap(
  statistics: readonly WeightedValue[],
  nSamples: number,
  options: { readonly seed: number; readonly resamples: number; readonly sampleWeight?: Float64Array | undefined },
): Float64Array[] {
  const values: number[][] = statistics.map(() => []);
  const weights = new Float64Array(nSamples);
  const stream = random(options.seed, "bootstrap");
  for (let r = 0; r < options.resamples; r++) {
    weights.fill(0);
    for (let i = 0; i < nSamples; i++) {
      const row = stream.integer(nSamples);
      weights[row] = weights[row]! + (options.sampleWeight === undefined ? 1 : options.sampleWeight[row]!);
    }
    statistics.forEach((statistic, s) => {
      const value = statistic(weights);
      if (!Number.isNaN(value)) values[s]!.push(value);
    });
  }
  return values.map((one) => Float64Array.from(one).sort());
}

/**
 * The percentile interval of resampled values, widened to hold `value`; NaN bounds where fewer than half of the resamples
 * were defined. @see Efron & Tibshirani 1993, chapter 13
 */
export function percentileInterval(
  value: number,
  sorted: Float64Array,
  { confidence, resamples }: { readonly confidence: number; readonly resamples: number },
): Estimate {
  if (Number.isNaN(value) || sorted.length < Math.max(2, resamples / 2)) {
    return { value, low: Number.NaN, high: Number.NaN };
  }
  const tail = (1 - confidence) / 2;
  return {
    value,
    low: Math.min(value, quantileOfSorted(sorted, tail)),
    high: Math.max(value, quantileOfSorted(sorted, 1 - tail)),
  };
}

/** A bootstrap can't see errors that didn't happen: where a score in 0..1 never moved, Wilson bounds it instead. */
export function boundStandstill(
  estimate: Estimate,
  range: readonly [number, number],
  rows: number,
  confidence: number,
): Estimate {
  const standsStill = estimate.low === estimate.high && range[0] === 0 && range[1] === 1;
  return standsStill ? wilsonInterval(estimate.value, rows, confidence) : estimate;
}
