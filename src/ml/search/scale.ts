import { exp, log } from "../kernels/math.ts";

/** The number at `share` (0..1) of the way from `low` > 0 to `high`, on a logarithmic scale. */
export function onLogScale(low: number, high: number, share: number): number {
  return exp(log(low) + share * (log(high) - log(low)));
}

/** Four digits are as good a draw, and people read them in the leaderboard. */
export function readable(value: number, { low, high }: { low: number; high: number }): number {
  return Math.min(high, Math.max(low, Number(value.toPrecision(4))));
}
