import { cos } from "../kernels/math.ts";

/** Knots and weights of a rule over 0..1. */
export interface Quadrature {
  readonly knots: Float64Array;
  readonly weights: Float64Array;
}

const known: Quadrature[] = [];

/**
 * The rule of `n` knots over 0..1 that integrates polynomials up to degree 2n - 1 exactly.
 * @see Press et al., Numerical recipes (2007), section 4.6: Newton's method on Legendre's recurrence
 */
export function gaussLegendre(n: number): Quadrature {
  return (known[n] ??= solve(n));
}

function solve(n: number): Quadrature {
  const knots = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 100; step++) {
      const { value, before } = legendre(n, x);
      slope = (n * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) <= 1e-15) break;
    }
    knots[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { knots, weights };
}

/** Legendre's polynomials of degree n and n - 1 at x. */
function legendre(n: number, x: number): { value: number; before: number } {
  let value = 1;
  let before = 0;
  for (let k = 1; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, before };
}
