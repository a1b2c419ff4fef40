import { log } from "../../kernels/math.ts";

/**
 * Mean path length of an unsuccessful search in a binary search tree of n samples: what n samples that were not parted
 * would still have cost. @see Liu, Ting and Zhou, Isolation forest (2008), equation 1
 */
export function meanPathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
}
