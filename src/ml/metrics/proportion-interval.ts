import type { Estimate } from "./metric.ts";
import { twoSidedNormal } from "./quantiles.ts";

/**
 * Wilson's score interval of a proportion; right at 0 and 1 and for few rows, where the textbook interval collapses.
 * @param value 0..1 @param trials effective number of rows; 0 gives [0, 1]
 * @see Wilson 1927; Brown, Cai & DasGupta 2001
 */
export function wilsonInterval(value: number, trials: number, confidence: number): Estimate {
  if (!(trials > 0)) return { value, low: 0, high: 1 };
  const z2 = twoSidedNormal(confidence) ** 2;
  const centre = (value + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = Math.sqrt((value * (1 - value) * z2) / trials + (z2 * z2) / (4 * trials * trials)) / (1 + z2 / trials);
  return { value, low: Math.max(0, Math.min(value, centre - half)), high: Math.min(1, Math.max(value, centre + half)) };
}

/**
 * The interval of the mean of independent estimates from their own intervals.
 * @param parts at least one @see Zou & Donner 2008, "Construction of confidence limits about effect measures" (MOVER)
 */
export function meanOfIntervals(parts: readonly Estimate[]): Estimate {
  let [value, below, above] = [0, 0, 0];
  for (const part of parts) {
    value += part.value / parts.length;
    below += ((part.value - part.low) / parts.length) ** 2;
    above += ((part.high - part.value) / parts.length) ** 2;
  }
  return { value, low: Math.max(0, value - Math.sqrt(below)), high: Math.min(1, value + Math.sqrt(above)) };
}

/** Kish's effective number of rows: (Σ w)² / Σ w², over rows where `counts` (all of them if absent). */
export function effectiveRows(
  nSamples: number,
  sampleWeight?: Float64Array,
  counts?: (row: number) => boolean,
): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < nSamples; i++) {
    if (counts !== undefined && !counts(i)) continue;
    const weight = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
