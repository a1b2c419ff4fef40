import type { Ranking } from "./ranking.ts";

/**
 * Area under the ROC curve: the chance that a positive row is ranked above a negative one, ties half; weighted.
 * NaN if either class has no weight.
 */
export function areaUnderRoc({ order, positive, ends }: Ranking, weights: Float64Array): number {
  let [above, area, positives, negatives] = [0, 0, 0, 0];
  let start = 0;
  for (let g = 0; g < ends.length; g++) {
    let [up, across] = [0, 0];
    for (let i = start; i < ends[g]!; i++) {
      const weight = weights[order[i]!]!;
      if (positive[i] === 1) up += weight;
      else across += weight;
    }
    area += across * (above + up / 2);
    above += up;
    positives += up;
    negatives += across;
    start = ends[g]!;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : Number.NaN;
}

/**
 * Each row's influence on the area, by DeLong's placements: a positive row's is the share of negatives below it, a negative
 * row's the share of positives above it, minus the area; each divided by its class's share of the rows.
 * Undefined if either class has fewer than two rows of weight.
 * @see DeLong, DeLong & Clarke-Pearson 1988; Sun & Xu 2014 for the O(n log n) form
 */
export function rocInfluence(ranking: Ranking, weights: Float64Array): Float64Array | undefined {
  const area = areaUnderRoc(ranking, weights);
  const [positives, negatives] = [weightOf(ranking, weights, 1), weightOf(ranking, weights, 0)];
  if (!(positives.rows > 1 && negatives.rows > 1)) return undefined;
  const total = positives.weight + negatives.weight;
  // n / (n - 1) per class, in place of the one for all rows that a standard error brings.
  const rows = (total * total) / (positives.squares + negatives.squares);
  const smallSample = (one: Side): number => Math.sqrt((one.rows / (one.rows - 1)) * ((rows - 1) / rows));
  const scale = [negatives, positives].map((one) => (total / one.weight) * smallSample(one));
  const influence = new Float64Array(weights.length);
  let [above, below, start] = [0, negatives.weight, 0];
  for (const end of ranking.ends) {
    let [up, across] = [0, 0];
    for (let i = start; i < end; i++) {
      if (ranking.positive[i] === 1) up += weights[ranking.order[i]!]!;
      else across += weights[ranking.order[i]!]!;
    }
    below -= across;
    const ofPositive = (below + across / 2) / negatives.weight - area;
    const ofNegative = (above + up / 2) / positives.weight - area;
    for (let i = start; i < end; i++) {
      influence[ranking.order[i]!] = ranking.positive[i] === 1 ? ofPositive * scale[1]! : ofNegative * scale[0]!;
    }
    above += up;
    start = end;
  }
  return influence;
}

interface Side {
  readonly weight: number;
  readonly squares: number;
  /** Effective number of rows. */
  readonly rows: number;
}

/** Weight and effective rows of the positive (1) or negative (0) side. */
export function weightOf({ order, positive }: Ranking, weights: Float64Array, side: 0 | 1): Side {
  let [weight, squares] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    if (positive[i] !== side) continue;
    const one = weights[order[i]!]!;
    weight += one;
    squares += one * one;
  }
  return { weight, squares, rows: squares === 0 ? 0 : (weight * weight) / squares };
}
