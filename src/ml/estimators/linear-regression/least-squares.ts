import { cholesky, choleskySolve } from "../linear-algebra/cholesky.ts";
import { gramTimes } from "../linear-algebra/gram.ts";

/** What the normal equations are damped with, relative to their largest diagonal: the rounding of float32 features. */
const damping = 1e-7;
const mostRefinements = 12;

/**
 * The minimiser of ½ bᵀ G b - cᵀ b + ½ strength ‖b‖² by Cholesky. The equations are always damped, and iterated
 * refinement takes the damping out again: what the data say comes out to full precision, while collinear directions, which
 * they say nothing about, stay near zero as in the solution of least norm, where plain elimination would explode.
 * @param G (d, d) row-major, lower triangle, positive semi-definite @param c (d)
 * @see Riley 1955, "Solving systems of linear equations with a positive definite, symmetric, but possibly ill-conditioned matrix"
 */
export function leastSquares(G: Float64Array, c: Float64Array, strength: number): Float64Array {
  const d = c.length;
  const solution = new Float64Array(d);
  let largest = 0;
  for (let f = 0; f < d; f++) largest = Math.max(largest, G[f * d + f]!);
  if (largest === 0) return solution;
  const damped = Math.max(strength, damping * largest);
  const A = G.slice();
  for (let f = 0; f < d; f++) A[f * d + f]! += damped;
  const L = cholesky(A, d)!;
  for (let round = 0; round < mostRefinements; round++) {
    const step = gramTimes(G, solution);
    for (let f = 0; f < d; f++) step[f] = c[f]! - step[f]! - strength * solution[f]!;
    choleskySolve(L, d, step);
    let [moved, size] = [0, 0];
    for (let f = 0; f < d; f++) {
      solution[f]! += step[f]!;
      moved = Math.max(moved, Math.abs(step[f]!));
      size = Math.max(size, Math.abs(solution[f]!));
    }
    if (moved <= 1e-13 * size) break;
  }
  return solution;
}
