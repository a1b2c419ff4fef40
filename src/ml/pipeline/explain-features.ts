import { fail } from "../../errors/index.ts";
import type { Explanation, LinearScores, Model, PredictContext } from "../estimators/estimator.ts";
import { explainLinear } from "../estimators/linear-algebra/explain-linear.ts";
import type { Frame } from "../frame/frame.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { FeatureOrigin, FittedMatrixStep } from "../transformers/matrix/matrix-step.ts";
import type { FeatureMaker } from "./fitted-features.ts";

/** Rows to explain, and what they are measured against. */
export interface FeaturesToExplain extends PredictContext {
  readonly model: Model;
  readonly features: FeatureMaker;
  readonly frame: Frame;
  /** X of the frame. */
  readonly X: Matrix;
  readonly background: Frame | undefined;
}

/**
 * What each feature that chains made added to each score, whatever matrix steps are between them and the model. Through a selection any
 * model's contributions pass as they are; through sums of features only those of a model whose scores are sums themselves, as those are
 * then sums of the chains' features. Nothing is approximated.
 * @returns of the features before any matrix step
 * @throws ML_NOT_EXPLAINABLE where the model can't tell, or a matrix step mixes what it would tell
 */
export function explainFeatures(asked: FeaturesToExplain): Explanation {
  const { model, features, frame, X, background, team } = asked;
  if (model.explain === undefined) {
    throw notExplainable(model, "it has no structure from which exact contributions follow");
  }
  const mixing = features.matrix.find(({ origin }) => origin?.kind !== "selected");
  if (mixing === undefined) {
    const against = background && features.transform(background);
    const explanation = model.explain(X, { background: against, team });
    return features.matrix.reduceRight(throughSelection(features), explanation);
  }
  const scores = linearScoresOf(model, features, mixing);
  const against = background && features.chainMatrix(background);
  return explainLinear(model.estimator, scores, features.chainMatrix(frame), { background: against });
}

/** Contributions of a selection's features as those of the features that it selects from: the others contribute nothing. */
function throughSelection(
  features: FeatureMaker,
): (explanation: Explanation, step: FittedMatrixStep, index: number) => Explanation {
  return (explanation, { origin }, s) => {
    const { indices } = origin as FeatureOrigin & { readonly kind: "selected" };
    const { outputs } = explanation;
    const given = givenTo(features, s);
    const rows = explanation.contributions.length / (indices.length * outputs);
    const contributions = new Float64Array(rows * given * outputs);
    for (let i = 0; i < rows; i++) {
      for (const [k, f] of indices.entries()) {
        const from = (i * indices.length + k) * outputs;
        contributions.set(explanation.contributions.subarray(from, from + outputs), (i * given + f) * outputs);
      }
    }
    return { ...explanation, contributions };
  };
}

/** A linear model's scores as sums of the chains' features. @throws ML_NOT_EXPLAINABLE */
function linearScoresOf(model: Model, features: FeatureMaker, { step }: FittedMatrixStep): LinearScores {
  const { linearScores } = model;
  if (linearScores === undefined) {
    const reason = `its features are mixed by the recipe's "${step}", and only a linear model's contributions can be traced through that exactly`;
    throw notExplainable(model, reason);
  }
  return features.matrix.reduceRight((scores, { step, origin }, s): LinearScores => {
    if (origin === undefined) {
      throw notExplainable(model, `the recipe's "${step}" doesn't say which of the features its own are made of`);
    }
    const given = givenTo(features, s);
    return origin.kind === "selected" ? scattered(scores, origin.indices, given) : composed(scores, origin, given);
  }, linearScores);
}

function scattered(scores: LinearScores, indices: Int32Array, given: number): LinearScores {
  const spread = (values: Float64Array): Float64Array => {
    const wide = new Float64Array((values.length / indices.length) * given);
    for (let i = 0; i < values.length; i++) {
      wide[Math.floor(i / indices.length) * given + indices[i % indices.length]!] = values[i]!;
    }
    return wide;
  };
  return { ...scores, coefficients: spread(scores.coefficients), means: spread(scores.means) };
}

/** Coefficients of weights · (x - means) as coefficients of x; measured against the means, where that sum is 0. */
function composed(
  scores: LinearScores,
  { weights, means }: FeatureOrigin & { readonly kind: "linear" },
  given: number,
): LinearScores {
  const outputs = scores.intercepts.length;
  const made = weights.length / given;
  const coefficients = new Float64Array(outputs * given);
  const intercepts = scores.intercepts.slice();
  for (let k = 0; k < outputs; k++) {
    for (let f = 0; f < given; f++) {
      let sum = 0;
      for (let m = 0; m < made; m++) sum += scores.coefficients[k * made + m]! * weights[m * given + f]!;
      coefficients[k * given + f] = sum;
      intercepts[k]! -= sum * means[f]!;
    }
  }
  return { ...scores, coefficients, intercepts, means };
}

/** How many features matrix step `s` is given. */
function givenTo({ matrix, chainFeatures }: FeatureMaker, s: number): number {
  return (s === 0 ? chainFeatures : matrix[s - 1]!.features).length;
}

function notExplainable(model: Model, reason: string): Error {
  return fail("ML_NOT_EXPLAINABLE", { model: `A model of ${model.estimator}`, reason });
}
