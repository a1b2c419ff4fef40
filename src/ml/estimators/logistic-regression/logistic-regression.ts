import type { Matrix } from "../../frame/matrix.ts";
import type { ClassTarget } from "../../frame/target.ts";
import { log, sigmoid } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import { classWeighted, classWeightParameter } from "../class-weight.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, LinearScores, Model, ModelData } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import { linearPredictor } from "../linear-algebra/chunks.ts";
import { explainLinear } from "../linear-algebra/explain-linear.ts";
import { SharedFeatures } from "../linear-algebra/shared-features.ts";
import { classificationTasks, modelFields, mostFeatures } from "../model-fields.ts";
import type { ParameterValues } from "../parameters.ts";
import { reportProgress } from "../progress.ts";
import { curvature, curvatureSample, isFactored } from "./curvature.ts";
import { type LossMemory, logisticObjective, lossBytes, placeLoss, softmaxInPlace } from "./logistic-loss.ts";
import type { LogisticRegressionParameters } from "./logistic-regression-parameters.ts";
import { minimise } from "./minimise.ts";
import { keeper } from "./minimiser-state.ts";
import { preconditioner } from "./preconditioner.ts";
import { proximalNewton } from "./proximal-newton.ts";
import { warmStart } from "./warm-start.ts";

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
    classWeight: classWeightParameter,
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
  calibratable: true,
  checksValues: true,
  fit(X, y, params, context) {
    const target = y as ClassTarget;
    const nClasses = Math.max(2, target.classes.length);
    return model(nClasses, parametersOf(X, target, nClasses, params, context));
  },
  load(data: ModelData) {
    const fields = modelFields("logisticRegression", data);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const nClasses = fields.integer("nClasses", 2, mostFeatures);
    const nBlocks = nClasses === 2 ? 1 : nClasses;
    const means = fields.doubles("means", nFeatures);
    const intercepts = fields.doubles("intercepts", nBlocks);
    const coefficients = fields.doubles("coefficients", nBlocks * nFeatures);
    fields.end();
    return model(nClasses, { coefficients, intercepts, means });
  },
};

/** Binary or multinomial logistic regression: `logisticRegression({ strength: 0.1 })`. */
export const logisticRegression: EstimatorFactory<(typeof classificationTasks)[number], LogisticRegressionParameters> =
  defineEstimator(logisticRegressionDefinition);

interface Parameters {
  /** (nBlocks, nFeatures) row-major; two classes have one block, the log-odds of the second. */
  readonly coefficients: Float64Array;
  /** (nBlocks). */
  readonly intercepts: Float64Array;
  /** (nFeatures) means of the training rows, which explanations measure against. */
  readonly means: Float64Array;
}

function parametersOf(
  X: Matrix,
  target: ClassTarget,
  nClasses: number,
  params: ParameterValues,
  context: FitContext,
): Parameters {
  const nBlocks = nClasses === 2 ? 1 : nClasses;
  const width = X.nFeatures + 1;
  const weight = classWeighted(target, context.sampleWeight, params["classWeight"] as "none" | "balanced");
  const fingerprint = fitFingerprint("logisticRegression", params, context.seed, X);
  const kept = keeper("logisticRegression", fingerprint, nBlocks * width, context.checkpoint);
  reportProgress(context, 0, "reading");
  const { features, memory } = lossMemory(X, target.codes, nBlocks, weight, context);
  const { total } = features;
  const { l1, l2 } = penalties(params);
  const maxIterations = params["maxIterations"] as number;
  const start = priors(target.codes, nClasses, weight, total, width);
  const shared = {
    objective: logisticObjective(features, memory, nBlocks, l2),
    maxIterations,
    tolerance: params["tolerance"] as number,
    beforeIteration: (iteration: number) =>
      reportProgress(context, iteration / maxIterations, `iteration ${iteration + 1}`),
    keeper: kept,
  };
  const isProximal = l1 > 0 && isFactored(nBlocks, X.nFeatures);
  const sample = curvatureSample(X, target.codes, weight, nBlocks, isProximal ? 1e8 : 3e7, context.team);
  const ridge = l2 / total;
  const curvatureAt = (theta: Float64Array) => curvature(sample, theta, nBlocks);
  const preconditionerAt = (at: Float64Array) => preconditioner(curvatureAt(at), ridge, l1 === 0);
  const beforeIteration = () => reportProgress(context, 0, "starting");
  const known = { start, preconditionerAt, keeper: kept, beforeIteration };
  const theta = isProximal
    ? proximalNewton({ ...shared, start, nBlocks, l1: l1 / total, ridge, curvatureAt })
    : minimise({
        ...shared,
        ...(l1 > 0 ? { start } : warmStart(sample, { ...known, nSamples: X.nSamples, nClasses, nBlocks, ridge })),
        l1: l1 > 0 ? start.map((_, i) => (i % width === X.nFeatures ? 0 : l1 / total)) : undefined,
        preconditionerAt,
      });
  reportProgress(context, 1, "converged");
  return { ...split(theta, nBlocks, X.nFeatures), means: features.means() };
}

function penalties(params: ParameterValues): { l1: number; l2: number } {
  const [strength, l1Ratio] = [params["strength"] as number, params["l1Ratio"] as number];
  return { l1: strength * l1Ratio, l2: strength * (1 - l1Ratio) };
}

/** X, codes and the loss's arrays where the kernel sees them. */
function lossMemory(
  X: Matrix,
  codes: Int32Array,
  nBlocks: number,
  weight: Float64Array | undefined,
  { team }: FitContext,
): { features: SharedFeatures; memory: LossMemory } {
  const extra = lossBytes(X.nSamples, X.nFeatures, nBlocks);
  const features = new SharedFeatures(X, weight, { team, extra, unchecked: "logisticRegression" });
  return { features, memory: placeLoss(features, codes, nBlocks) };
}

/** Where the search begins: no coefficients, and intercepts that give the classes' shares. */
function priors(
  codes: Int32Array,
  nClasses: number,
  weight: Float64Array | undefined,
  total: number,
  width: number,
): Float64Array {
  const shares = classShares(codes, nClasses, weight, total);
  const logs = nClasses === 2 ? Float64Array.of(log(shares[1]! / shares[0]!)) : centredLogs(shares, total);
  const start = new Float64Array(logs.length * width);
  logs.forEach((prior, k) => {
    start[k * width + width - 1] = prior;
  });
  return start;
}

/** Blocks apart; the intercepts of more than two classes are centred, since only their differences mean anything. */
function split(theta: Float64Array, nBlocks: number, nFeatures: number): Omit<Parameters, "means"> {
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
  total: number,
): Float64Array {
  const sums = new Float64Array(nClasses);
  for (let i = 0; i < codes.length; i++) sums[codes[i]!]! += weight === undefined ? 1 : weight[i]!;
  return sums.map((sum) => sum / total);
}

/** log(share) minus its mean; a class without rows counts as a hundredth of one. */
function centredLogs(shares: Float64Array, total: number): Float64Array {
  const logs = shares.map((share) => log(Math.max(share, 0.01 / total)));
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  return logs.map((one) => one - mean);
}

function model(nClasses: number, parameters: Parameters): Model {
  const { coefficients, intercepts, means } = parameters;
  const nFeatures = means.length;
  const linearScores: LinearScores = { scale: "logOdds", coefficients, intercepts, means };
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
    explain: (X, options) => explainLinear("logisticRegression", linearScores, X, options),
    linearScores,
    toData: () => ({ nFeatures, nClasses, coefficients, intercepts, means }),
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
