import type { Matrix } from "../../../frame/matrix.ts";
import type { Target } from "../../../frame/target.ts";
import { taskOf } from "../../check-fit.ts";
import { classWeighted } from "../../class-weight.ts";
import type { FitContext, Model } from "../../estimator.ts";
import { fitFingerprint } from "../../fit-fingerprint.ts";
import type { ParameterValues } from "../../parameters.ts";
import { fitBins } from "../binning.ts";
import { classTargets, standardise, weightedRows } from "../rows.ts";
import type { TreeTask } from "../tree-model.ts";
import { ForestGrower } from "./forest-grower.ts";
import { forestModel } from "./forest-model.ts";
import type { ForestKind } from "./forest-parameters.ts";
import type { ForestRules } from "./forest-rules.ts";
import { ForestTrees } from "./forest-trees.ts";
import { growTrees } from "./grow-trees.ts";

/** Fits a forest of either kind. Trees are whole parts of the work; a team grows some at once. */
export function fitForest(
  kind: ForestKind,
  X: Matrix,
  target: Target,
  params: ParameterValues,
  context: FitContext,
): Model {
  const { seed } = context;
  const task = taskOf(target) as TreeTask;
  const weights = classWeighted(target, context.sampleWeight, params["classWeight"] as "none" | "balanced");
  const rows = weightedRows(X.nSamples, weights);
  const features = fitBins(X, rows, weights, seed, params["bins"] as number, context.team);
  const scaled = target.kind === "values" ? standardise(target.values, rows, weights) : null;
  const targets = target.kind === "values" ? scaled!.values : classTargets(target);
  const nClasses = target.kind === "classes" ? target.classes.length : 0;
  const classes = task === "multiclass" ? nClasses : 0;
  const trees = new ForestTrees(features, classes);
  const input = { X, features, rows, targets, classes, weights: weights ?? null };
  const rules = rulesOf(kind, task, X.nFeatures, params, seed);
  const nTrees = params["trees"] as number;
  const fingerprint = fitFingerprint(kind.name, params, seed, X);
  const growth = { estimator: kind.name, fingerprint, trees, nTrees };
  growTrees(growth, () => new ForestGrower(input, rules, nTrees, context.team), context);
  return forestModel(kind.name, {
    task,
    nClasses,
    centre: scaled?.centre ?? 0,
    spread: scaled?.spread ?? 1,
    unit: scaled?.unit ?? 1,
    ensemble: trees.build(),
  });
}

function rulesOf(
  kind: ForestKind,
  task: TreeTask,
  nFeatures: number,
  params: ParameterValues,
  seed: number,
): ForestRules {
  const share = params["featureSample"] as number | null;
  const count =
    share !== null
      ? share * nFeatures
      : task === "regression"
        ? kind.featureShareOfValues * nFeatures
        : Math.sqrt(nFeatures);
  return {
    minSamplesLeaf: (params["minSamplesLeaf"] as number | null) ?? (task === "binary" ? 5 : 1),
    maxDepth: params["maxDepth"] as number | null,
    featuresPerSplit: Math.max(1, Math.round(count)),
    cuts: kind.cuts,
    bootstrap: params["bootstrap"] as boolean,
    rowSample: params["rowSample"] as number,
    seed,
  };
}
