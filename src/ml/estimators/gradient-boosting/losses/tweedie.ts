import { log } from "../../../kernels/math.ts";
import { type Loss, pointwise, weightedMean } from "./loss.ts";

/** Steps end where a mean would change by more than this factor. */
const LARGEST_RATIO = 1e6;

/**
 * The Tweedie deviance with a log link and a power between 1 (Poisson) and 2 (gamma): amounts that are often 0. A leaf's own
 * best step is log(a / b), where Newton's is (a - b) / ((power - 1) a + (2 - power) b), so the one tells the other.
 * @see Jorgensen, Exponential dispersion models (1987)
 */
export function tweedie(power: number): Loss {
  return {
    ...pointwise("tweedie", power),
    link: "log",
    start: (targets, weights) => [log(weightedMean(targets, weights))],
    leafStep(newton) {
      const a = Math.max(0, 1 + (2 - power) * newton);
      const b = Math.max(0, 1 - (power - 1) * newton);
      return log(Math.min(LARGEST_RATIO, Math.max(1 / LARGEST_RATIO, a / b)));
    },
  };
}
