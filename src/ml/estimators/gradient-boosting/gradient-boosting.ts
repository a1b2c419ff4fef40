import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { taskOf } from "../check-fit.ts";
import { classWeighted, classWeightParameter } from "../class-weight.ts";
import { defineEstimator, type EstimatorFactory } from "../define-estimator.ts";
import type { EstimatorDefinition, FitContext, Model } from "../estimator.ts";
import { fitFingerprint } from "../fit-fingerprint.ts";
import type { ParameterTable, ParameterValues } from "../parameters.ts";
import { fitBins } from "../trees/binning.ts";
import { treeOfFeatures } from "../trees/bundled-trees.ts";
import { type BinColumns, bundleFeatures, plainColumns } from "../trees/bundles.ts";
import { EnsembleBuilder } from "../trees/ensemble.ts";
import type { FeatureBins } from "../trees/feature-bins.ts";
import { classTargets, float32Weights, type Standardised, weightedRows } from "../trees/rows.ts";
import type { BoosterRules } from "./booster.ts";
import { boostingModel, loadBoosting } from "./boosting-model.ts";
import type { GradientBoostingParameters } from "./gradient-boosting-parameters.ts";
import { logistic } from "./losses/logistic.ts";
import type { Loss } from "./losses/loss.ts";
import { softmax } from "./losses/softmax.ts";
import { type RegressionLoss, regressionLosses } from "./losses/table.ts";
import { monotoneSigns } from "./monotone.ts";
import { type Boosted, boost } from "./rounds.ts";
import { checkTargets, scaleTargets } from "./target-scale.ts";

const NAME = "gradientBoosting";

