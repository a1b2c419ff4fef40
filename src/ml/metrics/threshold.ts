import type { Target } from "../frame/target.ts";
import { checkPredictions, classesOf, probabilitiesOf, unitWeights } from "./define-metric.ts";
import type { Predictions } from "./metric.ts";
import { classScores, rank } from "./ranking.ts";

/** The threshold without declared costs: the likelier class. */
export const defaultThreshold = 0.5;

/** What an error costs; a right prediction costs nothing. */
export interface ErrorCosts {
  readonly falseNegative: number;
  readonly falsePositive: number;
}

/** A row is predicted positive where its probability >= `threshold`. */
export interface ThresholdChoice {
  readonly threshold: number;
  /** Mean cost per row at the threshold; null without costs. */
  readonly expectedCost: number | null;
  /** Mean cost per row at 0.5, for comparison; null without costs. */
  readonly defaultCost: number | null;
  /** Share of rows predicted positive. */
  readonly selected: number;
}

/**
 * The probability threshold of least cost per row on these (validation) rows. Thresholds tried: halfway between
 * neighbouring probabilities, 0 (always) and above all (never). Of equally cheap ones the nearest to the costs' own
 * break-even, falsePositive / (falsePositive + falseNegative), then the lower, is taken. Without costs: 0.5.
 * @param predictions with probabilities, binary @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
 */
export function chooseThreshold(
  y: Target | null,
  predictions: Predictions,
  positive: number,
  costs: ErrorCosts | undefined,
  sampleWeight?: Float64Array,
): ThresholdChoice {
  checkPredictions(y, predictions, sampleWeight);
  probabilitiesOf(predictions);
  const { codes } = classesOf(y);
  const scores = classScores(predictions, positive);
  const weights = sampleWeight ?? unitWeights(codes.length);
  const at = (threshold: number): Outcome => outcomeAt(threshold, scores, codes, positive, weights);
  if (costs === undefined) {
    const { selected } = at(defaultThreshold);
    return { threshold: defaultThreshold, expectedCost: null, defaultCost: null, selected };
  }
  const threshold = cheapest(scores, codes, positive, weights, costs);
  const chosen = at(threshold);
  const plain = at(defaultThreshold);
  return {
    threshold,
    expectedCost: chosen.missed * costs.falseNegative + chosen.alarmed * costs.falsePositive,
    defaultCost: plain.missed * costs.falseNegative + plain.alarmed * costs.falsePositive,
    selected: chosen.selected,
  };
}

function cheapest(
  scores: Float64Array,
  codes: Int32Array,
  positive: number,
  weights: Float64Array,
  costs: ErrorCosts,
): number {
  const { order, positive: hits, ends, scores: groups } = rank(scores, (row) => codes[row] === positive);
  const breakEven = costs.falsePositive / (costs.falsePositive + costs.falseNegative || 1);
  let cost = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] === positive) cost += weights[i]! * costs.falseNegative;
  // Sums of the same costs in another order differ by rounding; such ties must not hang on it.
  const slack = 1e-9 * (cost + Number.MIN_VALUE);
  let best = { threshold: neverThreshold(groups[0] ?? 0), cost };
  let start = 0;
  for (let g = 0; g < ends.length; g++) {
    for (let i = start; i < ends[g]!; i++) {
      cost += weights[order[i]!]! * (hits[i] === 1 ? -costs.falseNegative : costs.falsePositive);
    }
    start = ends[g]!;
    const threshold = g + 1 < ends.length ? between(groups[g]!, groups[g + 1]!) : 0;
    const nearer = Math.abs(threshold - breakEven) <= Math.abs(best.threshold - breakEven);
    if (cost < best.cost - slack || (cost <= best.cost + slack && nearer)) best = { threshold, cost };
  }
  return best.threshold;
}

/** Above the highest probability; above 1 only if that is 1 itself. */
function neverThreshold(highest: number): number {
  return highest < 1 ? between(1, highest) : 1.5;
}

/** Halfway, but above `low` also where doubles leave no room. */
function between(high: number, low: number): number {
  const middle = low + (high - low) / 2;
  return middle > low ? middle : high;
}

interface Outcome {
  /** Shares of all rows. */
  readonly missed: number;
  readonly alarmed: number;
  readonly selected: number;
}

function outcomeAt(
  threshold: number,
  scores: Float64Array,
  codes: Int32Array,
  positive: number,
  weights: Float64Array,
): Outcome {
  let [missed, alarmed, selected, total] = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const weight = weights[i]!;
    total += weight;
    if (scores[i]! >= threshold) {
      selected += weight;
      if (codes[i] !== positive) alarmed += weight;
    } else if (codes[i] === positive) missed += weight;
  }
  return { missed: missed / total, alarmed: alarmed / total, selected: selected / total };
}
