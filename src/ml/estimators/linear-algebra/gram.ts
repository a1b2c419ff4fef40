import type { Matrix } from "../../frame/matrix.ts";
import { forChunks } from "./chunks.ts";

/**
 * Xcᵀ W Xc of the centred features Xc = X - means, over the given rows (all if absent): (nFeatures, nFeatures) row-major,
 * lower triangle. Centring comes before the products, so that large means cost no digits.
 */
export function gram(
  X: Matrix,
  means: Float64Array,
  weight: Float64Array | undefined,
  rows?: Uint32Array,
): Float64Array {
  const d = X.nFeatures;
  const nRows = rows?.length ?? X.nSamples;
  const result = new Float64Array(d * d);
  forChunks(nRows, (from, to) => {
    const length = to - from;
    const centred = new Float64Array(d * length);
    const weighted = new Float64Array(length);
    for (let f = 0; f < d; f++) {
      for (let i = 0; i < length; i++) {
        const row = rows === undefined ? from + i : rows[from + i]!;
        centred[f * length + i] = X.values[f * X.nSamples + row]! - means[f]!;
      }
    }
    for (let f = 0; f < d; f++) {
      for (let i = 0; i < length; i++) {
        const row = rows === undefined ? from + i : rows[from + i]!;
        weighted[i] = centred[f * length + i]! * (weight === undefined ? 1 : weight[row]!);
      }
      for (let g = 0; g <= f; g++) result[f * d + g]! += dotOfDoubles(weighted, centred, g * length);
    }
  });
  return result;
}

/** Weighted mean of every feature: (nFeatures). */
export function featureMeans(X: Matrix, weight: Float64Array | undefined): Float64Array {
  const n = X.nSamples;
  let total = 0;
  for (let i = 0; i < n; i++) total += weight === undefined ? 1 : weight[i]!;
  return Float64Array.from({ length: X.nFeatures }, (_, f) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += X.values[f * n + i]! * (weight === undefined ? 1 : weight[i]!);
    return sum / total;
  });
}

/** Weighted sum of squares about the mean, of every feature: the diagonal of the Gram matrix. */
export function sumsOfSquares(X: Matrix, means: Float64Array, weight: Float64Array | undefined): Float64Array {
  const n = X.nSamples;
  return Float64Array.from({ length: X.nFeatures }, (_, f) => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      sum += (X.values[f * n + i]! - means[f]!) ** 2 * (weight === undefined ? 1 : weight[i]!);
    return sum;
  });
}

/** The Gram matrix times v, reading its lower triangle only. */
export function gramTimes(G: Float64Array, v: Float64Array): Float64Array {
  const d = v.length;
  const result = new Float64Array(d);
  for (let f = 0; f < d; f++) {
    let sum = G[f * d + f]! * v[f]!;
    for (let g = 0; g < f; g++) {
      sum += G[f * d + g]! * v[g]!;
      result[g]! += G[f * d + g]! * v[f]!;
    }
    result[f]! += sum;
  }
  return result;
}

function dotOfDoubles(r: Float64Array, x: Float64Array, from: number): number {
  const length = r.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += r[i]! * x[from + i]!;
    b += r[i + 1]! * x[from + i + 1]!;
    c += r[i + 2]! * x[from + i + 2]!;
    d += r[i + 3]! * x[from + i + 3]!;
  }
  for (; i < length; i++) a += r[i]! * x[from + i]!;
  return a + b + (c + d);
}
