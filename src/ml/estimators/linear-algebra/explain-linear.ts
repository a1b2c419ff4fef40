import { checkBackground } from "../../explain/check-background.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { checkFeatures } from "../check-fit.ts";
import type { ExplainOptions, Explanation, LinearScores } from "../estimator.ts";

/**
 * Shapley values of a linear model, features taken as independent: coefficient times (value - mean), which is exact.
 * @throws ML_SHAPE_MISMATCH, ML_TOO_FEW_SAMPLES
 * @see Lundberg & Lee, A unified approach to interpreting model predictions (2017), corollary 1
 */
export function explainLinear(
  estimator: string,
  { scale, coefficients, intercepts, means }: LinearScores,
  X: Matrix,
  { background }: ExplainOptions = {},
): Explanation {
  const [d, outputs, n] = [means.length, intercepts.length, X.nSamples];
  checkFeatures(estimator, d, X);
  if (background !== undefined) checkBackground(estimator, d, background);
  const against = background === undefined ? means : plainMeans(background);
  const baseline = intercepts.slice();
  const contributions = new Float64Array(n * d * outputs);
  for (let k = 0; k < outputs; k++) {
    for (let f = 0; f < d; f++) {
      const coefficient = coefficients[k * d + f]!;
      baseline[k]! += coefficient * against[f]!;
      for (let i = 0; i < n; i++) {
        contributions[(i * d + f) * outputs + k] = coefficient * (X.values[f * n + i]! - against[f]!);
      }
    }
  }
  return { outputs, scale, baseline, contributions };
}

function plainMeans({ nSamples, nFeatures, values }: Matrix): Float64Array {
  return Float64Array.from({ length: nFeatures }, (_, f) => {
    let sum = 0;
    for (let i = 0; i < nSamples; i++) sum += values[f * nSamples + i]!;
    return sum / nSamples;
  });
}
