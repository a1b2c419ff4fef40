import { log } from "../../../kernels/math.ts";
import { classShares } from "./class-shares.ts";
import { type Loss, pointwise } from "./loss.ts";

/** log(1 + e^-margin) over targets 0 and 1. */
export const logistic: Loss = {
  ...pointwise("logistic"),
  link: "identity",
  start(targets, weights) {
    const [none = 0, all = 0] = classShares(targets, weights, 2);
    return [log(all) - log(none)];
  },
};
