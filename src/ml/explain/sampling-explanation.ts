import { fail } from "../../errors/index.ts";
import { checkFeatures } from "../estimators/check-fit.ts";
import type { Explanation, Model, PredictContext } from "../estimators/estimator.ts";
import { type Matrix, matrix } from "../frame/matrix.ts";
import { random } from "../random.ts";
import { checkBackground } from "./check-background.ts";

/** Options of `samplingExplanation`. */
export interface SamplingExplanationOptions extends PredictContext {
  /** Rows that "without this feature" is measured against; a hundred are plenty, as each costs predictions. */
  readonly background: Matrix;
  /** Orders of the features that are tried, each also backwards, 1..10000. Default 10. */
  readonly permutations?: number | undefined;
  readonly seed?: number | undefined;
}

/**
 * Shapley values of any model, by trying orders in which features become known: what a feature adds when its turn comes, on
 * average over orders and background rows. Additive by construction; exact with enough orders. In probabilities for
 * classifiers (of class 1 of two), else in the predicted values. A row costs 2 x permutations x features x background rows
 * predictions.
 * @throws ML_SHAPE_MISMATCH, ML_TOO_FEW_SAMPLES, ML_PARAMETER_INVALID
 * @see Mitchell et al., Sampling permutations for Shapley value estimation (2022): orders with their reverse
 */
export function samplingExplanation(
  model: Model,
  X: Matrix,
  { background, permutations = 10, seed = 0, team }: SamplingExplanationOptions,
): Explanation {
  if (!Number.isInteger(permutations) || permutations < 1 || permutations > 10_000) {
    const expected = "a whole number from 1 to 10000";
    throw fail("ML_PARAMETER_INVALID", {
      estimator: "samplingExplanation",
      parameter: "permutations",
      expected,
      got: `${permutations}`,
    });
  }
  checkFeatures(model.estimator, model.nFeatures, X);
  checkBackground(model.estimator, model.nFeatures, background);
  const score = scorer(model, { team });
  const baseline = meansOf(score.of(background), score.outputs, background.nSamples)[0]!;
  const { outputs } = score;
  const { nFeatures } = X;
  const contributions = new Float64Array(X.nSamples * nFeatures * outputs);
  for (let i = 0; i < X.nSamples; i++) {
    for (let p = 0; p < permutations; p++) {
      const order = random(seed, "orders", p).shuffle(Array.from({ length: nFeatures }, (_, f) => f));
      for (const turns of [order, [...order].reverse()]) {
        const scores = meansOf(score.of(walk(X, i, background, turns)), outputs, background.nSamples);
        turns.forEach((f, turn) => {
          const before = turn === 0 ? baseline : scores[turn - 1]!;
          for (let k = 0; k < outputs; k++) {
            contributions[(i * nFeatures + f) * outputs + k]! += (scores[turn]![k]! - before[k]!) / (2 * permutations);
          }
        });
      }
    }
  }
  return { outputs, scale: score.scale, baseline, contributions };
}

/** The background rows once for each turn, with the features known by then taken from row i of X. */
function walk(X: Matrix, i: number, background: Matrix, turns: readonly number[]): Matrix {
  const m = background.nSamples;
  const mixed = matrix(m * turns.length, X.features);
  turns.forEach((f, turn) => {
    const column = mixed.values.subarray(f * mixed.nSamples, (f + 1) * mixed.nSamples);
    const source = background.values.subarray(f * m, (f + 1) * m);
    for (let before = 0; before < turn; before++) column.set(source, before * m);
    column.fill(X.values[f * X.nSamples + i]!, turn * m);
  });
  return mixed;
}

interface Scorer {
  readonly outputs: number;
  readonly scale: "probability" | "value";
  /** (nSamples, outputs) row-major. */
  of(X: Matrix): Float64Array;
}

function scorer(model: Model, context: PredictContext): Scorer {
  const { nClasses } = model;
  if (model.predictProba === undefined) {
    return { outputs: 1, scale: "value", of: (X) => model.predict(X, context) };
  }
  const probabilities = (X: Matrix): Float64Array => model.predictProba!(X, context);
  if (nClasses > 2) return { outputs: nClasses, scale: "probability", of: probabilities };
  return { outputs: 1, scale: "probability", of: (X) => probabilities(X).filter((_, i) => i % 2 === 1) };
}

/** Means over groups of `m` rows: (groups)(outputs). */
function meansOf(scores: Float64Array, outputs: number, m: number): Float64Array[] {
  return Array.from({ length: scores.length / (outputs * m) }, (_, group) => {
    const means = new Float64Array(outputs);
    for (let i = 0; i < m * outputs; i++) means[i % outputs]! += scores[group * m * outputs + i]! / m;
    return means;
  });
}
