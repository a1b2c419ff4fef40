import type { Matrix } from "../../frame/matrix.ts";
import { addProduct, addTransposed, forChunks } from "../linear-algebra/chunks.ts";

/**
 * Ridge regression without its Gram matrix, for very many features: solves (XᵀWX + strength) b = XᵀWy on centred X by
 * conjugate gradients from 0, so that with strength 0 it nears the solution of least norm. An iteration costs
 * 2 · nSamples · nFeatures. @see Hestenes & Stiefel 1952
 * @param means (nFeatures) weighted means of X @param y (nSamples) centred
 */
export function conjugateGradients(
  X: Matrix,
  means: Float64Array,
  y: Float64Array,
  weight: Float64Array | undefined,
  options: {
    readonly l2: number;
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly beforeSweep: (sweep: number) => void;
  },
): Float64Array {
  const b = new Float64Array(X.nFeatures);
  const residual = transposedTimes(X, means, y, weight);
  const direction = residual.slice();
  let squares = inner(residual, residual);
  const goal = squares * options.tolerance ** 2;
  for (let iteration = 0; iteration < options.maxIterations && squares > goal; iteration++) {
    options.beforeSweep(iteration);
    const image = transposedTimes(X, means, times(X, means, direction), weight);
    for (let f = 0; f < image.length; f++) image[f]! += options.l2 * direction[f]!;
    const length = squares / inner(direction, image);
    for (let f = 0; f < b.length; f++) {
      b[f]! += length * direction[f]!;
      residual[f]! -= length * image[f]!;
    }
    const next = inner(residual, residual);
    for (let f = 0; f < b.length; f++) direction[f] = residual[f]! + (next / squares) * direction[f]!;
    squares = next;
  }
  return b;
}

/** (X - means) v, (nSamples). */
function times(X: Matrix, means: Float64Array, v: Float64Array): Float64Array {
  const z = new Float64Array(X.nSamples).fill(-inner(means, v));
  forChunks(X.nSamples, (from, to) => addProduct(z, from, X, v, 0, from, to));
  return z;
}

/** (X - means)ᵀ W r, (nFeatures). */
function transposedTimes(
  X: Matrix,
  means: Float64Array,
  r: Float64Array,
  weight: Float64Array | undefined,
): Float64Array {
  const weighted = weight === undefined ? r : r.map((one, i) => one * weight[i]!);
  const g = new Float64Array(X.nFeatures);
  forChunks(X.nSamples, (from, to) => addTransposed(g, 0, X, weighted, from, from, to));
  const sum = weighted.reduce((total, one) => total + one, 0);
  for (let f = 0; f < g.length; f++) g[f]! -= means[f]! * sum;
  return g;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
