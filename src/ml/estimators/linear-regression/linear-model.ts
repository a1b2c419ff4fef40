import { checkFeatures } from "../check-fit.ts";
import type { LinearScores, Model, ModelData } from "../estimator.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { explainLinear } from "../linear-algebra/explain-linear.ts";
import { modelFields, mostFeatures } from "../model-fields.ts";

/** What a linear regression of any kind has learned. */
export interface LinearParameters {
  /** (nFeatures). */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** (nFeatures) means of the training rows, which explanations measure against. */
  readonly means: Float64Array;
}

/** The model of X · coefficients + intercept, under the name of the estimator that made it. */
export function linearModel(estimator: string, { coefficients, intercept, means }: LinearParameters): Model {
  const nFeatures = coefficients.length;
  const intercepts = Float64Array.of(intercept);
  const linearScores: LinearScores = { scale: "value", coefficients, intercepts, means };
  return {
    estimator,
    task: "regression",
    nFeatures,
    nClasses: 0,
    predict(X) {
      checkFeatures(estimator, nFeatures, X);
      return linearPredictor(X, coefficients, intercept);
    },
    explain: (X, options) => explainLinear(estimator, linearScores, X, options),
    linearScores,
    toData: () => ({ nFeatures, coefficients, intercept: intercepts, means }),
  };
}

/** @throws ML_MODEL_CORRUPT */
export function loadLinearModel(estimator: string, data: ModelData): Model {
  const fields = modelFields(estimator, data);
  const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
  const coefficients = fields.doubles("coefficients", nFeatures);
  const means = fields.doubles("means", nFeatures);
  const [intercept] = fields.doubles("intercept", 1);
  fields.end();
  return linearModel(estimator, { coefficients, intercept: intercept!, means });
}
