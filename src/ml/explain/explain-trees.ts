import { checkFeatures } from "../estimators/check-fit.ts";
import type { ExplainOptions, Explanation } from "../estimators/estimator.ts";
import type { Ensemble } from "../estimators/trees/ensemble.ts";
import type { Matrix } from "../frame/matrix.ts";
import { checkBackground } from "./check-background.ts";
import { pairContributions } from "./pair-contributions.ts";
import { TreeExplainer } from "./tree-contributions.ts";

/** What a model makes of the sums of its trees' leaves: score k = offset(k) + factor * sum k. */
export interface TreeScores {
  readonly scale: Explanation["scale"];
  readonly factor: number;
  /** (outputs) */
  readonly offsets: ArrayLike<number>;
}

/** `explain` of a model that is an ensemble: by the shares of the training rows, or against background rows. */
export function explainTrees(
  estimator: string,
  ensemble: Ensemble,
  { scale, factor, offsets }: TreeScores,
): (X: Matrix, options?: ExplainOptions) => Explanation {
  const explainer = new TreeExplainer(ensemble);
  return (X, { background, team } = {}) => {
    checkFeatures(estimator, ensemble.nFeatures, X);
    if (background !== undefined) checkBackground(estimator, ensemble.nFeatures, background);
    const { expected, contributions } =
      background === undefined ? explainer.explain(X, team) : pairContributions(ensemble, X, background, team);
    if (factor !== 1) for (let i = 0; i < contributions.length; i++) contributions[i]! *= factor;
    return {
      outputs: ensemble.outputs,
      scale,
      baseline: expected.map((sum, k) => offsets[k]! + factor * sum),
      contributions,
    };
  };
}
