import { explainTrees, type TreeScores } from "../../explain/explain-trees.ts";
import type { Matrix } from "../../frame/matrix.ts";
import { checkFeatures } from "../check-fit.ts";
import type { Model, ModelData, PredictContext } from "../estimator.ts";
import { likeliestClasses } from "./class-probabilities.ts";
import { corrupt, type Ensemble, ensembleData, finiteNumber, loadEnsemble, record, wholeNumber } from "./ensemble.ts";
import { finishedRow, Predictor } from "./predictor.ts";

/** What trees of supervised models predict. */
export type TreeTask = "binary" | "multiclass" | "regression";

/** What a forest and a boosted model have in common. */
export interface TreeModelParts {
  readonly task: TreeTask;
  /** 0 for regression. */
  readonly nClasses: number;
  /** Regression: the way back to y's units, (centre + spread * score) * unit. */
  readonly centre: number;
  readonly spread: number;
  readonly unit: number;
  readonly ensemble: Ensemble;
}

/** What a forest and a boosted model make differently of their trees. */
export interface TreeModelKind {
  readonly estimator: string;
  readonly parts: TreeModelParts;
  /** Sums of leaves, (nSamples, outputs), become what is predicted; `result` may be the sums themselves where it is as wide. */
  finish(sums: Float64Array, result: Float64Array): void;
  /** What trees add up to. */
  readonly scores: TreeScores;
  toData(): ModelData;
}

/** The model of its trees. */
export function treeModel({ estimator, parts, finish, scores, toData }: TreeModelKind): Model {
  const { task, nClasses, ensemble } = parts;
  const predictor = new Predictor(ensemble);
  const width = Math.max(1, nClasses);
  const finished = (X: Matrix, context?: PredictContext): Float64Array => {
    checkFeatures(estimator, ensemble.nFeatures, X);
    const sums = predictor.sums(X, context);
    const result = width === ensemble.outputs ? sums : new Float64Array(X.nSamples * width);
    finish(sums, result);
    return result;
  };
  const described = {
    estimator,
    task,
    nFeatures: ensemble.nFeatures,
    nClasses,
    rowScorer: () => finishedRow(predictor.row(), width, finish),
    explain: explainTrees(estimator, ensemble, scores),
    toData,
  };
  if (task === "regression") return { ...described, predict: finished };
  return {
    ...described,
    predictProba: finished,
    predict: (X, context) => likeliestClasses(finished(X, context), nClasses),
  };
}

/** Numbers and names only; further parts of the model stand beside. */
export function treeModelData<T extends TreeModelParts>({ ensemble, ...rest }: T & ModelDataOf<T>): ModelData {
  return { ...(rest as Omit<T, "ensemble"> as ModelData), ensemble: ensembleData(ensemble) };
}
type ModelDataOf<T> = { readonly [K in Exclude<keyof T, "ensemble">]: ModelData[string] };

/**
 * The common parts of a model's data: outputs and classes agree with the task.
 * @returns the data as an object, for the parts that are the model's own
 * @throws ML_MODEL_CORRUPT
 */
export function loadTreeModel(estimator: string, data: ModelData): { source: ModelData; parts: TreeModelParts } {
  const source = record(data, estimator);
  const task = source["task"];
  if (task !== "binary" && task !== "multiclass" && task !== "regression") {
    throw corrupt("task", "binary, multiclass or regression", task);
  }
  const [low, high] = { binary: [2, 2], multiclass: [3, 1_000_000], regression: [0, 0] }[task] as [number, number];
  const nClasses = wholeNumber(source["nClasses"], "nClasses", low, high);
  const ensemble = loadEnsemble(source["ensemble"]);
  const outputs = task === "multiclass" ? nClasses : 1;
  if (ensemble.outputs !== outputs) throw corrupt("ensemble.outputs", `${outputs}`, ensemble.outputs);
  const parts: TreeModelParts = {
    task,
    nClasses,
    centre: finiteNumber(source["centre"], "centre"),
    spread: finiteNumber(source["spread"], "spread"),
    unit: finiteNumber(source["unit"], "unit"),
    ensemble,
  };
  return { source, parts };
}
