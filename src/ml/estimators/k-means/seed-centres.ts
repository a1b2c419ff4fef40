import type { Random } from "../../random.ts";
import type { SharedPoints } from "./shared-points.ts";

/**
 * Seeds by greedy k-means++: each next centre is drawn in proportion to weight · squared distance, the best of `draws` is
 * kept. @see Arthur & Vassilvitskii 2007
 * @returns (nCentres, stride)
 */
export function seedCentres(points: SharedPoints, draws: number, stream: Random): Float64Array {
  const { kernel, nCentres, stride, nSamples: n, rows, nearest, weights } = points;
  const centres = new Float64Array(nCentres * stride);
  let potentials = weightSums(points);
  kernel.float32(nearest, n).fill(1);
  for (let k = 0; k < nCentres; k++) {
    const candidates = Array.from({ length: k === 0 ? 1 : draws }, () => drawRow(points, potentials, stream));
    const chosen = candidates.length === 1 ? candidates[0]! : bestOf(points, candidates);
    centres.set(points.row(chosen), k * stride);
    if (k === 0) kernel.float32(nearest, n).fill(3.4e38);
    const parts = points.ranges.map(({ from, to, result }) => {
      return [rows, stride, rows + chosen * stride * 4, nearest, weights, from, to, result];
    });
    kernel.each("seedNearest", parts);
    potentials = points.ranges.map(({ result }) => kernel.float64(result, 1)[0]!);
  }
  return centres;
}

/** The candidate that leaves the least potential; the first of equals. */
function bestOf(points: SharedPoints, candidates: readonly number[]): number {
  const { kernel, stride, nFeatures, rows, across, nearest, weights } = points;
  const width = Math.min(points.width, Math.ceil(candidates.length / 4) * 4);
  const drawn = candidates.slice(0, width);
  const values = new Float32Array(drawn.length * stride);
  drawn.forEach((row, c) => {
    values.set(points.row(row), c * stride);
  });
  points.placeAcross(values, drawn.length, width);
  const parts = points.ranges.map(({ from, to, result, scratch }) => {
    return [rows, stride, nFeatures, across, width, nearest, weights, from, to, result, scratch];
  });
  kernel.each("seedPotentials", parts);
  const potentials = new Float64Array(drawn.length);
  for (const { result } of points.ranges) {
    const part = kernel.float64(result, drawn.length);
    for (let c = 0; c < drawn.length; c++) potentials[c]! += part[c]!;
  }
  return drawn[potentials.indexOf(potentials.reduce((least, one) => Math.min(least, one)))]!;
}

/** A row with probability in proportion to weight · distance; to the weights alone where all distances are 0. */
function drawRow(points: SharedPoints, potentials: readonly number[], stream: Random): number {
  let sums = potentials;
  let total = sums.reduce((sum, one) => sum + one, 0);
  const flat = !(total > 0);
  if (flat) {
    sums = weightSums(points);
    total = sums.reduce((sum, one) => sum + one, 0);
  }
  let left = stream.next() * total;
  let last = 0;
  const distances = points.kernel.float32(points.nearest, points.nSamples);
  for (const [p, { from, to }] of points.ranges.entries()) {
    // the last range that has any mass is searched whatever rounding left over
    if (left >= sums[p]! && sums.some((sum, at) => at > p && sum > 0)) {
      left -= sums[p]!;
      continue;
    }
    for (let i = from; i < to; i++) {
      const one = (points.weight?.[i] ?? 1) * (flat ? 1 : distances[i]!);
      if (one <= 0) continue;
      last = i;
      left -= one;
      if (left < 0) return i;
    }
    return last;
  }
  return last;
}

function weightSums({ ranges, weight }: SharedPoints): number[] {
  return ranges.map(({ from, to }) => {
    if (weight === undefined) return to - from;
    let sum = 0;
    for (let i = from; i < to; i++) sum += weight[i]!;
    return sum;
  });
}
