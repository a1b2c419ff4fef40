import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import { fitLinear } from "./fit-linear.ts";
import { linearModel, loadLinearModel } from "./linear-model.ts";
import type { LinearRegressionParameters } from "./linear-regression-parameters.ts";
import { sweepParameters } from "./sweep-parameters.ts";

const NAME = "linearRegression";

/**
 * Least squares, ridge, lasso and elastic net:
 * minimises ½ Σ w (y - X b - a)² + strength · (l1Ratio ‖b‖₁ + ½ (1 - l1Ratio) ‖b‖²). The intercept a is not penalised.
 * `strength` is scikit-learn's Ridge(alpha) for l1Ratio 0 and nSamples · ElasticNet(alpha) else; `ridge`, `lasso` and
 * `elasticNet` are the same by those names, with the same alpha.
 */
export const linearRegressionDefinition: EstimatorDefinition<"regression"> = {
  name: NAME,
  summary: "A weighted sum of the features: least squares, ridge, lasso or elastic net.",
  tasks: ["regression"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    strength: {
      type: "number",
      default: 0,
      low: 0,
      high: Number.POSITIVE_INFINITY,
      search: { low: 1e-3, high: 1e4, log: true },
      summary: "Strength of the penalty on the coefficients, beside the sum of squared errors; 0 is least squares.",
    },
    l1Ratio: {
      type: "number",
      default: 0,
      low: 0,
      high: 1,
      summary: "Share of the penalty that is absolute (and sets coefficients to 0): 0 is ridge, 1 is the lasso.",
    },
    ...sweepParameters,
  },
  complexity: 1,
  checksValues: true,
  fit(X, y, params, context) {
    const [strength, l1Ratio] = [params["strength"] as number, params["l1Ratio"] as number];
    const penalty = { l1: strength * l1Ratio, l2: strength * (1 - l1Ratio) };
    return linearModel(
      NAME,
      fitLinear(NAME, X, y, params, context, () => penalty),
    );
  },
  load: (data) => loadLinearModel(NAME, data),
};

/** Least squares, ridge, lasso or elastic net: `linearRegression({ strength: 1 })`. */
export const linearRegression: EstimatorFactory<"regression", LinearRegressionParameters> =
  defineEstimator(linearRegressionDefinition);
