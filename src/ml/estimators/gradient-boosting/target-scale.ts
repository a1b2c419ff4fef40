import { fail } from "../../../errors/index.ts";
import { type Standardised, standardise } from "../trees/rows.ts";
import type { RegressionLoss } from "./losses/table.ts";

/** How a loss wants its targets: float32 near 1, so that no unit of the target can change a tree. */
const scaleOf: Readonly<Record<RegressionLoss, typeof standardise>> = {
  squaredError: standardise,
  absoluteError: byMedian,
  huber: byMedian,
  quantile: byMedian,
  poisson: byMean,
  tweedie: byMean,
};

/**
 * Targets as a loss wants them, and the way back: (centre + spread * score) * unit, or e^score * unit with a log link.
 * @throws ML_TARGET_NEGATIVE where the loss is of amounts and one is below 0
 */
export function scaleTargets(
  loss: RegressionLoss,
  values: Float64Array,
  rows: Uint32Array,
  sampleWeight: Float64Array | undefined,
): Standardised {
  return scaleOf[loss](values, rows, sampleWeight);
}

/** @throws ML_TARGET_NEGATIVE where the loss is of amounts and one is below 0 */
export function checkTargets(loss: RegressionLoss, values: Float64Array): void {
  if (scaleOf[loss] !== byMean) return;
  const row = values.findIndex((value) => value < 0);
  if (row >= 0) throw fail("ML_TARGET_NEGATIVE", { loss, row, got: `${values[row]}` });
}

/** The median and twice the median distance from it; outliers have no say, and none becomes infinite. */
function byMedian(values: Float64Array, rows: Uint32Array, sampleWeight: Float64Array | undefined): Standardised {
  const top = rows.reduce((most, row) => Math.max(most, Math.abs(values[row]!)), 0);
  const unit = top > 1e100 || (top > 0 && top < 1e-100) ? top : 1;
  const centre = medianOf(rows, (row) => values[row]! / unit, sampleWeight);
  const distance = (row: number): number => Math.abs(values[row]! / unit - centre);
  const spread =
    2 * medianOf(rows, distance, sampleWeight) || rows.reduce((sum, row) => sum + distance(row) / rows.length, 0);
  const scaled = new Float32Array(values.length);
  if (spread > 0) {
    for (const row of rows) {
      scaled[row] = Math.max(-FARTHEST, Math.min(FARTHEST, (values[row]! / unit - centre) / spread));
    }
  }
  return { values: scaled, centre, spread, unit };
}
const FARTHEST = 1e30;

/** Multiples of the mean. Where all are 0 so is the unit, and with it every prediction. */
function byMean(values: Float64Array, rows: Uint32Array, sampleWeight: Float64Array | undefined): Standardised {
  const top = rows.reduce((most, row) => Math.max(most, values[row]!), 0);
  const heaviest = sampleWeight === undefined ? 1 : rows.reduce((most, row) => Math.max(most, sampleWeight[row]!), 0);
  let mass = 0;
  let sum = 0;
  for (const row of rows) {
    const weight = sampleWeight === undefined ? 1 : sampleWeight[row]! / heaviest;
    mass += weight;
    sum += weight * (top === 0 ? 0 : values[row]! / top);
  }
  const mean = sum / mass;
  const scaled = new Float32Array(values.length);
  for (const row of rows) scaled[row] = mean === 0 ? 1 : values[row]! / top / mean;
  return { values: scaled, centre: 0, spread: 1, unit: mean * top };
}

/** The weighted median: the least value with half the weight at or below it. */
function medianOf(
  rows: Uint32Array,
  valueFor: (row: number) => number,
  sampleWeight: Float64Array | undefined,
): number {
  const order = Float64Array.from(rows, valueFor);
  if (sampleWeight === undefined) return order.sort()[(order.length - 1) >> 1]!;
  const ranks = Uint32Array.from(rows, (_, i) => i).sort((a, b) => order[a]! - order[b]! || a - b);
  const heaviest = rows.reduce((most, row) => Math.max(most, sampleWeight[row]!), 0);
  const weightOf = (rank: number): number => sampleWeight[rows[rank]!]! / heaviest;
  const half = ranks.reduce((sum, rank) => sum + weightOf(rank), 0) / 2;
  let below = 0;
  for (const rank of ranks) {
    below += weightOf(rank);
    if (below >= half * (1 - 1e-12)) return order[rank]!;
  }
  return order[ranks.at(-1)!]!;
}
