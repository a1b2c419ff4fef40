import type { Matrix } from "../../frame/matrix.ts";

/** Rows worked on together: a column of this many stays in the first-level cache, and sums run over these fixed chunks. */
export const chunkRows = 2048;

/** z[i] += w · x[i] for the rows [from, to) of one feature; z begins at row `from`. */
export function addScaled(z: Float64Array, w: number, x: Float32Array, from: number, to: number, zFrom = 0): void {
  if (w === 0) return;
  for (let i = from, j = zFrom; i < to; i++, j++) z[j] = z[j]! + w * x[i]!;
}

/** Σ r[i] · x[i] over the rows [from, to) of one feature; r begins at row `from`. Four running sums, added in fixed order. */
export function dot(r: Float64Array, x: Float32Array, from: number, to: number, rFrom = 0): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let [i, j] = [from, rFrom];
  for (; i + 3 < to; i += 4, j += 4) {
    a += r[j]! * x[i]!;
    b += r[j + 1]! * x[i + 1]!;
    c += r[j + 2]! * x[i + 2]!;
    d += r[j + 3]! * x[i + 3]!;
  }
  for (; i < to; i++, j++) a += r[j]! * x[i]!;
  return a + b + (c + d);
}

/** Calls `visit(from, to)` for every chunk of rows, ascending. */
export function forChunks(nSamples: number, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < nSamples; from += chunkRows) visit(from, Math.min(nSamples, from + chunkRows));
}

/** X · coefficients + intercept for every row, (nSamples). Coefficients are read from `offset`. */
export function linearPredictor(X: Matrix, coefficients: Float64Array, intercept: number, offset = 0): Float64Array {
  const z = new Float64Array(X.nSamples).fill(intercept);
  forChunks(X.nSamples, (from, to) => {
    for (let f = 0; f < X.nFeatures; f++) {
      const column = f * X.nSamples;
      addScaled(z, coefficients[offset + f]!, X.values, column + from, column + to, from);
    }
  });
  return z;
}
