import type { Matrix } from "../../frame/matrix.ts";
import { softThreshold } from "./coordinate-descent.ts";

/**
 * Coordinate descent on the residuals themselves, for so many features that their Gram matrix is not worth making:
 * the minimiser of ½ Σ w (y - X b)² + l1 ‖b‖₁ + ½ l2 ‖b‖² with X and y centred. A sweep costs nSamples · nFeatures.
 * @param means (nFeatures) weighted means of X @param squares (nFeatures) their weighted sums of squares
 * @param y (nSamples) centred
 */
export function wideDescent(
  X: Matrix,
  means: Float64Array,
  squares: Float64Array,
  y: Float64Array,
  weight: Float64Array | undefined,
  options: {
    readonly l1: number;
    readonly l2: number;
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly beforeSweep: (sweep: number) => void;
  },
): Float64Array {
  const { nSamples: n, nFeatures, values } = X;
  const b = new Float64Array(nFeatures);
  const residual = y.slice();
  for (let sweep = 0; sweep < options.maxIterations; sweep++) {
    options.beforeSweep(sweep);
    let [moved, size] = [0, 0];
    for (let f = 0; f < nFeatures; f++) {
      const curvature = squares[f]!;
      if (!(curvature > 0)) continue;
      const [column, mean] = [f * n, means[f]!];
      let gradient = 0;
      for (let i = 0; i < n; i++) {
        gradient += residual[i]! * (values[column + i]! - mean) * (weight === undefined ? 1 : weight[i]!);
      }
      const next = softThreshold(gradient + curvature * b[f]!, options.l1) / (curvature + options.l2);
      const step = next - b[f]!;
      b[f] = next;
      size = Math.max(size, Math.abs(next) * Math.sqrt(curvature));
      if (step === 0) continue;
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(curvature));
      for (let i = 0; i < n; i++) residual[i]! -= step * (values[column + i]! - mean);
    }
    if (moved <= options.tolerance * size) break;
  }
  return b;
}
