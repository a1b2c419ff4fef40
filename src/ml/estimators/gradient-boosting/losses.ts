import { log } from "../../kernels/math.ts";
import type { TrainingKernel } from "../../kernels/training-kernel.ts";

/** Where a booster's float32 arrays stand: scores, g and h are `outputs` columns of `pitch` values. */
export interface LossArrays {
  readonly scores: number;
  readonly targets: number;
  /** 0 where all weights are 1. */
  readonly weights: number;
  readonly g: number;
  readonly h: number;
  readonly pitch: number;
}

/** What boosting descends: derivatives at the scores, and the sum over rows that tells when to stop. */
export interface Loss {
  readonly outputs: number;
  /** Scores before the first tree, from the weight of each target value (classes) or the mean (0, values are centred). */
  start(targets: Float32Array, weights: Float32Array | null): number[];
  gradients(kernel: TrainingKernel, arrays: LossArrays, to: number): void;
  /** Weighted sum over rows [from, to). */
  sum(kernel: TrainingKernel, arrays: LossArrays, from: number, to: number): number;
}

/** (score - target)^2 / 2 over targets of mean 0. */
export const squaredError: Loss = {
  outputs: 1,
  start: () => [0],
  gradients: ({ call }, a, to) => call.squaredErrorGradients(a.scores, a.targets, a.weights, 0, to, a.g, a.h),
  sum: ({ call }, a, from, to) => call.squaredErrorLoss(a.scores, a.targets, a.weights, from, to),
};

/** log(1 + e^-margin) over targets 0 and 1. */
export const logistic: Loss = {
  outputs: 1,
  start(targets, weights) {
    const [none = 0, all = 0] = priors(targets, weights, 2);
    return [log(all) - log(none)];
  },
  gradients: ({ call }, a, to) => call.logisticGradients(a.scores, a.targets, a.weights, 0, to, a.g, a.h),
  sum: ({ call }, a, from, to) => call.logisticLoss(a.scores, a.targets, a.weights, from, to),
};

/**
 * Cross-entropy of the softmax over `outputs` classes, one tree a class and round.
 * @see Friedman, Greedy function approximation (2001), algorithm 6: the factor K / (K - 1) of its second derivatives
 */
export function softmax(outputs: number): Loss {
  const factor = outputs / (outputs - 1);
  return {
    outputs,
    start: (targets, weights) => priors(targets, weights, outputs).map(log),
    gradients: ({ call }, a, to) =>
      call.softmaxGradients(a.scores, a.targets, a.weights, 0, to, outputs, a.pitch, factor, a.g, a.h),
    sum: ({ call }, a, from, to) => call.softmaxLoss(a.scores, a.targets, a.weights, from, to, outputs, a.pitch),
  };
}

/** Shares of the classes; one that has no row counts as a thousandth of the lightest that has. */
function priors(targets: Float32Array, weights: Float32Array | null, classes: number): number[] {
  const mass = new Float64Array(classes);
  for (let i = 0; i < targets.length; i++) mass[targets[i]!]! += weights === null ? 1 : weights[i]!;
  const present = mass.filter((m) => m > 0);
  const least = present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) / 1000;
  const total = mass.reduce((sum, m) => sum + Math.max(m, least), 0);
  return Array.from(mass, (m) => Math.max(m, least) / total);
}
