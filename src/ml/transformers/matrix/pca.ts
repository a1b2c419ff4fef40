import { fail } from "../../../errors/index.ts";
import { checkValues } from "../../estimators/check-fit.ts";
import { PrincipalComponents } from "../../estimators/pca/principal-components.ts";
import type { Feature } from "../../frame/matrix.ts";
import { DataReader } from "../read-data.ts";
import type { FittedMatrixStep, MatrixStepDefinition } from "./matrix-step.ts";

/** Finding the axes takes time with the third power of the features. */
const mostFeatures = 512;
const largest = 3.4028234663852886e38;

/**
 * Principal components in place of the features: centred projections on the orthogonal axes along which training rows vary most. Each
 * axis points where its entry of largest magnitude is positive, as scikit-learn's `svd_flip(u_based_decision=False)` has it. A row with
 * a missing value has no projection: all its components are missing.
 * @see Jolliffe 2002, "Principal component analysis"
 */
export const pca: MatrixStepDefinition = {
  name: "pca",
  summary:
    "Principal components in place of the features: few uncorrelated sums of them that keep most of the variance. Scale the features first.",
  phrase: "principal components",
  kinds: ["numeric"],
  parameters: {
    components: {
      type: "integer",
      default: null,
      low: 1,
      high: mostFeatures,
      summary:
        "How many are kept; at most as many as there are features, or training rows. null: as many as `variance` takes.",
    },
    variance: {
      type: "number",
      default: 0.95,
      low: 0,
      high: 1,
      exclusiveHigh: true,
      summary: "The fewest components are kept that explain more than this share of the variance.",
    },
  },
  needsTarget: false,
  fit({ X, params }) {
    if (X.nFeatures > mostFeatures) {
      throw fail("ML_TOO_LARGE", {
        what: "pca",
        needs: `the axes of ${X.nFeatures} features`,
        most: `the ${mostFeatures} that can be found in reasonable time`,
        instead: "Put `selectBest` before it, or make fewer features of texts and categories.",
      });
    }
    checkValues("pca", X);
    const { means, axes, explainedVarianceRatio } = PrincipalComponents.fit(X);
    const most = Math.min(X.nFeatures, X.nSamples);
    const asked = params["components"] === null ? countFor(explainedVarianceRatio, Number(params["variance"])) : null;
    const count = Math.min(most, asked ?? Number(params["components"]));
    return fitted(means, axes.slice(0, count * X.nFeatures));
  },
  load(data, features) {
    const reader = new DataReader(data, "pca", ["components", "means", "axes"]);
    const count = reader.integer("components", 1, Math.max(1, features.length));
    return fitted(reader.float64("means", features.length), reader.float64("axes", count * features.length));
  },
};

/** The fewest that explain more than the share; one where nothing varies. */
function countFor(ratios: Float64Array, share: number): number {
  let [count, explained] = [1, ratios[0]!];
  while (explained > 0 && explained <= share && count < ratios.length) explained += ratios[count++]!;
  return count;
}

/** @param axes (components, features) row-major */
function fitted(means: Float64Array, axes: Float64Array): FittedMatrixStep {
  const d = means.length;
  const count = axes.length / d;
  return {
    step: "pca",
    features: Array.from({ length: count }, (_, k): Feature => ({ name: `pca ${k + 1}`, kind: "numeric" })),
    transform({ nSamples: n, values }, into) {
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < count; k++) {
          let sum = 0;
          for (let f = 0; f < d; f++) sum += axes[k * d + f]! * (values[f * n + i]! - means[f]!);
          // X is float32, and infinity would be refused by every estimator.
          into[k * n + i] = sum > largest ? largest : sum < -largest ? -largest : sum;
        }
      }
    },
    origin: { kind: "linear", weights: axes, means },
    toData: () => ({ components: count, means, axes }),
  };
}
