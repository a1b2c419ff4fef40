import type { Matrix } from "../../frame/matrix.ts";
import type { ClassTarget } from "../../frame/target.ts";
import { log, sigmoid } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import { defineEstimator } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model, ModelData } from "../estimator.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { classificationTasks, modelFields, mostFeatures } from "../model-fields.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { curvature, isFactored } from "./curvature.ts";
import { logisticObjective, softmaxInPlace } from "./logistic-loss.ts";
import { minimise } from "./minimise.ts";
import { preconditioner } from "./preconditioner.ts";
import { proximalNewton } from "./proximal-newton.ts";

/**
 * Logistic regression, binary or multinomial: minimises
 * Σ w (log loss) + strength · (l1Ratio ‖b‖₁ + ½ (1 - l1Ratio) ‖b‖²). Intercepts are not penalised.
 * `strength` is 1 / C of scikit-learn's LogisticRegression.
 */
export const logisticRegressionDefinition: EstimatorDefinition<(typeof classificationTasks)[number]> = {
  name: "logisticRegression",
  summary: "Log-odds as a weighted sum of the features, with a ridge, lasso or elastic-net penalty.",
  tasks: classificationTasks,
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    strength: {
      type: "number",
      default: 1,
      low: 0,
      high: Number.POSITIVE_INFINITY,
      search: { low: 1e-3, high: 1e3, log: true },
      summary: "Strength of the penalty on the coefficients, beside the sum of the log losses (1 / C elsewhere).",
    },
    l1Ratio: {
      type: "number",
      default: 0,
      low: 0,
      high: 1,
      summary: "Share of the penalty that is absolute (and sets coefficients to 0): 0 is ridge, 1 is the lasso.",
    },
    maxIterations: { type: "integer", default: 300, low: 1, high: 1_000_000, summary: "Most iterations of L-BFGS." },
    tolerance: {
      type: "number",
      default: 1e-6,
      low: 0,
      high: 1,
      summary: "Ends when another step would change the log-odds by less than about this (root mean square).",
    },
  },
  complexity: 1,
  fit(X, y, params, context) {
    const target = y as ClassTarget;
    const nClasses = Math.max(2, target.classes.length);
    return model(nClasses, X.nFeatures, parametersOf(X, target, nClasses, params, context));
  },
  load(data: ModelData) {
    const fields = modelFields("logisticRegression", data);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const nClasses = fields.integer("nClasses", 2, mostFeatures);
    const nBlocks = nClasses === 2 ? 1 : nClasses;
    const intercepts = fields.doubles("intercepts", nBlocks);
    const coefficients = fields.doubles("coefficients", nBlocks * nFeatures);
    fields.end();
    return model(nClasses, nFeatures, { coefficients, intercepts });
  },
};

/** Binary or multinomial logistic regression: `logisticRegression({ strength: 0.1 })`. */
export const logisticRegression = defineEstimator(logisticRegressionDefinition);

interface Parameters {
  /** (nBlocks, nFeatures) row-major; two classes have one block, the log-odds of the second. */
  readonly coefficients: Float64Array;
  /** (nBlocks). */
  readonly intercepts: Float64Array;
}

