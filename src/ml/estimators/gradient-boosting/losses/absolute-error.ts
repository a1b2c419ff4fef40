import { type Loss, pointwise, weightedQuantile } from "./loss.ts";

/** |score - target|: predicts medians. @see Friedman, Greedy function approximation (2001), algorithm 3 */
export const absoluteError: Loss = {
  ...pointwise("absoluteError"),
  link: "identity",
  start: (targets, weights) => [weightedQuantile(targets, weights, 0.5)],
  leafRefit: { quantile: 0.5, addCutMean: false },
};
