import type { TrainingKernel } from "../../../kernels/training-kernel.ts";
import { type Loss, type LossArrays, pointwise, weightedQuantile } from "./loss.ts";

/**
 * Squares for small residuals, lines for large ones. What is large follows the fit: delta is the `share` quantile of the
 * absolute residuals of the rows that are learned from, anew each round.
 * @see Friedman, Greedy function approximation (2001), algorithm 4
 */
export function huber(share: number): Loss {
  const { outputs, gradients, sum } = pointwise("huber");
  return {
    outputs,
    link: "identity",
    start: (targets, weights) => [weightedQuantile(targets, weights, 0.5)],
    gradients(kernel, arrays, to) {
      arrays.parameter = deltaOf(kernel, arrays, to, share);
      gradients(kernel, arrays, to);
    },
    sum(kernel, arrays, from, to) {
      if (arrays.parameter === 0) arrays.parameter = deltaOf(kernel, arrays, from, share);
      return sum(kernel, arrays, from, to);
    },
    leafRefit: { quantile: 0.5, addCutMean: true },
  };
}

/** Targets are scaled so that their middle half is about 1 wide: less than this is no residual worth a square. */
const LEAST_DELTA = 1e-6;

function deltaOf(kernel: TrainingKernel, arrays: LossArrays, nTrain: number, share: number): number {
  const { scores, targets, weights, scratch } = arrays;
  const out = kernel.float64(scratch, 1);
  kernel.call.residualQuantile(0, nTrain, scores, targets, weights, share, 1, scratch + 64, scratch);
  return Math.fround(Math.max(LEAST_DELTA, out[0]!));
}
