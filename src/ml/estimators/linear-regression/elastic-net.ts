import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition } from "../estimator.ts";
import type { ElasticNetParameters } from "./elastic-net-parameters.ts";
import { fitLinear } from "./fit-linear.ts";
import { linearModel, loadLinearModel } from "./linear-model.ts";
import { sweepParameters } from "./sweep-parameters.ts";

const NAME = "elasticNet";

/**
 * Elastic net: minimises ½ Σ w (y - X b - a)² / Σ w + strength · (l1Ratio ‖b‖₁ + ½ (1 - l1Ratio) ‖b‖²). The intercept a is
 * not penalised. `strength` is scikit-learn's ElasticNet(alpha), `l1Ratio` its l1_ratio.
 * @see Zou & Hastie 2005, "Regularization and variable selection via the elastic net"
 */
export const elasticNetDefinition: EstimatorDefinition<"regression"> = {
  name: NAME,
  summary:
    "A weighted sum of the features under an absolute and a squared penalty: few features, and groups of alike ones together.",
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
        "Strength of the mixed penalty, beside half the MEAN squared error: it is in the target's unit and stays right when rows are added.",
    },
    l1Ratio: {
      type: "number",
      default: 0.5,
      low: 0,
      high: 1,
      search: { low: 0, high: 1 },
      summary: "Share of the penalty that is absolute (and sets coefficients to 0): 0 is ridge, 1 is the lasso.",
    },
    ...sweepParameters,
  },
  complexity: 1,
  checksValues: true,
  fit(X, y, params, context) {
    const [strength, l1Ratio] = [params["strength"] as number, params["l1Ratio"] as number];
    return linearModel(
      NAME,
      fitLinear(NAME, X, y, params, context, (total) => ({
        l1: strength * l1Ratio * total,
        l2: strength * (1 - l1Ratio) * total,
      })),
    );
  },
  load: (data) => loadLinearModel(NAME, data),
};

/** Least squares with an absolute and a squared penalty: `elasticNet({ strength: 0.1, l1Ratio: 0.5 })`. */
export const elasticNet: EstimatorFactory<"regression", ElasticNetParameters> = defineEstimator(elasticNetDefinition);
