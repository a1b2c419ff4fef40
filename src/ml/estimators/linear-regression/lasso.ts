import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import { fitLinear } from "./fit-linear.ts";
import type { LassoParameters } from "./lasso-parameters.ts";
import { linearModel, loadLinearModel } from "./linear-model.ts";
import { sweepParameters } from "./sweep-parameters.ts";

const NAME = "lasso";

/**
 * The lasso: minimises ½ Σ w (y - X b - a)² / Σ w + strength ‖b‖₁. The intercept a is not penalised.
 * `strength` is scikit-learn's Lasso(alpha): beside a mean, where those of `ridge` and `linearRegression` are beside a sum.
 * @see Tibshirani 1996, "Regression shrinkage and selection via the lasso"
 */
export const lassoDefinition: EstimatorDefinition<"regression"> = {
  name: NAME,
  summary: "A weighted sum of few of the features: an absolute penalty sets the coefficients of the others to 0.",
  tasks: ["regression"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    strength: {
      type: "number",
      default: 1,
      low: 0,
      high: Number.POSITIVE_INFINITY,
      search: { low: 1e-4, high: 10, log: true },
      summary:
        "Strength of the absolute penalty, beside half the MEAN squared error: it is in the target's unit and stays right when rows are added.",
    },
    ...sweepParameters,
  },
  complexity: 1,
  checksValues: true,
  fit(X, y, params, context) {
    const strength = params["strength"] as number;
    return linearModel(
      NAME,
      fitLinear(NAME, X, y, params, context, (total) => ({ l1: strength * total, l2: 0 })),
    );
  },
  load: (data) => loadLinearModel(NAME, data),
};

/** Least squares with an absolute penalty: `lasso({ strength: 0.1 })`. */
export const lasso: EstimatorFactory<"regression", LassoParameters> = defineEstimator(lassoDefinition);
