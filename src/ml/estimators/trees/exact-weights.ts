/** Weights and where they stand. */
export interface WeightsAt {
  readonly address: number;
  readonly values: Float32Array;
}

/** 2^52: below it doubles hold every whole number, and half of one. */
const MOST = 4_503_599_627_370_496;

/** The power of two up to which weights may be multiplied and rounded, so that sums of them are exact in doubles. */
export function exactScale(weights: Float32Array): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let scale = 1;
  while (scale * total < MOST / 2 && scale < 1e270) scale *= 2;
  while (scale * total > MOST) scale /= 2;
  return scale;
}
