import type { Matrix } from "../../frame/matrix.ts";

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
