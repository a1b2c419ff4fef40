import { checkBackground } from "../../explain/check-background.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { checkFeatures, taskOf } from "../check-fit.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, ExplainOptions, Explanation, Model, ModelData } from "../estimator.ts";
import { checkDistribution, modelFields, mostFeatures } from "../model-fields.ts";
import type { BaselineParameters } from "./baseline-parameters.ts";

const tasks = ["binary", "multiclass", "regression"] as const;

/** What is right without looking: the class frequencies, or the mean. Every other candidate has to beat it. */
export const baselineDefinition: EstimatorDefinition<(typeof tasks)[number]> = {
  name: "baseline",
  summary: "Looks at nothing: class frequencies, or the mean; what every other candidate has to beat.",
  tasks,
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters: {},
  complexity: 1,
  fit(X, y, _params, context) {
    const task = taskOf(y!) as (typeof tasks)[number];
    return model(task, X.nFeatures, weightedMeans(y!, context.sampleWeight));
  },
  load(data: ModelData) {
    const fields = modelFields("baseline", data);
    const task = fields.choice("task", tasks);
    const nFeatures = fields.integer("nFeatures", 0, mostFeatures);
    const nMeans = task === "binary" ? 2 : task === "regression" ? 1 : fields.integer("nClasses", 3, mostFeatures);
    fields.integer("nClasses", 0, mostFeatures);
    const means = fields.doubles("means", nMeans);
    fields.end();
    if (task !== "regression") checkDistribution("baseline.means", means);
    return model(task, nFeatures, means);
  },
};

/** Class frequencies or the mean, to compare others with: `baseline()`. */
export const baseline: EstimatorFactory<(typeof tasks)[number], BaselineParameters> =
  defineEstimator(baselineDefinition);

/** (nClasses) shares of the weight per class, or the one weighted mean of the values. */
function weightedMeans(y: Target, weight: Float64Array | undefined): Float64Array {
  const nSamples = y.kind === "classes" ? y.codes.length : y.values.length;
  const sums = new Float64Array(y.kind === "classes" ? Math.max(2, y.classes.length) : 1);
  let total = 0;
  for (let i = 0; i < nSamples; i++) {
    const one = weight === undefined ? 1 : weight[i]!;
    total += one;
    if (y.kind === "classes") sums[y.codes[i]!]! += one;
    else sums[0]! += one * y.values[i]!;
  }
  return sums.map((sum) => sum / total);
}

function model(task: (typeof tasks)[number], nFeatures: number, means: Float64Array): Model {
  const nClasses = task === "regression" ? 0 : means.length;
  const answer = task === "regression" ? means[0]! : means.indexOf(means.reduce((a, b) => Math.max(a, b)));
  const predict = (X: Matrix): Float64Array => {
    checkFeatures("baseline", nFeatures, X);
    return new Float64Array(X.nSamples).fill(answer);
  };
  const isBinary = task === "binary";
  const outputs = isBinary ? 1 : means.length;
  const explain = (X: Matrix, { background }: ExplainOptions = {}): Explanation => {
    checkFeatures("baseline", nFeatures, X);
    if (background !== undefined) checkBackground("baseline", nFeatures, background);
    return {
      outputs,
      scale: task === "regression" ? "value" : "probability",
      baseline: isBinary ? means.slice(1) : means.slice(),
      contributions: new Float64Array(X.nSamples * nFeatures * outputs),
    };
  };
  const toData = (): ModelData => ({ task, nFeatures, nClasses, means });
  if (task === "regression") return { estimator: "baseline", task, nFeatures, nClasses, predict, explain, toData };
  const predictProba = (X: Matrix): Float64Array => {
    checkFeatures("baseline", nFeatures, X);
    return new Float64Array(X.nSamples * nClasses).map((_, i) => means[i % nClasses]!);
  };
  return { estimator: "baseline", task, nFeatures, nClasses, predict, predictProba, explain, toData };
}
