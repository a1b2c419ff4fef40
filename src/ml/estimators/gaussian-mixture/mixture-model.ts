import { fail } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { exp, log } from "../../kernels/math.ts";
import { checkFeatures } from "../check-fit.ts";
import type { Model, ModelData } from "../estimator.ts";
import { checkDistribution, modelFields, mostFeatures } from "../model-fields.ts";
import {
  covarianceKinds,
  covarianceLength,
  freeParameters,
  type Mixture,
  rowLogDensities,
  type Whitening,
  whitenings,
} from "./mixture.ts";

/** What a mixture says of samples. */
export interface MixtureScores {
  /** (nSamples) natural logarithm of each sample's density. */
  readonly logLikelihood: Float64Array;
  /** (nSamples, nComponents) row-major: how likely each component made the sample; rows sum to 1. */
  readonly responsibilities: Float64Array;
  /** Bayesian information criterion of these samples: lower is better. @see Schwarz 1978 */
  readonly bic: number;
  /** Akaike's information criterion of these samples: lower is better. @see Akaike 1974 */
  readonly aic: number;
}

/** A mixture as a model: of clustering its component, of anomaly the negative log likelihood. */
export function mixtureModel(estimator: string, task: "clustering" | "anomaly", mixture: Mixture): Model {
  const { nFeatures, weights } = mixture;
  const shapes = whitenings(mixture)!;
  return {
    estimator,
    task,
    nFeatures,
    nClasses: 0,
    predict(X) {
      checkFeatures(estimator, nFeatures, X);
      const values = new Float64Array(X.nSamples);
      eachRow(X, mixture, shapes, (logs, i) => {
        values[i] = task === "anomaly" ? -logSum(logs) : logs.indexOf(logs.reduce((a, b) => Math.max(a, b)));
      });
      return values;
    },
    toData: () => ({
      nFeatures,
      components: weights.length,
      covariance: mixture.kind,
      weights,
      means: mixture.means,
      covariances: mixture.covariances,
    }),
  };
}

/** @throws ML_MODEL_CORRUPT */
export function readMixture(estimator: string, data: ModelData): Mixture {
  const fields = modelFields(estimator, data);
  const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
  const components = fields.integer("components", 1, 65_535);
  const kind = fields.choice("covariance", covarianceKinds);
  const mixture = {
    kind,
    nFeatures,
    weights: fields.doubles("weights", components),
    means: fields.doubles("means", components * nFeatures),
    covariances: fields.doubles("covariances", covarianceLength(kind, components, nFeatures)),
  };
  fields.end();
  checkDistribution(`${estimator}.weights`, mixture.weights);
  if (whitenings(mixture) !== undefined) return mixture;
  throw fail("ML_MODEL_CORRUPT", {
    where: `${estimator}.covariances`,
    expected: "positive definite matrices",
    got: "others",
  });
}

/**
 * Log likelihoods, responsibilities and information criteria of samples under a fitted mixture.
 * @param model of `gaussianMixture` or `mixtureDensity`
 * @throws ML_SHAPE_MISMATCH for another model, or another number of features
 * @example mixtureScores(gaussianMixture({ components: 3 }).fit(X, null, { seed: 1 }), X).bic
 */
export function mixtureScores(model: Model, X: Matrix): MixtureScores {
  if (model.estimator !== "gaussianMixture" && model.estimator !== "mixtureDensity") {
    throw fail("ML_SHAPE_MISMATCH", { what: "mixtureScores", expected: "a mixture's model", got: model.estimator });
  }
  checkFeatures(model.estimator, model.nFeatures, X);
  const mixture = readMixture(model.estimator, model.toData());
  const k = mixture.weights.length;
  const logLikelihood = new Float64Array(X.nSamples);
  const responsibilities = new Float64Array(X.nSamples * k);
  let total = 0;
  eachRow(X, mixture, whitenings(mixture)!, (logs, i) => {
    const sum = logSum(logs);
    logLikelihood[i] = sum;
    total += sum;
    for (let c = 0; c < k; c++) responsibilities[i * k + c] = exp(logs[c]! - sum);
  });
  const free = freeParameters(mixture);
  return { logLikelihood, responsibilities, bic: free * log(X.nSamples) - 2 * total, aic: 2 * free - 2 * total };
}

function eachRow(
  X: Matrix,
  { nFeatures, means, weights }: Mixture,
  shapes: readonly Whitening[],
  visit: (logs: Float64Array, i: number) => void,
): void {
  const row = new Float64Array(nFeatures);
  const logs = new Float64Array(weights.length);
  for (let i = 0; i < X.nSamples; i++) {
    for (let f = 0; f < nFeatures; f++) row[f] = X.values[f * X.nSamples + i]!;
    rowLogDensities(row, means, shapes, logs);
    visit(logs, i);
  }
}

/** log Σ exp, without overflow. */
function logSum(logs: Float64Array): number {
  const top = logs.reduce((a, b) => Math.max(a, b));
  if (!Number.isFinite(top)) return top;
  return top + log(logs.reduce((sum, one) => sum + exp(one - top), 0));
}
