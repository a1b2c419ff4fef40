import { exp, log } from "../kernels/math.ts";

const MOST_STEPS = 100;
const LEAST = 1e-3;
const MOST = 1e3;
/** Stands in for a probability of 0, whose logarithm nothing can be divided by. */
export const LEAST_PROBABILITY = 1e-12;

/**
 * The inverse temperature under which probabilities to its power, made to sum to 1, are likeliest: below 1 softens a model
 * that is too sure, above 1 sharpens. It never changes which class is the likeliest.
 * @param probabilities (nSamples, nClasses) row-major @param codes (nSamples) @param weight (nSamples), default: all 1
 * @see Guo et al., On calibration of modern neural networks (2017)
 */
export function inverseTemperature(
  probabilities: Float64Array,
  nClasses: number,
  codes: ArrayLike<number>,
  weight?: Float64Array,
): number {
  let [low, high] = [LEAST, MOST];
  let inverse = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curvature } = derivatives(probabilities, nClasses, codes, weight, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const newton = inverse - slope / curvature;
    // The loss is convex in it, so the root stays between; Newton where it does, else the middle.
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    if (Math.abs(next - inverse) <= 1e-13 * inverse) return next;
    inverse = next;
  }
  return inverse;
}

/** Of the loss by the inverse temperature: expected log probability less that of the true class, and its variance. */
function derivatives(
  probabilities: Float64Array,
  nClasses: number,
  codes: ArrayLike<number>,
  weight: Float64Array | undefined,
  inverse: number,
): { slope: number; curvature: number } {
  let [slope, curvature] = [0, 1e-12];
  const logs = new Float64Array(nClasses);
  for (let i = 0; i < codes.length; i++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < nClasses; k++) {
      logs[k] = log(Math.max(LEAST_PROBABILITY, probabilities[i * nClasses + k]!));
      top = Math.max(top, logs[k]!);
    }
    let [total, first, second] = [0, 0, 0];
    for (let k = 0; k < nClasses; k++) {
      const e = exp(inverse * (logs[k]! - top));
      total += e;
      first += e * logs[k]!;
      second += e * logs[k]! * logs[k]!;
    }
    const w = weight?.[i] ?? 1;
    const mean = first / total;
    slope += w * (mean - logs[codes[i]!]!);
    curvature += w * Math.max(0, second / total - mean * mean);
  }
  return { slope, curvature };
}