const parameters = {
  trees: {
    type: "integer",
    default: 500,
    low: 1,
    high: 100_000,
    summary: "Most rounds of boosting (a round is one tree, or one a class); early stopping usually keeps fewer.",
  },
  loss: {
    type: "choice",
    default: "squaredError",
    choices: ["squaredError", "absoluteError", "huber", "quantile", "poisson", "tweedie"],
    summary:
      "What regression descends: means (squaredError), medians (absoluteError), means that outliers can't pull (huber), a quantile, or means of counts (poisson) and of amounts that are often 0 (tweedie), which must not be negative. Classification ignores it.",
  },
  quantile: {
    type: "number",
    default: 0.5,
    low: 0,
    exclusiveLow: true,
    high: 1,
    exclusiveHigh: true,
    summary: "Share of the targets that lie below the prediction, for the loss quantile.",
  },
  huberQuantile: {
    type: "number",
    default: 0.9,
    low: 0,
    exclusiveLow: true,
    high: 1,
    exclusiveHigh: true,
    summary: "Share of the residuals that count by their square, for the loss huber; larger ones count by their size.",
  },
  tweediePower: {
    type: "number",
    default: 1.5,
    low: 1,
    exclusiveLow: true,
    high: 2,
    exclusiveHigh: true,
    summary: "How fast the variance grows with the mean, for the loss tweedie: from 1 (Poisson) to 2 (gamma).",
  },
  learningRate: {
    type: "number",
    default: 0.05,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 0.02, high: 0.2, log: true },
    summary: "Share of each tree's step that is taken.",
  },
  maxLeaves: {
    type: "integer",
    default: 48,
    low: 2,
    high: 4096,
    search: { low: 8, high: 127, log: true },
    summary: "Most leaves of a tree; see growth.",
  },
  maxDepth: {
    type: "integer",
    default: null,
    low: 1,
    high: 1000,
    nullable: true,
    summary: "Most splits on a path; null: no limit.",
  },
  minSamplesLeaf: {
    type: "integer",
    default: 10,
    low: 1,
    high: 1_000_000_000,
    search: { low: 5, high: 100, log: true },
    summary: "Fewest samples (or weight) of a leaf; for classification measured by the leaf's share of the hessian.",
  },
  growth: {
    type: "choice",
    default: "leafWise",
    choices: ["leafWise", "depthWise"],
    summary: "Which leaf splits next: that with the largest gain of all, or of those with the fewest splits above.",
  },
  l1: {
    type: "number",
    default: 0,
    low: 0,
    high: 1e9,
    summary: "Pulls leaf values to 0: taken off the magnitude of every leaf's gradient.",
  },
  l2: {
    type: "number",
    default: 5,
    low: 0,
    high: 1e9,
    search: { low: 1e-3, high: 10, log: true },
    summary: "Pulls leaf values to 0: added to the hessian of every leaf.",
  },
  minHessian: {
    type: "number",
    default: 1e-3,
    low: 0,
    high: 1e9,
    summary: "Least sum of second derivatives of a leaf.",
  },
  refitLeaves: {
    type: "boolean",
    default: false,
    summary:
      "Takes leaf values from full-precision gradients instead of the integers that trees are grown on; it costs a little, and their 15 bits changed no score at tens of thousands of rows.",
  },
  minGain: { type: "number", default: 0, low: 0, high: 1e12, summary: "Least gain of a split." },
  rowSample: {
    type: "number",
    default: 0.9,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 0.6, high: 1 },
    summary: "Share of the rows that each round is grown on.",
  },
  columnSample: {
    type: "number",
    default: 0.7,
    low: 0,
    exclusiveLow: true,
    high: 1,
    search: { low: 0.4, high: 1 },
    summary: "Share of the features that each tree may split on, rounded upwards.",
  },
  earlyStoppingRounds: {
    type: "integer",
    default: 20,
    low: 1,
    high: 100_000,
    nullable: true,
    summary:
      "Stops after so many rounds in which the loss falls by less than a thousandth on rows held out: a stratified tenth, or five folds below 2000 rows. Below 100,000 rows as many rounds are then grown on all rows. null: never.",
  },
  monotone: {
    type: "record",
    default: {},
    values: [-1, 0, 1],
    summary:
      "Numeric columns with which predictions must never fall (1) or never rise (-1), such as { age: 1, price: -1 }; of a binary task the score of its second class. More than two classes take none.",
  },
  classWeight: classWeightParameter,
  bundle: {
    type: "boolean",
    default: true,
    summary:
      "Grows neighbouring columns of which at most one is not 0 in any row (one-hot levels) as one, in a fraction of the time and memory. Column samples draw bundles whole; without them trees are the same.",
  },
  bins: { type: "integer", default: 255, low: 2, high: 255, summary: "Most bins of a numeric feature." },
  categorySmoothing: {
    type: "number",
    default: 10,
    low: 0,
    high: 1e9,
    summary: "Pulls the statistics of rare levels to 0 when levels are sorted, and penalises categorical splits.",
  },
  minCategorySamples: {
    type: "number",
    default: 20,
    low: 0,
    high: 1e9,
    summary: "Levels with less than this weight in a node don't choose their side; they stay with the missing.",
  },
} as const satisfies ParameterTable;

/** Gradient boosting on histograms, leaf by leaf. @see Friedman (2001); Ke et al., LightGBM (2017) */
export const gradientBoostingDefinition: EstimatorDefinition<"binary" | "multiclass" | "regression"> = {
  name: NAME,
  summary:
    "Trees that each correct the sum of those before, grown on histograms; takes missing values and categories as they are.",
  tasks: ["binary", "multiclass", "regression"],
  accepts: { missing: true, categories: true, needsScaling: false },
  parameters,
  complexity: 5,
  calibratable: true,
  fit,
  load: loadBoosting,
};

/**
 * Trees that each correct those before them; takes missing values and categories as they are.
 * @example gradientBoosting({ trees: 300, learningRate: 0.05 })
 */
export const gradientBoosting: EstimatorFactory<"binary" | "multiclass" | "regression", GradientBoostingParameters> =
  defineEstimator(gradientBoostingDefinition);

