import type { TrainingKernel } from "../../../kernels/training-kernel.ts";

/** Where a booster's float32 arrays stand: scores, g and h are `outputs` columns of `pitch` values. */
export interface LossArrays {
  readonly scores: number;
  readonly targets: number;
  /** 0 where all weights are 1. */
  readonly weights: number;
  readonly g: number;
  readonly h: number;
  readonly pitch: number;
  /** Address of `scratchBytes` bytes that any step may overwrite. */
  readonly scratch: number;
  /** A number of the loss's own that a round goes by: Huber's delta. 0 until the loss sets it. */
  parameter: number;
}

/** How a score becomes a prediction in the target's unit: as it is, or e to the score. */
export type Link = "identity" | "log";

/** How a leaf's value is found where -G / (H + l2) isn't the best step. Values are before the learning rate. */
export interface LeafRefit {
  /** The leaf's value is this quantile of its residuals. */
  readonly quantile: number;
  /** Adds to the quantile the mean of what lies around it, cut off at the round's parameter. */
  readonly addCutMean: boolean;
}

/** What boosting descends: derivatives at the scores, and the sum over rows that tells when to stop. */
export interface Loss {
  readonly outputs: number;
  readonly link: Link;
  /** Scores before the first tree that have the least loss of all constants. */
  start(targets: Float32Array, weights: Float32Array | null): number[];
  /** Writes g and h of rows [0, to), the rows that are learned from. */
  gradients(kernel: TrainingKernel, arrays: LossArrays, to: number): void;
  /** Weighted sum over rows [from, to), of which those before `from` are learned from. */
  sum(kernel: TrainingKernel, arrays: LossArrays, from: number, to: number): number;
  /** The exact best step of a leaf whose Newton step is known. Rising, so that bounds and order stay. Default: Newton's. */
  readonly leafStep?: (newton: number) => number;
  readonly leafRefit?: LeafRefit;
}

/** Rows whose terms are summed one after the other; the sums of such chunks are added in order, whoever makes them. */
const SUM_CHUNK = 4096;
const GRADIENT_CHUNK = 16384;
/** A team takes at most so many parts at a time. */
export const MOST_PARTS = 1000;

/** Bytes of `LossArrays.scratch`: sums of chunks, or a key a row and a table a leaf for quantiles of residuals. */
export function scratchBytes(nRows: number, maxLeaves: number): number {
  const leaves = Math.min(maxLeaves, nRows) + 1;
  return Math.max(8 * Math.ceil(nRows / SUM_CHUNK), 8 * nRows + leaves * QUANTILE_TABLE) + 8 * leaves;
}
/** Bytes that `residualQuantile` needs beside 8 a row. */
export const QUANTILE_TABLE = 2048;

type PointwiseName = "squaredError" | "logistic" | "absoluteError" | "huber" | "quantile" | "poisson" | "tweedie";

/** The two functions of a loss of one score a row. @param constant the parameter of all rounds; default: that of `LossArrays` */
export function pointwise(name: PointwiseName, constant?: number): Pick<Loss, "outputs" | "gradients" | "sum"> {
  return {
    outputs: 1,
    gradients(kernel, { scores, targets, weights, parameter, g, h }, to) {
      const parts = rangesOf(0, to, Math.max(GRADIENT_CHUNK, Math.ceil(to / MOST_PARTS / 4) * 4)).map(([from, end]) => [
        scores,
        targets,
        weights,
        from,
        end,
        constant ?? parameter,
        g,
        h,
      ]);
      kernel.each(`${name}Gradients`, parts);
    },
    sum: (kernel, arrays, from, to) =>
      sumOfChunks(kernel, arrays.scratch, from, to, `${name}Loss`, (start, end, out) => [
        arrays.scores,
        arrays.targets,
        arrays.weights,
        start,
        end,
        constant ?? arrays.parameter,
        out,
      ]),
  };
}

/** A sum over rows that is the same for any number of threads. `argumentsOf` ends with where the chunk's sum goes. */
export function sumOfChunks(
  kernel: TrainingKernel,
  scratch: number,
  from: number,
  to: number,
  name: Parameters<TrainingKernel["each"]>[0],
  argumentsOf: (from: number, to: number, out: number) => readonly number[],
): number {
  const ranges = rangesOf(from, to, SUM_CHUNK);
  for (let first = 0; first < ranges.length; first += MOST_PARTS) {
    const parts = ranges
      .slice(first, first + MOST_PARTS)
      .map(([start, end], i) => argumentsOf(start, end, scratch + (first + i) * 8));
    kernel.each(name, parts);
  }
  return kernel.float64(scratch, ranges.length).reduce((sum, one) => sum + one, 0);
}

/** Consecutive ranges of `size` that cover [from, to). */
export function rangesOf(from: number, to: number, size: number): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (let start = from; start < to; start += size) ranges.push([start, Math.min(to, start + size)]);
  return ranges;
}

/** The least target with at least `q` of the weight at or below it, or the middle to the next where it has exactly q. */
export function weightedQuantile(targets: Float32Array, weights: Float32Array | null, q: number): number {
  const order = Uint32Array.from(targets, (_, i) => i).sort((a, b) => targets[a]! - targets[b]! || a - b);
  const weightOf = (i: number): number => weights?.[i] ?? 1;
  const total = order.reduce((sum, i) => sum + weightOf(i), 0);
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    const value = targets[order[k]!]!;
    below += weightOf(order[k]!);
    if (targets[order[k + 1] ?? -1] === value || below < total * (q - 1e-12)) continue;
    const isExact = k + 1 < order.length && Math.abs(below - q * total) <= 1e-12 * total;
    return isExact ? (value + targets[order[k + 1]!]!) / 2 : value;
  }
  return targets[order.at(-1)!]!;
}

/** The weighted mean of the targets. */
export function weightedMean(targets: Float32Array, weights: Float32Array | null): number {
  let mass = 0;
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const weight = weights?.[i] ?? 1;
    mass += weight;
    sum += weight * targets[i]!;
  }
  return sum / mass;
}
