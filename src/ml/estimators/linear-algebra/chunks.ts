import type { Matrix } from "../../frame/matrix.ts";

/** Rows worked on together: a column of this many stays in the first-level cache, and sums run over these fixed chunks. */
export const chunkRows = 2048;

/**
 * z[j] += Σ_f w[wFrom + f] · X[from + j, f] over all features, for the rows [from, to); z begins at zFrom.
 * Four columns at a time, so that z is loaded and stored a quarter as often.
 */
export function addProduct(
  z: Float64Array,
  zFrom: number,
  X: Matrix,
  w: Float64Array,
  wFrom: number,
  from: number,
  to: number,
): void {
  const { nSamples: n, nFeatures, values: x } = X;
  const length = to - from;
  let f = 0;
  for (; f + 3 < nFeatures; f += 4) {
    const a = w[wFrom + f]!;
    const b = w[wFrom + f + 1]!;
    const c = w[wFrom + f + 2]!;
    const d = w[wFrom + f + 3]!;
    const x0 = f * n + from;
    const x1 = x0 + n;
    const x2 = x1 + n;
    const x3 = x2 + n;
    for (let j = 0; j < length; j++) {
      z[zFrom + j] = z[zFrom + j]! + (a * x[x0 + j]! + b * x[x1 + j]! + (c * x[x2 + j]! + d * x[x3 + j]!));
    }
  }
  for (; f < nFeatures; f++) {
    const a = w[wFrom + f]!;
    const x0 = f * n + from;
    for (let j = 0; j < length; j++) z[zFrom + j] = z[zFrom + j]! + a * x[x0 + j]!;
  }
}

/** g[gFrom + f] += Σ_j r[rFrom + j] · X[from + j, f] over the rows [from, to), for all features: the transpose of addProduct. */
export function addTransposed(
  g: Float64Array,
  gFrom: number,
  X: Matrix,
  r: Float64Array,
  rFrom: number,
  from: number,
  to: number,
): void {
  const { nSamples: n, nFeatures, values: x } = X;
  const length = to - from;
  let f = 0;
  for (; f + 3 < nFeatures; f += 4) {
    const x0 = f * n + from;
    const x1 = x0 + n;
    const x2 = x1 + n;
    const x3 = x2 + n;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < length; j++) {
      const one = r[rFrom + j]!;
      a += one * x[x0 + j]!;
      b += one * x[x1 + j]!;
      c += one * x[x2 + j]!;
      d += one * x[x3 + j]!;
    }
    g[gFrom + f] = g[gFrom + f]! + a;
    g[gFrom + f + 1] = g[gFrom + f + 1]! + b;
    g[gFrom + f + 2] = g[gFrom + f + 2]! + c;
    g[gFrom + f + 3] = g[gFrom + f + 3]! + d;
  }
  for (; f < nFeatures; f++) {
    const x0 = f * n + from;
    let a = 0;
    for (let j = 0; j < length; j++) a += r[rFrom + j]! * x[x0 + j]!;
    g[gFrom + f] = g[gFrom + f]! + a;
  }
}

/** Calls `visit(from, to)` for every chunk of rows, ascending. */
export function forChunks(nSamples: number, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < nSamples; from += chunkRows) visit(from, Math.min(nSamples, from + chunkRows));
}

/** X · coefficients + intercept for every row, (nSamples). Coefficients are read from `offset`. */
export function linearPredictor(X: Matrix, coefficients: Float64Array, intercept: number, offset = 0): Float64Array {
  const z = new Float64Array(X.nSamples).fill(intercept);
  forChunks(X.nSamples, (from, to) => addProduct(z, from, X, coefficients, offset, from, to));
  return z;
}
