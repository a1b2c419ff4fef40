import type { ParameterValue } from "../estimators/parameters.ts";
import type { Random } from "../random.ts";

/** One parameter as a Parzen estimator sees it: values become positions, and observed positions become kernels. */
export interface ParzenAxis {
  /** Where a value is on the axis; NaN where the dimension doesn't have it. */
  positionOf(value: ParameterValue): number;
  valueAt(position: number): ParameterValue;
  kernelsOf(observed: ObservedPositions): AxisKernels;
}

/** What the kernels of an axis are made of. */
export interface ObservedPositions {
  /** (nKernels), NaN where an observation doesn't have the parameter: its kernel is then the prior. */
  readonly positions: Float64Array;
  /** The kernels whose observations have the parameter, by position. */
  readonly ascending: Int32Array;
  /** The least width of a kernel of numbers, as a share of the range. */
  readonly leastWidth: number;
}

/** A kernel for each observation, and after them the prior: a density over the whole axis. */
export interface AxisKernels {
  /** A position drawn from kernel `k`; `k` = nKernels: from the prior. */
  draw(k: number, stream: Random): number;
  /** Adds the logarithm of each kernel's density at a position to `sums` (nKernels + 1). */
  addLogDensities(position: number, sums: Float64Array): void;
}
