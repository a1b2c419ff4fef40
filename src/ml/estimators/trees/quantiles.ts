const LARGEST = 3.4028234663852886e38;

/** Ascending distinct values of a feature and how much weight each has. Infinities count as the largest floats. */
export interface Distribution {
  readonly values: Float32Array;
  readonly weights: Float64Array;
}

/** The distribution of ascending order-preserving keys, each of weight 1. */
export function distributionOfKeys(keys: Uint32Array): Distribution {
  const decoded = new Float32Array(keys.length);
  for (let i = 0; i < keys.length; i++) decoded[i] = valueOfKey(keys[i]!);
  return collapse(decoded, null);
}

/** The weighted distribution of unordered values; NaN is left out. */
export function distributionOfValues(values: Float32Array, weights: Float64Array): Distribution {
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known.push(i);
  const order = known.sort((a, b) => values[a]! - values[b]! || a - b);
  const ordered = new Float32Array(order.length);
  const orderedWeights = new Float64Array(order.length);
  order.forEach((row, i) => {
    ordered[i] = Math.min(LARGEST, Math.max(-LARGEST, values[row]!));
    orderedWeights[i] = weights[row]!;
  });
  return collapse(ordered, orderedWeights);
}

/**
 * Ascending thresholds that part a distribution into at most `most` bins of about equal weight; x <= threshold lies on
 * the left. Values heavier than a bin get one of their own; few distinct values get one each.
 * @returns at most `most - 1` finite float32, each at or above the value on its left and below the one on its right
 */
export function thresholdsOf({ values, weights }: Distribution, most: number): Float32Array {
  const cuts: number[] = [];
  if (values.length <= most) {
    for (let i = 0; i + 1 < values.length; i++) cuts.push(between(values[i]!, values[i + 1]!));
    return Float32Array.from(cuts);
  }
  let rest = 0;
  for (const weight of weights) rest += weight;
  const fair = rest / most;
  const isHeavy = (i: number): boolean => weights[i]! >= fair;
  let restBins = most;
  for (let i = 0; i < values.length; i++) {
    if (isHeavy(i)) {
      rest -= weights[i]!;
      restBins--;
    }
  }
  let goal = restBins > 0 ? rest / restBins : 0;
  let inBin = 0;
  for (let i = 0; i + 1 < values.length && cuts.length < most - 1; i++) {
    inBin += weights[i]!;
    if (!isHeavy(i)) rest -= weights[i]!;
    if (!isHeavy(i) && inBin < goal && !(isHeavy(i + 1) && inBin >= goal / 2)) continue;
    cuts.push(between(values[i]!, values[i + 1]!));
    inBin = 0;
    if (!isHeavy(i)) goal = --restBins > 0 ? rest / restBins : 0;
  }
  return Float32Array.from(cuts);
}

/** The middle of two float32, a <= middle < b. */
function between(a: number, b: number): number {
  const middle = Math.fround((a + b) / 2);
  return middle < b && middle >= a ? middle : a;
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

function valueOfKey(key: number): number {
  bits[0] = key & 0x80000000 ? key ^ 0x80000000 : ~key;
  return Math.min(LARGEST, Math.max(-LARGEST, float[0]!));
}

function collapse(ordered: Float32Array, orderedWeights: Float64Array | null): Distribution {
  const values = new Float32Array(ordered.length);
  const weights = new Float64Array(ordered.length);
  let n = 0;
  for (let i = 0; i < ordered.length; i++) {
    if (n === 0 || ordered[i]! !== values[n - 1]!) values[n++] = ordered[i]!;
    weights[n - 1] = weights[n - 1]! + (orderedWeights === null ? 1 : orderedWeights[i]!);
  }
  return { values: values.subarray(0, n), weights: weights.subarray(0, n) };
}
