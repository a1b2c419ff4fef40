/** Weights and where they stand. */
export interface WeightsAt {
  readonly address: number;
  readonly values: Float32Array;
}

/** The power of two up to which weights may be multiplied and rounded, so that sums of them are exact in doubles. */
export function exactScale(weights: Float32Array): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let scale = 1;
  while (scale * total < 2 ** 51 && scale < 2 ** 900) scale *= 2;
  while (scale * total > 2 ** 52) scale /= 2;
  return scale;
}
