import { type Loss, pointwise, weightedQuantile } from "./loss.ts";

/** The pinball loss: predicts the value that a share `q` of targets lies below. @see Koenker and Bassett, Regression quantiles (1978) */
export function quantile(q: number): Loss {
  return {
    ...pointwise("quantile", q),
    link: "identity",
    start: (targets, weights) => [weightedQuantile(targets, weights, q)],
    leafRefit: { quantile: q, addCutMean: false },
  };
}
