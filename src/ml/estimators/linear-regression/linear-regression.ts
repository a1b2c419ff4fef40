import type { Matrix } from "../../frame/matrix.ts";
import type { ValueTarget } from "../../frame/target.ts";
import { checkFeatures } from "../check-fit.ts";
import { defineEstimator } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model, ModelData } from "../estimator.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { featureMeans, gram, sumsOfSquares } from "../linear-algebra/gram.ts";
import { modelFields, mostFeatures } from "../model-fields.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { conjugateGradients } from "./conjugate-gradients.ts";
import { coordinateDescent } from "./coordinate-descent.ts";
import { leastSquares } from "./least-squares.ts";
import { wideDescent } from "./wide-descent.ts";

/** From this many features on, the Gram matrix is dearer than sweeps over the rows. */
const wideFeatures = 1000;

/**
 * Least squares, ridge, lasso and elastic net:
 * minimises ½ Σ w (y - X b - a)² + strength · (l1Ratio ‖b‖₁ + ½ (1 - l1Ratio) ‖b‖²). The intercept a is not penalised.
 * `strength` is scikit-learn's Ridge(alpha) for l1Ratio 0 and nSamples · ElasticNet(alpha) else.
 */
export const linearRegressionDefinition: EstimatorDefinition<"regression"> = {
  name: "linearRegression",
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
    maxIterations: {
      type: "integer",
      default: 1000,
      low: 1,
      high: 1_000_000,
      summary: "Most rounds over the coefficients (where there is an absolute penalty, or over 1,000 features).",
    },
    tolerance: {
      type: "number",
      default: 1e-7,
      low: 0,
      high: 1,
      summary: "Rounds end when what is left to gain is below this share of the whole.",
    },
  },
  complexity: 1,
  fit(X, y, params, context) {
    const { values } = y as ValueTarget;
    const means = featureMeans(X, context.sampleWeight);
    const yMean = weightedMean(values, context.sampleWeight);
    reportProgress(context, 0, "normal equations");
    const b = coefficientsOf(
      X,
      means,
      values.map((value) => value - yMean),
      params,
      context,
    );
    let intercept = yMean;
    for (let f = 0; f < b.length; f++) intercept -= b[f]! * means[f]!;
    reportProgress(context, 1, "solved");
    return model(b, intercept);
  },
  load(data: ModelData) {
    const fields = modelFields("linearRegression", data);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const coefficients = fields.doubles("coefficients", nFeatures);
    const [intercept] = fields.doubles("intercept", 1);
    fields.end();
    return model(coefficients, intercept!);
  },
};

/** Least squares, ridge, lasso or elastic net: `linearRegression({ strength: 1 })`. */
export const linearRegression = defineEstimator(linearRegressionDefinition);

/** @param y (nSamples) centred */
function coefficientsOf(
  X: Matrix,
  means: Float64Array,
  y: Float64Array,
  params: ParameterValues,
  context: FitContext,
): Float64Array {
  const [strength, l1Ratio] = [params["strength"] as number, params["l1Ratio"] as number];
  const maxIterations = params["maxIterations"] as number;
  const options = {
    l1: strength * l1Ratio,
    l2: strength * (1 - l1Ratio),
    maxIterations,
    tolerance: params["tolerance"] as number,
    beforeSweep: (sweep: number) => reportProgress(context, sweep / maxIterations, `sweep ${sweep + 1}`),
  };
  const weight = context.sampleWeight;
  if (X.nFeatures > wideFeatures) {
    return options.l1 > 0
      ? wideDescent(X, means, sumsOfSquares(X, means, weight), y, weight, options)
      : conjugateGradients(X, means, y, weight, options);
  }
  const G = gram(X, means, weight);
  const c = featureTimes(X, means, y, weight);
  return options.l1 > 0 ? coordinateDescent(G, c, options) : leastSquares(G, c, options.l2);
}

/** Σ w (x - mean) y of every feature. */
function featureTimes(X: Matrix, means: Float64Array, y: Float64Array, weight: Float64Array | undefined): Float64Array {
  const n = X.nSamples;
  return means.map((mean, f) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += (X.values[f * n + i]! - mean) * y[i]! * (weight === undefined ? 1 : weight[i]!);
    }
    return sum;
  });
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const one = weight === undefined ? 1 : weight[i]!;
    sum += one * values[i]!;
    total += one;
  }
  return sum / total;
}

function model(coefficients: Float64Array, intercept: number): Model {
  const nFeatures = coefficients.length;
  return {
    estimator: "linearRegression",
    task: "regression",
    nFeatures,
    nClasses: 0,
    predict(X) {
      checkFeatures("linearRegression", nFeatures, X);
      return linearPredictor(X, coefficients, intercept);
    },
    toData: () => ({ nFeatures, coefficients, intercept: Float64Array.of(intercept) }),
  };
}