function parametersOf(
  X: Matrix,
  { codes }: ClassTarget,
  nClasses: number,
  params: ParameterValues,
  context: FitContext,
): Parameters {
  const nBlocks = nClasses === 2 ? 1 : nClasses;
  const weight = context.sampleWeight;
  const [strength, l1Ratio] = [params["strength"] as number, params["l1Ratio"] as number];
  const maxIterations = params["maxIterations"] as number;
  const { shares, total } = classShares(codes, nClasses, weight);
  const inputs = { X, codes, nBlocks, weight, total, l2: strength * (1 - l1Ratio) };
  const width = X.nFeatures + 1;
  const start = new Float64Array(nBlocks * width);
  const priors = nBlocks === 1 ? Float64Array.of(log(shares[1]! / shares[0]!)) : centredLogs(shares, total);
  priors.forEach((prior, k) => {
    start[k * width + X.nFeatures] = prior;
  });
  const l1 = (strength * l1Ratio) / total;
  const ridge = inputs.l2 / total;
  const shared = {
    start,
    objective: logisticObjective(inputs),
    maxIterations,
    tolerance: params["tolerance"] as number,
    beforeIteration: (iteration: number) =>
      reportProgress(context, iteration / maxIterations, `iteration ${iteration + 1}`),
  };
  const theta =
    l1 > 0 && isFactored(nBlocks, X.nFeatures)
      ? proximalNewton({
          ...shared,
          nBlocks,
          l1,
          ridge,
          curvatureAt: (at) => curvature(inputs, at, 1e8),
        })
      : minimise({
          ...shared,
          l1: l1 > 0 ? start.map((_, i) => (i % width === X.nFeatures ? 0 : l1)) : undefined,
          preconditionerAt: (at) => preconditioner(curvature(inputs, at, 1.6e7), ridge, l1 === 0),
        });
  reportProgress(context, 1, "converged");
  return split(theta, nBlocks, X.nFeatures);
}

/** Blocks apart; the intercepts of more than two classes are centred, since only their differences mean anything. */
function split(theta: Float64Array, nBlocks: number, nFeatures: number): Parameters {
  const width = nFeatures + 1;
  const coefficients = new Float64Array(nBlocks * nFeatures);
  const intercepts = new Float64Array(nBlocks);
  for (let k = 0; k < nBlocks; k++) {
    coefficients.set(theta.subarray(k * width, k * width + nFeatures), k * nFeatures);
    intercepts[k] = theta[k * width + nFeatures]!;
  }
  if (nBlocks === 1) return { coefficients, intercepts };
  const mean = intercepts.reduce((sum, one) => sum + one, 0) / nBlocks;
  return { coefficients, intercepts: intercepts.map((one) => one - mean) };
}

function classShares(
  codes: Int32Array,
  nClasses: number,
  weight: Float64Array | undefined,
): { shares: Float64Array; total: number } {
  const sums = new Float64Array(nClasses);
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    const one = weight === undefined ? 1 : weight[i]!;
    sums[codes[i]!]! += one;
    total += one;
  }
  return { shares: sums.map((sum) => sum / total), total };
}

/** log(share) minus its mean; a class without rows counts as a hundredth of one. */
function centredLogs(shares: Float64Array, total: number): Float64Array {
  const logs = shares.map((share) => log(Math.max(share, 0.01 / total)));
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  return logs.map((one) => one - mean);
}

function model(nClasses: number, nFeatures: number, { coefficients, intercepts }: Parameters): Model {
  const predictProba = (X: Matrix): Float64Array => {
    checkFeatures("logisticRegression", nFeatures, X);
    const probabilities = new Float64Array(X.nSamples * nClasses);
    intercepts.forEach((intercept, k) => {
      const margins = linearPredictor(X, coefficients, intercept, k * nFeatures);
      for (let i = 0; i < X.nSamples; i++) probabilities[i * nClasses + (nClasses === 2 ? 1 : k)] = margins[i]!;
    });
    for (let i = 0; i < X.nSamples; i++) {
      if (nClasses > 2) softmaxInPlace(probabilities, i * nClasses, nClasses, 1);
      else {
        const p = sigmoid(probabilities[i * 2 + 1]!);
        probabilities[i * 2] = 1 - p;
        probabilities[i * 2 + 1] = p;
      }
    }
    return probabilities;
  };
  return {
    estimator: "logisticRegression",
    task: nClasses === 2 ? "binary" : "multiclass",
    nFeatures,
    nClasses,
    predict: (X) => likeliest(predictProba(X), nClasses),
    predictProba,
    toData: () => ({ nFeatures, nClasses, coefficients, intercepts }),
  };
}

/** The class of highest probability per row; the first of equals. */
function likeliest(probabilities: Float64Array, nClasses: number): Float64Array {
  return Float64Array.from({ length: probabilities.length / nClasses }, (_, i) => {
    let best = 0;
    for (let k = 1; k < nClasses; k++) {
      if (probabilities[i * nClasses + k]! > probabilities[i * nClasses + best]!) best = k;
    }
    return best;
  });
}
