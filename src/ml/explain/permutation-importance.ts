import { fail } from "../../errors/index.ts";
import { checkFeatures } from "../estimators/check-fit.ts";
import type { Model, PredictContext } from "../estimators/estimator.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import type { Metric, MetricOptions, Predictions } from "../metrics/metric.ts";
import { random } from "../random.ts";

/** Options of `permutationImportance`. */
export interface PermutationImportanceOptions extends PredictContext {
  /** Times that each feature is shuffled, 1..1000. Default 5. */
  readonly repeats?: number | undefined;
  readonly seed?: number | undefined;
  /** What the metric is told. Default: class 1 is the positive one. */
  readonly metricOptions?: MetricOptions | undefined;
}

/** How much worse a model gets without a feature. */
export interface FeatureImportance {
  readonly feature: string;
  /** Mean over the repeats of how much the metric got worse: 0 where the model doesn't use the feature; in the metric's unit. */
  readonly mean: number;
  /** Standard deviation over the repeats. */
  readonly deviation: number;
}

/**
 * Shuffles one feature after the other and tells how much worse the metric gets. Works for any model; of features that tell
 * the same, each hides the other's importance. Take rows that the model wasn't trained on.
 * @returns the most important feature first
 * @throws ML_SHAPE_MISMATCH, ML_PARAMETER_INVALID
 * @see Breiman, Random forests (2001), section 10
 * @example permutationImportance(linearRegression().fit(X, y, { seed: 1 }), X, y, findMetric("meanAbsoluteError")!, { repeats: 10 })
 */
export function permutationImportance(
  model: Model,
  X: Matrix,
  y: Target | null,
  metric: Metric,
  { repeats = 5, seed = 0, metricOptions = { positive: 1 }, team }: PermutationImportanceOptions = {},
): FeatureImportance[] {
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 1000) {
    const expected = "a whole number from 1 to 1000";
    throw fail("ML_PARAMETER_INVALID", {
      estimator: "permutationImportance",
      parameter: "repeats",
      expected,
      got: `${repeats}`,
    });
  }
  checkFeatures(model.estimator, model.nFeatures, X);
  const scoreOf = (matrix: Matrix): number => metric.compute(y, predictionsOf(model, matrix, { team }), metricOptions);
  const whole = scoreOf(X);
  const sign = metric.greaterIsBetter ? 1 : -1;
  const values = X.values.slice();
  const shuffled: Matrix = { ...X, values };
  const importances = X.features.map(({ name }, f) => {
    const column = values.subarray(f * X.nSamples, (f + 1) * X.nSamples);
    const drops = Array.from({ length: repeats }, (_, repeat) => {
      random(seed, "permutation importance", f, repeat).shuffle(column);
      return sign * (whole - scoreOf(shuffled));
    });
    column.set(X.values.subarray(f * X.nSamples, (f + 1) * X.nSamples));
    const mean = drops.reduce((sum, drop) => sum + drop, 0) / repeats;
    const squares = drops.reduce((sum, drop) => sum + (drop - mean) ** 2, 0);
    return { feature: name, mean, deviation: Math.sqrt(squares / repeats) };
  });
  return importances.sort((a, b) => b.mean - a.mean);
}

function predictionsOf(model: Model, X: Matrix, context: PredictContext): Predictions {
  const probabilities = model.predictProba?.(X, context);
  const values = model.predict(X, context);
  return probabilities === undefined
    ? { values, nClasses: model.nClasses }
    : { values, probabilities, nClasses: model.nClasses };
}
