import { fail } from "../../../errors/index.ts";
import { defineEstimator } from "../define-estimator.ts";
import type { EstimatorDefinition, Model, ModelData } from "../estimator.ts";
import { modelFields, mostFeatures } from "../model-fields.ts";
import { reportProgress } from "../progress.ts";
import type { PcaParameters } from "./pca-parameters.ts";
import { PrincipalComponents } from "./principal-components.ts";

const NAME = "pca";

/**
 * Anomalies by principal components: the squared distance between a sample and its image among the axes that explain most.
 * One reading of the rows and a matrix of the features: nothing worth keeping at checkpoints.
 * @see Shyu et al. 2003, "A novel anomaly detection scheme based on principal component classifier"
 */
export const pcaDefinition: EstimatorDefinition<"anomaly"> = {
  name: NAME,
  summary: "Scores a sample by its squared distance to the plane along which samples vary most.",
  tasks: ["anomaly"],
  accepts: { missing: false, categories: false, needsScaling: true },
  parameters: {
    explained: {
      type: "number",
      default: 0.8,
      low: 0,
      high: 1,
      search: { low: 0.3, high: 0.95 },
      summary:
        "Axes are kept until they explain this share of the variance; one at least, and one fewer than there are.",
    },
  },
  complexity: 3,
  fit(X, _y, params, context) {
    reportProgress(context, 0, "covariance");
    const { sampleWeight, team } = context;
    const whole = PrincipalComponents.fit(X, { sampleWeight, team });
    reportProgress(context, 1, "solved");
    return model(keep(whole, params["explained"] as number));
  },
  load,
};

/**
 * Anomaly scores by reconstruction: `pca({ explained: 0.9 })`. `pca.fit` gives the components themselves, with `transform`,
 * `inverseTransform` and `explainedVarianceRatio`.
 * @example pca.fit(X, { components: 2 }).transform(X)
 */
export const pca = Object.assign(defineEstimator<"anomaly", PcaParameters>(pcaDefinition), {
  fit: PrincipalComponents.fit,
});

/** The first axes that explain the share: at least one, and never all, since with all of them nothing is left over. */
function keep(whole: PrincipalComponents, share: number): PrincipalComponents {
  const d = whole.nFeatures;
  let [kept, explained] = [0, 0];
  while (kept < d - 1 && (kept === 0 || explained < share)) explained += whole.explainedVarianceRatio[kept++]!;
  return new PrincipalComponents(
    whole.means,
    whole.axes.slice(0, kept * d),
    whole.explainedVariance.slice(0, kept),
    whole.explainedVarianceRatio.slice(0, kept),
    false,
  );
}

function model(components: PrincipalComponents): Model {
  const { nFeatures, nComponents, means, axes, explainedVariance, explainedVarianceRatio } = components;
  return {
    estimator: NAME,
    task: "anomaly",
    nFeatures,
    nClasses: 0,
    predict: (X) => components.reconstructionErrors(X),
    toData: () => ({ nFeatures, components: nComponents, means, axes, explainedVariance, explainedVarianceRatio }),
  };
}

/** @throws ML_MODEL_CORRUPT */
function load(data: ModelData): Model {
  const fields = modelFields(NAME, data);
  const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
  const kept = fields.integer("components", 0, nFeatures);
  const means = fields.doubles("means", nFeatures);
  const axes = fields.doubles("axes", kept * nFeatures);
  const variance = fields.doubles("explainedVariance", kept);
  const ratio = fields.doubles("explainedVarianceRatio", kept);
  fields.end();
  if (variance.some((one) => one < 0) || ratio.some((one) => one < 0 || one > 1 + 1e-9)) {
    throw fail("ML_MODEL_CORRUPT", { where: `${NAME}.explainedVariance`, expected: "variances", got: "negative ones" });
  }
  return model(new PrincipalComponents(means, axes, variance, ratio, false));
}
