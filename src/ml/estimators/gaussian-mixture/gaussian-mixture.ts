import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import { fitMixture } from "./fit-mixture.ts";
import type { GaussianMixtureParameters } from "./gaussian-mixture-parameters.ts";
import { mixtureModel, readMixture } from "./mixture-model.ts";
import { mixtureParameters } from "./mixture-parameters.ts";
import { sortComponents } from "./sort-components.ts";

const NAME = "gaussianMixture";

/**
 * Gaussian mixture by expectation maximisation, started by k-means. Components are numbered by the order of their means.
 * `mixtureScores` gives likelihoods, responsibilities, BIC and AIC.
 * @see Dempster, Laird & Rubin 1977, "Maximum likelihood from incomplete data via the EM algorithm"
 */
export const gaussianMixtureDefinition: EstimatorDefinition<"clustering"> = {
  name: NAME,
  summary: "Rows grouped into overlapping bell-shaped clouds; a row belongs to the likeliest.",
  tasks: ["clustering"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: mixtureParameters,
  complexity: 3,
  fit: (X, _y, params, context) =>
    mixtureModel(NAME, "clustering", sortComponents(fitMixture(NAME, X, params, context))),
  load: (data) => mixtureModel(NAME, "clustering", readMixture(NAME, data)),
};

/** Clusters that may overlap and differ in shape: `gaussianMixture({ components: 4 })`. */
export const gaussianMixture: EstimatorFactory<"clustering", GaussianMixtureParameters> =
  defineEstimator(gaussianMixtureDefinition);
