import { log } from "../kernels/math.ts";
import { normalQuantile } from "../metrics/quantiles.ts";
import { lowerTail, normalMass } from "./normal-mass.ts";
import { type NumberScale, numberScale, type RangeDimension } from "./number-scale.ts";
import type { AxisKernels, ObservedPositions, ParzenAxis } from "./parzen-axis.ts";

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
    kernelsOf: (observed) => {
      const kernels = normalKernels(observed);
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

function normalKernels(observed: ObservedPositions): NormalKernels {
  const { positions, ascending } = observed;
  const n = positions.length;
  // Where a width has no end the kernel is the prior.
  const widths = neighborWidths(observed);
  const [centers, tails, masses] = [new Float64Array(n + 1), new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 0; i < ascending.length; i++) {
    const k = ascending[i]!;
    const [center, width] = [positions[k]!, widths[k]!];
    const tail = tailBeyond(center / width);
    centers[k] = center;
    tails[k] = tail;
    masses[k] = 1 - tailBeyond((1 - center) / width) - tail;
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
function neighborWidths({ positions, ascending, leastWidth }: ObservedPositions): Float64Array {
  const widths = new Float64Array(positions.length + 1).fill(Number.POSITIVE_INFINITY);
  const last = ascending.length - 1;
  for (let i = 0; i <= last; i++) {
    const at = positions[ascending[i]!]!;
    const below = i > 0 ? at - positions[ascending[i - 1]!]! : last === 0 ? at : 0;
    const above = i < last ? positions[ascending[i + 1]!]! - at : last === 0 ? 1 - at : 0;
    widths[ascending[i]!] = Math.max(leastWidth, below, above);
  }
  return widths;
}

/** For ranges of any numbers. */
function densityKernels(kernels: NormalKernels): AxisKernels {
  const { centers, widths, masses } = kernels;
  const logScales = new Float64Array(widths.length);
  // Most kernels have the least width and all of their mass within the range.
  let [scale, logScale] = [1, 0];
  for (let k = 0; k < widths.length; k++) {
    if (widths[k] === Number.POSITIVE_INFINITY) continue;
    const own = widths[k]! * masses[k]! * Math.sqrt(2 * Math.PI);
    if (own !== scale) [scale, logScale] = [own, log(own)];
    logScales[k] = logScale;
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
  /** By position: points that are drawn share a few cells, and two tails and a logarithm a kernel are dear. */
  const known = new Map<number, Float64Array>();
  const logMassesAt = (position: number): Float64Array => {
    const [low, high] = cellOf(position);
    const logMasses = new Float64Array(kernels.centers.length);
    for (let k = 0; k < logMasses.length; k++) logMasses[k] = log(cellMass(kernels, k, low, high));
    return logMasses;
  };
  return {
    draw: (k, stream) => scale.positionOf(scale.valueAt(drawNormal(kernels, k, stream.next()))),
    addLogDensities(position, sums) {
      const logMasses = known.get(position) ?? logMassesAt(position);
      known.set(position, logMasses);
      for (let k = 0; k < logMasses.length; k++) sums[k]! += logMasses[k]!;
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
