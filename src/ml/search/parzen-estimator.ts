import { exp, log } from "../kernels/math.ts";
import type { Random } from "../random.ts";
import type { AxisOrder } from "./axis-order.ts";
import type { ParzenSpace } from "./parzen-space.ts";

/** A density over a space: a weighted sum of one kernel an observation, and of the prior. */
export interface ParzenEstimator {
  /** Positions (nAxes) of a setting. */
  draw(stream: Random): Float64Array;
  /** The logarithm of the density at positions (nAxes). */
  logDensity(positions: Float64Array): number;
}

/** What an estimator is made of. */
export interface ParzenSample {
  /** (nKernels), each with (nAxes) positions. */
  readonly observations: readonly Float64Array[];
  /** (nKernels + 1), above 0, the last one the prior's. */
  readonly weights: Float64Array;
  /** The least width of a kernel of numbers, as a share of the range. */
  readonly leastWidth: number;
  /** The settings of the space, of which the observations are a part. */
  readonly order: AxisOrder;
  /** (order.size): which kernel a setting is, -1 for those that are none. */
  readonly kernelOf: Int32Array;
}

/**
 * A multivariate Parzen estimator: each kernel is the product of one kernel an axis, so that what did well together stays
 * together. An observation without a parameter (its condition wasn't met) has the prior on that axis, so that it counts
 * for the parameters that it has.
 * @see Bergstra et al. 2011; Falkner et al. 2018 (the product kernel); Watanabe 2023, "Tree-structured Parzen estimator"
 */
export function parzenEstimator(
  space: ParzenSpace,
  { observations, weights, leastWidth, order, kernelOf }: ParzenSample,
): ParzenEstimator {
  const kernels = space.axes.map((axis, a) => {
    const positions = columnOf(observations, a);
    return axis.kernelsOf({ positions, ascending: order.kernelsOn(a, kernelOf, positions), leastWidth });
  });
  const total = sumOf(weights);
  const logWeights = new Float64Array(weights.length);
  for (let k = 0; k < weights.length; k++) logWeights[k] = log(weights[k]! / total);
  const sums = new Float64Array(weights.length);
  return {
    draw(stream) {
      const kernel = pick(weights, stream.next() * total);
      const positions = new Float64Array(kernels.length).fill(Number.NaN);
      for (let a = 0; a < kernels.length; a++) {
        if (space.isActive(a, positions)) positions[a] = kernels[a]!.draw(kernel, stream);
      }
      return positions;
    },
    logDensity(positions) {
      sums.set(logWeights);
      for (let a = 0; a < kernels.length; a++) {
        if (!Number.isNaN(positions[a]!)) kernels[a]!.addLogDensities(positions[a]!, sums);
      }
      return logOfSum(sums);
    },
  };
}

/** In order: a sum in another order has other bits. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function columnOf(rows: readonly Float64Array[], a: number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) column[i] = rows[i]![a]!;
  return column;
}

/** The position at which a running sum of weights passes `sum`. */
export function pick(weights: ArrayLike<number>, sum: number): number {
  let left = sum;
  for (let k = 0; k < weights.length; k++) {
    left -= weights[k]!;
    if (left < 0) return k;
  }
  return weights.length - 1;
}

/** log Σ e^x without overflow; terms too small to change a digit are left out. */
function logOfSum(logs: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logs.length; k++) if (logs[k]! > most) most = logs[k]!;
  let sum = 0;
  for (let k = 0; k < logs.length; k++) if (logs[k]! > most - 40) sum += exp(logs[k]! - most);
  return most + log(sum);
}
