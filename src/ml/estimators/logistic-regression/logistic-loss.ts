import { exp } from "../../kernels/math.ts";
import type { SharedFeatures } from "../linear-algebra/shared-features.ts";

/**
 * Parameters of all blocks: block k is its nFeatures coefficients and then its intercept. Two classes have one block (the
 * log-odds of the second), more have one each.
 */
export type Objective = (theta: Float64Array, gradient: Float64Array) => number;

/** Rows whose sums the kernel keeps apart. */
const chunkRows = 4096;
/** Rows that it works on together. */
const block = 512;
/** Pieces of work that threads share; any number gives the same sums. */
const mostParts = 64;
const mostScratchBytes = 1 << 25;

/** Where the kernel finds the loss's arrays. */
export interface LossMemory {
  readonly codes: number;
  readonly theta: number;
  readonly results: number;
  readonly scratch: number;
}

/** Bytes of the arrays of {@link LossMemory}, in its order. */
export function lossBytes(nSamples: number, nFeatures: number, nBlocks: number): number[] {
  const { size, parts, scratch, chunks } = shapeOf(nSamples, nFeatures, nBlocks);
  return [nSamples * 4, nBlocks * (nFeatures + 1) * 8, chunks * size * 8, parts * scratch];
}

/** Takes the arrays of {@link LossMemory} in its order, and writes the codes. */
export function placeLoss(
  { kernel, nSamples, nFeatures }: SharedFeatures,
  codes: Int32Array,
  nBlocks: number,
): LossMemory {
  const [at, theta, results, scratch] = lossBytes(nSamples, nFeatures, nBlocks).map((size) => kernel.take(size));
  kernel.int32(at!, nSamples).set(codes);
  return { codes: at!, theta: theta!, results: results!, scratch: scratch! };
}

/** What a loss of so many samples, features and blocks needs. */
function shapeOf(nSamples: number, nFeatures: number, nBlocks: number) {
  const chunks = Math.ceil(nSamples / chunkRows);
  const size = nBlocks * (nFeatures + 1) + 1;
  const scratch = (nBlocks === 1 ? block : (nBlocks + nFeatures + 3) * block) * 8;
  const parts = Math.max(1, Math.min(mostParts, chunks, Math.floor(mostScratchBytes / scratch)));
  return { chunks, size, scratch, parts };
}

/**
 * Mean log loss + l2 / (2 total) ‖coefficients‖², as a function that also writes its gradient. Sums run over fixed chunks
 * of rows. @see Hastie, Tibshirani & Friedman 2009, section 4.4
 * @param l2 strength of ½ ‖coefficients‖², beside the SUM of the losses
 */
export function logisticObjective(
  features: SharedFeatures,
  memory: LossMemory,
  nBlocks: number,
  l2: number,
): Objective {
  const { kernel, nSamples: n, nFeatures: d, x, pitch, weights, total } = features;
  const { codes, theta: at, results, scratch: free } = memory;
  const { chunks, size, scratch, parts } = shapeOf(n, d, nBlocks);
  const rows = Math.ceil(chunks / parts) * chunkRows;
  const work = Array.from({ length: Math.ceil(n / rows) }, (_, p) => {
    const range = [p * rows, Math.min(n, (p + 1) * rows), results, free + p * scratch];
    return nBlocks === 1
      ? [x, pitch, d, at, codes, weights, ...range]
      : [x, pitch, d, at, nBlocks, codes, weights, ...range];
  });
  return (theta, gradient) => {
    kernel.float64(at, theta.length).set(theta);
    kernel.each(nBlocks === 1 ? "binaryLogLoss" : "softmaxLogLoss", work);
    const sums = kernel.float64(results, chunks * size);
    gradient.fill(0);
    let loss = 0;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const from = chunk * size;
      for (let i = 0; i < theta.length; i++) gradient[i]! += sums[from + i]!;
      loss += sums[from + size - 1]!;
    }
    loss += penalise(theta, gradient, l2, d + 1);
    for (let i = 0; i < gradient.length; i++) gradient[i]! /= total;
    return loss / total;
  };
}

/** Adds the penalty's gradient and returns its value; intercepts go free. */
function penalise(theta: Float64Array, gradient: Float64Array, l2: number, width: number): number {
  let squares = 0;
  for (let i = 0; i < theta.length; i++) {
    if (i % width === width - 1) continue;
    squares += theta[i]! * theta[i]!;
    gradient[i]! += l2 * theta[i]!;
  }
  return (l2 * squares) / 2;
}

/** Softmax of the `nBlocks` values at `from`, `from + stride` …, in place. */
export function softmaxInPlace(values: Float64Array, from: number, nBlocks: number, stride: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0, at = from; k < nBlocks; k++, at += stride) if (values[at]! > largest) largest = values[at]!;
  let sum = 0;
  for (let k = 0, at = from; k < nBlocks; k++, at += stride) {
    const e = exp(values[at]! - largest);
    values[at] = e;
    sum += e;
  }
  for (let k = 0, at = from; k < nBlocks; k++, at += stride) values[at]! /= sum;
}
