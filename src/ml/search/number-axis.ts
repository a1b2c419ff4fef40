import { log } from "../kernels/math.ts";
import { normalQuantile } from "../metrics/quantiles.ts";
import { lowerTail, normalMass } from "./normal-mass.ts";
import { type NumberScale, numberScale, type RangeDimension } from "./number-scale.ts";
import type { AxisKernels, ParzenAxis } from "./parzen-axis.ts";

/**
 * The axis of a range, scaled to 0..1: normal kernels cut off at both ends. Where only some values are possible, a kernel gives
 * each of them the mass of its cell. The prior is uniform: a normal around the middle (Optuna's) found less on our test functions.
 * @see Bergstra et al. 2011, section 4; Watanabe 2023, section 3.3
 */
export function numberAxis(range: RangeDimension): ParzenAxis {
  const scale = numberScale(range);
  return {
    positionOf: (value) => (typeof value === "number" ? scale.positionOf(value) : Number.NaN),
    valueAt: scale.valueAt,
    kernelsOf: (positions, leastWidth) => {
      const kernels = normalKernels(positions, leastWidth);
      return scale.cellOf === undefined ? densityKernels(kernels) : cellKernels(kernels, scale, scale.cellOf);
    },
  };
}

/** Cut-off normals, one a kernel and the prior last: (nKernels + 1) each. An infinite width stands for the uniform prior. */
interface NormalKernels {
  readonly centers: Float64Array;
  readonly widths: Float64Array;
  /** Mass below the range, and within it. */
  readonly tails: Float64Array;
  readonly masses: Float64Array;
}

function normalKernels(positions: Float64Array, leastWidth: number): NormalKernels {
  const n = positions.length;
  const widths = neighborWidths(positions, leastWidth);
  const [centers, tails, masses] = [new Float64Array(n + 1), new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let k = 0; k <= n; k++) {
    // Where a width has no end the kernel is the prior.
    if (widths[k] === Number.POSITIVE_INFINITY) continue;
    centers[k] = positions[k]!;
    tails[k] = tailBeyond(centers[k]! / widths[k]!);
    masses[k] = 1 - tailBeyond((1 - centers[k]!) / widths[k]!) - tails[k]!;
  }
  return { centers, widths, tails, masses };
}

/** The mass of a standard normal beyond `z` >= 0; further out than 8 it changes no digit of what it is taken from. */
function tailBeyond(z: number): number {
  return z > 8 ? 0 : lowerTail(-z);
}

/**
 * As wide as the larger gap to the neighbors; at the ends only the gap to the one neighbor counts, since the end of a range is
 * no observation. Never narrower than `leastWidth`.
 * @returns (nKernels + 1), infinite for the prior and where there is no position
 */
function neighborWidths(positions: Float64Array, leastWidth: number): Float64Array {
  const widths = new Float64Array(positions.length + 1).fill(Number.POSITIVE_INFINITY);
  const sorted = sortedKnown(positions);
  // How many kernels at the same position came before: only the first and the last of them have a gap.
  const before = new Int32Array(sorted.length);
  const last = sorted.length - 1;
  for (let k = 0; k < positions.length; k++) {
    const at = positions[k]!;
    if (Number.isNaN(at)) continue;
    const first = lowerBound(sorted, at);
    const i = first + before[first]!++;
    const below = i > 0 ? at - sorted[i - 1]! : last === 0 ? at : 0;
    const above = i < last ? sorted[i + 1]! - at : last === 0 ? 1 - at : 0;
    widths[k] = Math.max(leastWidth, below, above);
  }
  return widths;
}

/** Positions in order, without NaN. */
function sortedKnown(positions: Float64Array): Float64Array {
  const known = new Float64Array(positions.length);
  let count = 0;
  for (let k = 0; k < positions.length; k++) if (!Number.isNaN(positions[k]!)) known[count++] = positions[k]!;
  return known.subarray(0, count).sort();
}

/** The first place in a sorted list whose value is `value` or more. */
function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For ranges of any numbers. */
function densityKernels(kernels: NormalKernels): AxisKernels {
  const { centers, widths, masses } = kernels;
  const logScales = new Float64Array(widths.length);
  for (let k = 0; k < widths.length; k++) {
    if (widths[k] !== Number.POSITIVE_INFINITY) logScales[k] = log(widths[k]! * masses[k]! * Math.sqrt(2 * Math.PI));
  }
  return {
    draw: (k, stream) => drawNormal(kernels, k, stream.next()),
    addLogDensities(position, sums) {
      for (let k = 0; k < centers.length; k++) {
        const z = (position - centers[k]!) / widths[k]!;
        sums[k]! -= 0.5 * z * z + logScales[k]!;
      }
    },
  };
}

/** For ranges of which only some values are possible. */
function cellKernels(
  kernels: NormalKernels,
  scale: NumberScale,
  cellOf: NonNullable<NumberScale["cellOf"]>,
): AxisKernels {
  const { centers } = kernels;
  return {
    draw: (k, stream) => scale.positionOf(scale.valueAt(drawNormal(kernels, k, stream.next()))),
    addLogDensities(position, sums) {
      const [low, high] = cellOf(position);
      for (let k = 0; k < centers.length; k++) {
        sums[k]! += log(cellMass(kernels, k, low, high));
      }
    },
  };
}

function cellMass({ centers, widths, masses }: NormalKernels, k: number, low: number, high: number): number {
  const [center, width] = [centers[k]!, widths[k]!];
  if (width === Number.POSITIVE_INFINITY) return high - low;
  // A cell far out in a tail has a mass of 0 in floating point, and no logarithm.
  return Math.max(1e-300, normalMass((low - center) / width, (high - center) / width)) / masses[k]!;
}

/** The position below which `share` of the kernel's mass within the range is. */
function drawNormal({ centers, widths, tails, masses }: NormalKernels, k: number, share: number): number {
  if (widths[k] === Number.POSITIVE_INFINITY) return share;
  const p = tails[k]! + share * masses[k]!;
  if (p <= 0 || p >= 1) return p <= 0 ? 0 : 1;
  return Math.min(1, Math.max(0, centers[k]! + widths[k]! * normalQuantile(p)));
}
