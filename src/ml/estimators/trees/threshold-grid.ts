/** Buckets of a grid, as `assembly/block-lanes.ts` has them. */
const BUCKETS = 1024;
/** Bytes of a grid: two float32, then a byte a bucket. */
export const GRID_BYTES = 8 + BUCKETS;
/** A few thresholds are found as soon without a grid. */
const FEWEST_THRESHOLDS = 8;
/** More looks into a bucket than this are no faster than halving. */
const MOST_LOOKS = 4;

/** Even buckets over the range of a feature's thresholds. */
export interface ThresholdGrid {
  readonly low: number;
  readonly scale: number;
  /** (1024): how many thresholds the buckets below have. */
  readonly below: Uint8Array;
  /** Most thresholds in one bucket. */
  readonly looks: number;
}

/**
 * The grid of ascending thresholds, at most 255; null where they lie too close together in places, or are few. The kernel finds
 * a value's bucket by the same float32 arithmetic, which is monotone: thresholds in lower buckets are below the value.
 */
export function thresholdGrid(thresholds: Float32Array): ThresholdGrid | null {
  if (thresholds.length < FEWEST_THRESHOLDS) return null;
  const low = thresholds[0]!;
  const high = thresholds.findLast(Number.isFinite) ?? low;
  const scale = Math.fround(BUCKETS / Math.fround(high - low));
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return null;
  const counts = new Uint8Array(BUCKETS);
  for (const threshold of thresholds) {
    const place = Math.fround(Math.fround(threshold - low) * scale);
    counts[Math.trunc(Math.min(BUCKETS - 1, Math.max(0, place)))]!++;
  }
  const looks = counts.reduce((most, count) => Math.max(most, count), 0);
  if (looks > MOST_LOOKS) return null;
  const below = new Uint8Array(BUCKETS);
  for (let bucket = 1; bucket < BUCKETS; bucket++) below[bucket] = below[bucket - 1]! + counts[bucket - 1]!;
  return { low, scale, below, looks };
}
