import { quantileOfSorted } from "../ml/index.ts";

/** What is left between truth and prediction of a regression: actual - predicted, in the target's units. */
export interface ResidualSummary {
  readonly mean: number;
  readonly standardDeviation: number;
  /** 5, 25, 50, 75 and 95 of a hundred residuals are at most this. */
  readonly quantiles: { readonly [share in "0.05" | "0.25" | "0.5" | "0.75" | "0.95"]: number };
  readonly largestAbsolute: number;
  /** `edges` has one entry more than `counts`. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** At most 200 rows, evenly along the predicted values, for a picture. */
  readonly points: { readonly predicted: readonly number[]; readonly actual: readonly number[] };
}

const histogramBins = 20;
const mostPoints = 200;

/** The residuals of the rows; null where there are none. @param actual (nSamples) @param predicted (nSamples) */
export function residualSummary(actual: Float64Array, predicted: Float64Array): ResidualSummary | null {
  if (actual.length === 0) return null;
  const sorted = actual.map((value, i) => value - predicted[i]!).sort();
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  const variance = sorted.reduce((sum, one) => sum + (one - mean) ** 2, 0) / sorted.length;
  const at = (share: number): number => quantileOfSorted(sorted, share);
  return {
    mean,
    standardDeviation: Math.sqrt(variance),
    quantiles: { "0.05": at(0.05), "0.25": at(0.25), "0.5": at(0.5), "0.75": at(0.75), "0.95": at(0.95) },
    largestAbsolute: Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!)),
    histogram: histogramOf(sorted),
    points: pointsOf(actual, predicted),
  };
}

function histogramOf(sorted: Float64Array): { edges: number[]; counts: number[] } {
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  if (low === high) return { edges: [low, high], counts: [sorted.length] };
  const counts: number[] = new Array(histogramBins).fill(0);
  for (const one of sorted)
    counts[Math.min(histogramBins - 1, Math.floor(((one - low) / (high - low)) * histogramBins))]!++;
  const edges = Array.from({ length: histogramBins + 1 }, (_, b) => low + ((high - low) * b) / histogramBins);
  return { edges, counts };
}

function pointsOf(actual: Float64Array, predicted: Float64Array): { predicted: number[]; actual: number[] } {
  const order = Array.from(predicted.keys()).sort((a, b) => predicted[a]! - predicted[b]! || a - b);
  const count = Math.min(mostPoints, order.length);
  const kept = Array.from(
    { length: count },
    (_, p) => order[count === 1 ? 0 : Math.round((p * (order.length - 1)) / (count - 1))]!,
  );
  return { predicted: kept.map((row) => predicted[row]!), actual: kept.map((row) => actual[row]!) };
}
