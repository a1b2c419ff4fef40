import type { ForestInput, ForestRules } from "./forest-rules.ts";

/** How a tree's rows are drawn, in the words of the kernel. */
export interface RowDraw {
  readonly bootstrap: boolean;
  /** Rows drawn with replacement; else which share of 2^32 - 1 is kept. */
  readonly amount: number;
  /** Bootstrap: cumulated weights, and the row with which each of n equal slices of their sum begins. */
  readonly cumulated: Float64Array | null;
  readonly guide: Uint32Array | null;
  /** Without: how often each row counts, rounded by chance where it isn't whole. */
  readonly repetitions: Float32Array | null;
  /** Counts of one row, of mean weight where weights are not whole. */
  readonly countsPerRow: number;
  /** At most so many counts in all. */
  readonly mostCounts: number;
}

/** Counts of a row of mean weight where weights are not whole, as far as integer sums have room. */
const FINE_COUNTS = 64;
const MOST_COUNT = 65535;
const LARGEST_SUM = 0x7fffffff;
const ALL = 0xffffffff;

/** The way in which rows are drawn for a tree. */
export function rowDraw({ rows, weights }: ForestInput, { bootstrap, rowSample }: ForestRules): RowDraw {
  const n = rows.length;
  const none = { cumulated: null, guide: null, repetitions: null, countsPerRow: 1 };
  if (bootstrap) {
    const amount = Math.max(1, Math.round(rowSample * n));
    const drawn = { ...none, bootstrap, amount, mostCounts: amount };
    if (weights === null) return drawn;
    const cumulated = cumulate(weights, rows);
    return { ...drawn, cumulated, guide: guideThrough(cumulated) };
  }
  const amount = rowSample >= 1 ? ALL : Math.floor(rowSample * ALL);
  if (weights === null) return { ...none, bootstrap, amount, mostCounts: n };
  const { repetitions, countsPerRow } = repeat(weights, rows);
  const mostCounts = repetitions.reduce((sum, count) => sum + Math.ceil(count), 0);
  return { ...none, bootstrap, amount, repetitions, countsPerRow, mostCounts };
}

/**
 * Whole weights count as so many rows. Others are relative: a row of mean weight counts as one, in counts fine enough to
 * tell weights apart and coarse enough for sums.
 */
function repeat(weights: Float64Array, rows: Uint32Array): { repetitions: Float32Array; countsPerRow: number } {
  const top = rows.reduce((most, row) => Math.max(most, weights[row]!), 0);
  const areWhole = rows.every((row) => Number.isInteger(weights[row]!));
  const mean = rows.reduce((sum, row) => sum + weights[row]! / top, 0) / rows.length;
  if (areWhole && top <= MOST_COUNT && mean * top * rows.length * 64 <= LARGEST_SUM) {
    return { repetitions: Float32Array.from(rows, (row) => weights[row]!), countsPerRow: 1 };
  }
  const fine = Math.max(1, Math.min(FINE_COUNTS, LARGEST_SUM / (1024 * rows.length)));
  const ofTop = Math.min(MOST_COUNT, fine / mean);
  return { repetitions: Float32Array.from(rows, (row) => (weights[row]! / top) * ofTop), countsPerRow: ofTop * mean };
}

function cumulate(weights: Float64Array, rows: Uint32Array): Float64Array {
  const top = rows.reduce((most, row) => Math.max(most, weights[row]!), 0);
  const sums = new Float64Array(rows.length);
  let sum = 0;
  rows.forEach((row, i) => {
    sum += weights[row]! / top;
    sums[i] = sum;
  });
  return sums;
}

/** For slice k of n: the first row whose cumulated weight is above k / n of the whole. */
function guideThrough(cumulated: Float64Array): Uint32Array {
  const n = cumulated.length;
  const whole = cumulated[n - 1]!;
  const guide = new Uint32Array(n);
  let row = 0;
  for (let k = 0; k < n; k++) {
    while (row + 1 < n && cumulated[row]! <= (k / n) * whole) row++;
    guide[k] = row;
  }
  return guide;
}