function fit(X: Matrix, y: Target | null, params: ParameterValues, context: FitContext): Model {
  const target = y as Target;
  const lossName = params["loss"] as RegressionLoss;
  if (target.kind === "values") checkTargets(lossName, target.values);
  const monotone = monotoneSigns(NAME, params["monotone"] as Readonly<Record<string, number>>, X, target);
  const sampleWeight = classWeighted(target, context.sampleWeight, params["classWeight"] as "none" | "balanced");
  const { seed } = context;
  const values = numbersOf(params);
  const rows = weightedRows(X.nSamples, sampleWeight);
  const features = fitBins(X, rows, sampleWeight, seed, values.bins, context.team);
  const staysAlone = (f: number): boolean => monotone !== null && monotone[f] !== 0;
  const scaled = target.kind === "values" ? scaleTargets(lossName, target.values, rows, sampleWeight) : null;
  const targets = target.kind === "values" ? scaled!.values : classTargets(target);
  const loss = lossOf(target, lossName, values);
  const columns = params["bundle"] === true ? bundleFeatures(X, rows, features, staysAlone) : plainColumns(features);
  const input = { X, columns, targets, weights: float32Weights(sampleWeight), team: context.team };
  const plan = {
    estimator: NAME,
    fingerprint: fitFingerprint(NAME, params, seed, X),
    input,
    rows,
    y: target,
    loss,
    rules: rulesOf(values, params, monotone && signsOfColumns(monotone, columns), seed),
    most: values.trees,
    patience: params["earlyStoppingRounds"] as number | null,
  };
  const boosted = boost(plan, context);
  return modelOf(boosted, features, columns, target, loss, scaled);
}

function modelOf(
  { booster, rounds }: Boosted,
  features: readonly FeatureBins[],
  columns: BinColumns,
  y: Target,
  loss: Loss,
  scaled: Standardised | null,
): Model {
  const builder = new EnsembleBuilder(features);
  for (const trees of booster.rounds.slice(0, rounds))
    for (const tree of trees) builder.addTree(treeOfFeatures(tree, columns));
  return boostingModel({
    task: taskOf(y) as "binary" | "multiclass" | "regression",
    nClasses: y.kind === "classes" ? y.classes.length : 0,
    start: Float64Array.from(booster.start),
    centre: scaled?.centre ?? 0,
    spread: scaled?.spread ?? 1,
    unit: scaled?.unit ?? 1,
    link: loss.link,
    ensemble: builder.build(loss.outputs, null),
  });
}

/** Directions by column; what has one stands alone. */
function signsOfColumns(signs: Int8Array, { bins, features }: BinColumns): Int8Array {
  return Int8Array.from(features, (f, c) => (bins[c]!.kind === "bundle" ? 0 : signs[f]!));
}

function lossOf(y: Target, name: RegressionLoss, parameters: Readonly<Record<NumberName, number>>): Loss {
  const task = taskOf(y);
  if (y.kind === "values") return regressionLosses[name](parameters);
  return task === "binary" ? logistic : softmax(y.classes.length);
}

type NumberName = Exclude<
  keyof typeof parameters,
  "maxDepth" | "earlyStoppingRounds" | "loss" | "refitLeaves" | "growth" | "monotone" | "classWeight" | "bundle"
>;

function numbersOf(params: ParameterValues): Readonly<Record<NumberName, number>> {
  return params as Readonly<Record<NumberName, number>>;
}

function rulesOf(
  values: Readonly<Record<NumberName, number>>,
  params: ParameterValues,
  monotone: Int8Array | null,
  seed: number,
): BoosterRules {
  const { maxLeaves, minSamplesLeaf, minHessian, minGain, l1, l2, categorySmoothing } = values;
  const { learningRate, rowSample, columnSample, minCategorySamples } = values;
  const maxDepth = params["maxDepth"] as number | null;
  const limits = { maxLeaves, maxDepth, minSamplesLeaf, minHessian, minGain, l1, l2, categorySmoothing };
  const refitLeaves = params["refitLeaves"] as boolean;
  const growthOrder = params["growth"] as BoosterRules["growth"];
  return {
    ...limits,
    growth: growthOrder,
    monotone,
    refitLeaves,
    minCategoryWeight: minCategorySamples,
    learningRate,
    rowSample,
    columnSample,
    seed,
  };
}
