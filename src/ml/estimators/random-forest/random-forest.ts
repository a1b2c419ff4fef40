import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { taskOf } from "../check-fit.ts";
import { defineEstimator } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model } from "../estimator.ts";
import type { ParameterTable, ParameterValues } from "../parameters.ts";
import { stopIfCancelled } from "../stop-if-cancelled.ts";
import { fitBins } from "../trees/binning.ts";
import { EnsembleBuilder } from "../trees/ensemble.ts";
import { classTargets, standardise, weightedRows } from "../trees/rows.ts";
import { ForestGrower, LeafVectors } from "./forest-grower.ts";
import { forestModel, loadForest } from "./forest-model.ts";

const parameters = {
  trees: { type: "integer", default: 100, low: 1, high: 10_000, summary: "Number of trees." },
  minSamplesLeaf: {
    type: "integer",
    default: null,
    low: 1,
    high: 1_000_000_000,
    nullable: true,
    search: { low: 1, high: 20, log: true },
    summary: "Fewest drawn samples of a leaf; null: 5 for two classes, whose probabilities gain by it, else 1.",
  },
  maxDepth: {
    type: "integer",
    default: null,
    low: 1,
    high: 1000,
    nullable: true,
    summary: "Most splits on a path; null: no limit.",
  },
  featureSample: {
    type: "number",
    default: null,
    low: 0,
    exclusiveLow: true,
    high: 1,
    nullable: true,
    search: { low: 0.2, high: 1 },
    summary:
      "Share of the features tried at a split; null: the square root of their number for classes, half for values.",
  },
  rowSample: {
    type: "number",
    default: 1,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 0.5, high: 1 },
    summary: "Rows drawn for each tree, with replacement, as a share of all.",
  },
  bins: { type: "integer", default: 255, low: 2, high: 255, summary: "Most bins of a numeric feature." },
} as const satisfies ParameterTable;

/**
 * Random forest over binned features. A sample's weight is how likely it is drawn.
 * @see Breiman, Random forests (2001)
 */
export const randomForestDefinition: EstimatorDefinition<"binary" | "multiclass" | "regression"> = {
  name: "randomForest",
  summary: "The average of many deep trees, each grown on rows drawn anew and on few features at a split.",
  tasks: ["binary", "multiclass", "regression"],
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters,
  complexity: 4,
  fit,
  load: loadForest,
};

/**
 * The mean of many trees, each grown on its own draw of rows and features.
 * @example randomForest({ trees: 500, minSamplesLeaf: 3 })
 */
export const randomForest = defineEstimator(randomForestDefinition);

function fit(X: Matrix, y: Target | null, params: ParameterValues, context: FitContext): Model {
  const target = y as Target;
  const { seed, sampleWeight } = context;
  const { trees, rowSample, bins } = params as Readonly<Record<string, number>>;
  const task = taskOf(target) as "binary" | "multiclass" | "regression";
  const rows = weightedRows(X.nSamples, sampleWeight);
  const features = fitBins(X, rows, sampleWeight, seed, bins!);
  const scaled = target.kind === "values" ? standardise(target.values, rows, sampleWeight) : null;
  const targets = target.kind === "values" ? scaled!.values : classTargets(target);
  const nClasses = target.kind === "classes" ? target.classes.length : 0;
  const classes = task === "multiclass" ? nClasses : 0;
  const grower = new ForestGrower(
    { X, features, rows, targets, classes, weights: sampleWeight ?? null },
    {
      minSamplesLeaf: (params["minSamplesLeaf"] as number | null) ?? (task === "binary" ? 5 : 1),
      maxDepth: params["maxDepth"] as number | null,
      featuresPerSplit: featuresPerSplit(params["featureSample"] as number | null, X.nFeatures, task),
      draws: Math.max(1, Math.round(rowSample! * rows.length)),
      seed,
    },
  );
  const builder = new EnsembleBuilder(features);
  const vectors = new LeafVectors(classes);
  for (let t = 0; t < trees!; t++) {
    stopIfCancelled(context);
    grower.growInto(builder, vectors, t);
    context.onProgress?.((t + 1) / trees!, `tree ${t + 1} of ${trees}`);
  }
  return forestModel({
    task,
    nClasses,
    centre: scaled?.centre ?? 0,
    spread: scaled?.spread ?? 1,
    unit: scaled?.unit ?? 1,
    ensemble: builder.build(classes === 0 ? 1 : classes, classes === 0 ? null : vectors.toArray()),
  });
}

function featuresPerSplit(share: number | null, nFeatures: number, task: string): number {
  const count = share !== null ? share * nFeatures : task === "regression" ? nFeatures / 2 : Math.sqrt(nFeatures);
  return Math.max(1, Math.round(count));
}
