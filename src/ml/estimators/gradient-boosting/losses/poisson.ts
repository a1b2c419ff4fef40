import { log, log1p } from "../../../kernels/math.ts";
import { type Loss, pointwise, weightedMean } from "./loss.ts";

/** A Newton step of -1 would be a mean of 0, a score of minus infinity. */
const LEAST_RATIO = 1e-6;

/**
 * The Poisson deviance of counts, with a log link. A leaf's own best step is log(sum y / sum mu), which is the logarithm of 1
 * and Newton's step; with l2 it is pulled to 0 as by l2 rows at their present prediction.
 */
export const poisson: Loss = {
  ...pointwise("poisson"),
  link: "log",
  start: (targets, weights) => [log(weightedMean(targets, weights))],
  leafStep: (newton) => log1p(Math.max(LEAST_RATIO - 1, newton)),
};
