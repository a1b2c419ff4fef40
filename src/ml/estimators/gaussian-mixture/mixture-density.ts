import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import { fitMixture } from "./fit-mixture.ts";
import type { MixtureDensityParameters } from "./mixture-density-parameters.ts";
import { mixtureModel, readMixture } from "./mixture-model.ts";
import { mixtureParameters } from "./mixture-parameters.ts";
import { sortComponents } from "./sort-components.ts";

const NAME = "mixtureDensity";

/**
 * Anomalies by density: a Gaussian mixture's negative log likelihood. The fit is that of `gaussianMixture`.
 */
export const mixtureDensityDefinition: EstimatorDefinition<"anomaly"> = {
  name: NAME,
  summary: "Scores a sample by how unlikely it is in a landscape of bell-shaped clouds: the negative log likelihood.",
  tasks: ["anomaly"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: mixtureParameters,
  complexity: 3,
  fit: (X, _y, params, context) => mixtureModel(NAME, "anomaly", sortComponents(fitMixture(NAME, X, params, context))),
  load: (data) => mixtureModel(NAME, "anomaly", readMixture(NAME, data)),
};

/** Anomaly scores by density: `mixtureDensity({ components: 4 })`. */
export const mixtureDensity: EstimatorFactory<"anomaly", MixtureDensityParameters> =
  defineEstimator(mixtureDensityDefinition);
