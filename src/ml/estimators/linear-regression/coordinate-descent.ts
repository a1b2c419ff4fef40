/**
 * The minimiser of ½ bᵀ G b - cᵀ b + l1 ‖b‖₁ + ½ l2 ‖b‖² by cyclic coordinate descent.
 * @param G (d, d) row-major, lower triangle @param c (d)
 * @param beforeSweep called before each sweep over the coordinates; may throw to stop
 * @see Friedman, Hastie & Tibshirani 2010, "Regularization paths for generalized linear models via coordinate descent"
 */
export function coordinateDescent(
  G: Float64Array,
  c: Float64Array,
  options: {
    readonly l1: number;
    readonly l2: number;
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly beforeSweep: (sweep: number) => void;
  },
): Float64Array {
  const d = c.length;
  const full = symmetric(G, d);
  const b = new Float64Array(d);
  /** c - G b, kept up to date. */
  const residual = c.slice();
  for (let sweep = 0; sweep < options.maxIterations; sweep++) {
    options.beforeSweep(sweep);
    let [moved, size] = [0, 0];
    for (let f = 0; f < d; f++) {
      const curvature = full[f * d + f]!;
      if (curvature <= 0) continue;
      const next = softThreshold(residual[f]! + curvature * b[f]!, options.l1) / (curvature + options.l2);
      const step = next - b[f]!;
      b[f] = next;
      size = Math.max(size, Math.abs(next) * Math.sqrt(curvature));
      if (step === 0) continue;
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(curvature));
      for (let g = 0; g < d; g++) residual[g]! -= step * full[f * d + g]!;
    }
    if (moved <= options.tolerance * size) break;
  }
  return b;
}

/** sign(value) · max(|value| - threshold, 0). */
export function softThreshold(value: number, threshold: number): number {
  if (value > threshold) return value - threshold;
  if (value < -threshold) return value + threshold;
  return 0;
}

function symmetric(G: Float64Array, d: number): Float64Array {
  const full = G.slice();
  for (let f = 0; f < d; f++) for (let g = 0; g < f; g++) full[g * d + f] = G[f * d + g]!;
  return full;
}
