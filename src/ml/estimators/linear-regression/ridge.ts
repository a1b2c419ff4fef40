import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import { fitLinear } from "./fit-linear.ts";
import { linearModel, loadLinearModel } from "./linear-model.ts";
import type { RidgeParameters } from "./ridge-parameters.ts";

const NAME = "ridge";

/**
 * Ridge regression: minimises Σ w (y - X b - a)² + strength ‖b‖². The intercept a is not penalised.
 * `strength` is scikit-learn's Ridge(alpha).
 * @see Hoerl & Kennard 1970, "Ridge regression: biased estimation for nonorthogonal problems"
 */
export const ridgeDefinition: EstimatorDefinition<"regression"> = {
  name: NAME,
  summary: "A weighted sum of the features whose coefficients are shrunk together by a squared penalty.",
  tasks: ["regression"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    strength: {
      type: "number",
      default: 1,
      low: 0,
      high: Number.POSITIVE_INFINITY,
      search: { low: 1e-3, high: 1e4, log: true },
      summary: "Strength of the squared penalty on the coefficients, beside the sum of squared errors.",
    },
  },
  complexity: 1,
  checksValues: true,
  fit(X, y, params, context) {
    const l2 = params["strength"] as number;
    return linearModel(
      NAME,
      fitLinear(NAME, X, y, params, context, () => ({ l1: 0, l2 })),
    );
  },
  load: (data) => loadLinearModel(NAME, data),
};

/** Least squares with a squared penalty: `ridge({ strength: 10 })`. */
export const ridge: EstimatorFactory<"regression", RidgeParameters> = defineEstimator(ridgeDefinition);
