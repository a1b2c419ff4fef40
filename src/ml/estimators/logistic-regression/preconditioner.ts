import { cholesky, choleskySolve } from "../linear-algebra/cholesky.ts";
import type { BlockCurvature } from "./curvature.ts";

/**
 * Multiplication by the inverse of a block-diagonal Hessian, in place.
 * @param ridge l2 / total, the penalty's own curvature
 * @param centred keep the sum over blocks at 0: adding the same to every class changes no probability, so under a ridge the
 *   minimum lies there, and only the ridge's faint pull would lead to it
 */
export function preconditioner(
  blocks: readonly BlockCurvature[],
  ridge: number,
  centred: boolean,
): (vector: Float64Array) => void {
  const solvers = blocks.map((block) => solverOf(block, ridge));
  const project = centred && blocks.length > 1 ? centreBlocks : () => {};
  return (vector) => {
    const width = vector.length / blocks.length;
    project(vector, width);
    solvers.forEach((solve, k) => {
      solve(vector, k * width);
    });
    project(vector, width);
  };
}

/** Subtracts from every block the mean of the blocks. */
function centreBlocks(vector: Float64Array, width: number): void {
  const nBlocks = vector.length / width;
  for (let f = 0; f < width; f++) {
    let sum = 0;
    for (let at = f; at < vector.length; at += width) sum += vector[at]!;
    for (let at = f; at < vector.length; at += width) vector[at]! -= sum / nBlocks;
  }
}

function solverOf(block: BlockCurvature, ridge: number): (vector: Float64Array, at: number) => void {
  const { spread, means, diagonal } = block;
  const d = means.length;
  // A category that is rare, or absent in the sample, must not be given a step without bound.
  const least = ridge + 1e-6 * diagonal.reduce((most, one) => Math.max(most, one), 0) + 1e-12;
  const L = factorOf(block, least);
  return (vector, at) => {
    const ofIntercept = vector[at + d]!;
    for (let f = 0; f < d; f++) vector[at + f]! -= means[f]! * ofIntercept;
    if (L !== undefined) choleskySolve(L, d, vector, at);
    else for (let f = 0; f < d; f++) vector[at + f]! /= diagonal[f]! + least;
    let intercept = ofIntercept / spread;
    for (let f = 0; f < d; f++) intercept -= means[f]! * vector[at + f]!;
    vector[at + d] = intercept;
  };
}

function factorOf({ matrix, means }: BlockCurvature, least: number): Float64Array | undefined {
  if (matrix === undefined) return undefined;
  const d = means.length;
  const H = matrix.slice();
  for (let f = 0; f < d; f++) H[f * d + f]! += least;
  return cholesky(H, d);
}
