import type { NumberProfile } from "./profile.ts";

const binCount = 20;

/** Statistics of the values that are there (NaN is missing); null where none is. Sums run in the order of the sorted values. */
export function describeNumbers(values: ArrayLike<number>): NumberProfile | null {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return null;
  const [min, max] = [sorted[0]!, sorted[sorted.length - 1]!];
  const { mean, std } = momentsOf(sorted);
  const quartiles = [quantile(sorted, 0.25), quantile(sorted, 0.75)] as const;
  const reach = 1.5 * (quartiles[1] - quartiles[0]);
  return {
    min,
    max,
    mean,
    std,
    quantiles: {
      p01: quantile(sorted, 0.01),
      p05: quantile(sorted, 0.05),
      p25: quartiles[0],
      p50: quantile(sorted, 0.5),
      p75: quartiles[1],
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
    },
    outliers:
      countBelow(sorted, quartiles[0] - reach, false) + sorted.length - countBelow(sorted, quartiles[1] + reach, true),
    zeros: countBelow(sorted, 0, true) - countBelow(sorted, 0, false),
    histogram: histogramOf(sorted),
  };
}

/** Mean and deviation; very large or small values are scaled by a power of two, so that sums and squares stay in range. */
function momentsOf(sorted: Float64Array): { mean: number; std: number } {
  const largest = Math.max(Math.abs(sorted[0]!), Math.abs(sorted[sorted.length - 1]!));
  const scale = largest > 1e150 ? 2 ** 700 : largest < 1e-150 ? 2 ** -700 : 1;
  let sum = 0;
  for (const value of sorted) sum += value / scale;
  const mean = sum / sorted.length;
  let squares = 0;
  for (const value of sorted) squares += (value / scale - mean) ** 2;
  const std = sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1));
  return { mean: finite(mean * scale), std: finite(std * scale) };
}

/** @param p 0..1 @see https://en.wikipedia.org/wiki/Quantile#Estimating_quantiles_from_a_sample */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  const weight = at - low;
  return weight === 0 ? a : a * (1 - weight) + b * weight;
}

/** Number of values below a bound (`inclusive`: or equal to it). */
function countBelow(sorted: Float64Array, bound: number, inclusive: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound || (inclusive && sorted[middle]! === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function histogramOf(sorted: Float64Array): { edges: number[]; counts: number[] } {
  const [min, max] = [sorted[0]!, sorted[sorted.length - 1]!];
  if (min === max) return { edges: [min, max], counts: [sorted.length] };
  // Halved, so that a span beyond the largest double doesn't overflow.
  const half = max / 2 - min / 2;
  const edges = Array.from({ length: binCount + 1 }, (_, i) =>
    i === binCount ? max : min + half * (i / binCount) + half * (i / binCount),
  );
  const below = edges.map((edge, i) => (i === binCount ? sorted.length : countBelow(sorted, edge, false)));
  return { edges, counts: below.slice(1).map((count, i) => count - below[i]!) };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE;
}
