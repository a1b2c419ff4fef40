import { exp } from "../kernels/math.ts";

/** The share of a standard normal between `low` and `high`, low <= high, to seven digits, in the tails too. */
export function normalMass(low: number, high: number): number {
  // The difference of two upper tails keeps its digits where the difference of two lower ones is 1 - 1.
  return low > 0 ? lowerTail(-low) - lowerTail(-high) : lowerTail(high) - lowerTail(low);
}

/** The standard normal's distribution function. @see Press et al., Numerical Recipes in C, 2nd ed., 6.2 (erfcc) */
export function lowerTail(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  const t = 1 / (1 + 0.5 * x);
  // Written out: a search takes this some hundred times for each proposal.
  let sum = (0.17087277 * t - 0.82215223) * t + 1.48851587;
  sum = ((sum * t - 1.13520398) * t + 0.27886807) * t - 0.18628806;
  sum = ((sum * t + 0.09678418) * t + 0.37409196) * t + 1.00002368;
  const tail = 0.5 * t * exp(sum * t - 1.26551223 - x * x);
  return z < 0 ? tail : 1 - tail;
}
