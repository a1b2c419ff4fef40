import type { Matrix } from "../../frame/matrix.ts";
import { exp, log, log1p } from "../../kernels/math.ts";
import { addProduct, addTransposed, chunkRows, forChunks } from "../linear-algebra/chunks.ts";

/**
 * Parameters of all blocks: block k is its nFeatures coefficients and then its intercept. Two classes have one block (the
 * log-odds of the second), more have one each.
 */
export type Objective = (theta: Float64Array, gradient: Float64Array) => number;

export interface LossInputs {
  readonly X: Matrix;
  readonly codes: Int32Array;
  readonly nBlocks: number;
  readonly weight: Float64Array | undefined;
  /** Σ weight. */
  readonly total: number;
  /** Strength of ½ ‖coefficients‖², beside the SUM of the losses. */
  readonly l2: number;
}

/**
 * Mean log loss + l2 / (2 total) ‖coefficients‖², as a function that also writes its gradient. Sums run over fixed chunks
 * of rows. @see Hastie, Tibshirani & Friedman 2009, section 4.4
 */
export function logisticObjective(inputs: LossInputs): Objective {
  const { X, nBlocks, total, l2 } = inputs;
  const width = X.nFeatures + 1;
  const margins = new Float64Array(nBlocks * chunkRows);
  const turn = nBlocks === 1 ? binaryResiduals : softmaxResiduals;
  return (theta, gradient) => {
    gradient.fill(0);
    let loss = 0;
    forChunks(X.nSamples, (from, to) => {
      for (let k = 0; k < nBlocks; k++) {
        margins.fill(theta[k * width + X.nFeatures]!, k * chunkRows, k * chunkRows + (to - from));
        addProduct(margins, k * chunkRows, X, theta, k * width, from, to);
      }
      loss += turn(margins, inputs, from, to);
      for (let k = 0; k < nBlocks; k++) {
        addTransposed(gradient, k * width, X, margins, k * chunkRows, from, to);
        let sum = 0;
        for (let j = 0; j < to - from; j++) sum += margins[k * chunkRows + j]!;
        gradient[k * width + X.nFeatures]! += sum;
      }
    });
    return (loss + penalise(theta, gradient, l2, width)) / total + scale(gradient, 1 / total);
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

function scale(values: Float64Array, factor: number): 0 {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
  return 0;
}

/** Turns log-odds into weight · (p - y) in place; returns the loss of the rows. */
function binaryResiduals(margins: Float64Array, { codes, weight }: LossInputs, from: number, to: number): number {
  let loss = 0;
  // Unweighted, one logarithm serves 32 rows: each factor is at most 2.
  let product = 1;
  for (let i = from, j = 0; i < to; i++, j++) {
    const z = margins[j]!;
    const e = exp(z >= 0 ? -z : z);
    const p = (z >= 0 ? 1 : e) / (1 + e);
    const y = codes[i]!;
    const linear = (z > 0 ? z : 0) - y * z;
    if (weight === undefined) {
      loss += linear;
      product *= 1 + e;
      if ((j & 31) === 31) {
        loss += log(product);
        product = 1;
      }
      margins[j] = p - y;
    } else {
      loss += weight[i]! * (linear + log1p(e));
      margins[j] = weight[i]! * (p - y);
    }
  }
  return loss + log(product);
}

/** Turns the blocks' margins into weight · (p - y) in place; returns the loss of the rows. Block by block, as they lie in memory. */
function softmaxResiduals(
  margins: Float64Array,
  { codes, weight, nBlocks }: LossInputs,
  from: number,
  to: number,
): number {
  const length = to - from;
  const largest = margins.slice(0, length);
  for (let k = 1; k < nBlocks; k++) {
    for (let j = 0, at = k * chunkRows; j < length; j++, at++)
      if (margins[at]! > largest[j]!) largest[j] = margins[at]!;
  }
  let loss = 0;
  for (let j = 0; j < length; j++) {
    const one = weight === undefined ? 1 : weight[from + j]!;
    loss += one * (largest[j]! - margins[codes[from + j]! * chunkRows + j]!);
  }
  const sums = new Float64Array(length);
  for (let k = 0; k < nBlocks; k++) {
    for (let j = 0, at = k * chunkRows; j < length; j++, at++) {
      const e = exp(margins[at]! - largest[j]!);
      margins[at] = e;
      sums[j]! += e;
    }
  }
  for (let j = 0; j < length; j++) {
    const one = weight === undefined ? 1 : weight[from + j]!;
    loss += one * log(sums[j]!);
    sums[j] = one / sums[j]!;
  }
  for (let k = 0; k < nBlocks; k++) {
    for (let j = 0, at = k * chunkRows; j < length; j++, at++) margins[at]! *= sums[j]!;
  }
  for (let j = 0; j < length; j++) {
    margins[codes[from + j]! * chunkRows + j]! -= weight === undefined ? 1 : weight[from + j]!;
  }
  return loss;
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
