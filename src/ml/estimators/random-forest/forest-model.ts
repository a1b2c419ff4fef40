import type { Matrix } from "../../frame/matrix.ts";
import { checkFeatures } from "../check-fit.ts";
import type { Model, ModelData } from "../estimator.ts";
import { likeliestClasses } from "../trees/class-probabilities.ts";
import {
  corrupt,
  type Ensemble,
  ensembleData,
  finiteNumber,
  loadEnsemble,
  record,
  wholeNumber,
} from "../trees/ensemble.ts";
import { Predictor } from "../trees/predictor.ts";

const NAME = "randomForest";

/** A forest: its trees' leaves are averaged. Binary leaves hold the share of class 1, multiclass leaves all shares. */
export interface ForestParts {
  readonly task: "binary" | "multiclass" | "regression";
  readonly nClasses: number;
  readonly centre: number;
  readonly spread: number;
  readonly unit: number;
  readonly ensemble: Ensemble;
}

/** The model of its parts. */
export function forestModel(parts: ForestParts): Model {
  const { task, nClasses, ensemble } = parts;
  const predictor = new Predictor(ensemble);
  const nTrees = ensemble.roots.length - 1;
  const sums = (X: Matrix): Float64Array => {
    checkFeatures(NAME, ensemble.nFeatures, X);
    return predictor.sums(X);
  };
  const described = { estimator: NAME, task, nFeatures: ensemble.nFeatures, nClasses, toData: () => dataOf(parts) };
  if (task === "regression") {
    const { centre, spread, unit } = parts;
    return { ...described, predict: (X) => sums(X).map((sum) => (centre + spread * (sum / nTrees)) * unit) };
  }
  const predictProba = (X: Matrix): Float64Array =>
    task === "binary" ? binaryShares(sums(X), nTrees) : normalised(sums(X), nClasses);
  return { ...described, predictProba, predict: (X) => likeliestClasses(predictProba(X), nClasses) };
}

/** @throws ML_MODEL_CORRUPT */
export function loadForest(data: ModelData): Model {
  const source = record(data, NAME);
  const task = source["task"];
  if (task !== "binary" && task !== "multiclass" && task !== "regression") {
    throw corrupt("task", "binary, multiclass or regression", task);
  }
  const [low, high] = { binary: [2, 2], multiclass: [3, 1_000_000], regression: [0, 0] }[task] as [number, number];
  const nClasses = wholeNumber(source["nClasses"], "nClasses", low, high);
  const ensemble = loadEnsemble(source["ensemble"]);
  const outputs = task === "multiclass" ? nClasses : 1;
  if (ensemble.outputs !== outputs) throw corrupt("ensemble.outputs", `${outputs}`, ensemble.outputs);
  if (ensemble.roots.length < 2) throw corrupt("ensemble.roots", "a tree", "none");
  if ((ensemble.vectors !== null) !== (task === "multiclass")) {
    throw corrupt(
      "ensemble.vectors",
      task === "multiclass" ? "vectors" : "null",
      ensemble.vectors === null ? "null" : "vectors",
    );
  }
  if (task !== "regression") checkShares(ensemble);
  return forestModel({
    task,
    nClasses,
    centre: finiteNumber(source["centre"], "centre"),
    spread: finiteNumber(source["spread"], "spread"),
    unit: finiteNumber(source["unit"], "unit"),
    ensemble,
  });
}

function checkShares({ vectors, feature, value, outputs }: Ensemble): void {
  const isShare = (share: number): boolean => share >= 0 && share <= 1;
  feature.forEach((f, i) => {
    if (f === -1 && !isShare(value[i]!)) throw corrupt(`ensemble.value[${i}]`, "a share 0..1", value[i]);
  });
  for (let from = 0; vectors !== null && from < vectors.length; from += outputs) {
    const row = vectors.subarray(from, from + outputs);
    const sum = row.reduce((all, share) => all + share, 0);
    if (!row.every(isShare) || Math.abs(sum - 1) > 1e-3) throw corrupt("ensemble.vectors", "shares that sum to 1", sum);
  }
}

function dataOf({ ensemble, ...rest }: ForestParts): ModelData {
  return { ...rest, ensemble: ensembleData(ensemble) };
}

function binaryShares(sums: Float64Array, nTrees: number): Float64Array {
  const result = new Float64Array(sums.length * 2);
  for (let i = 0; i < sums.length; i++) {
    const p = Math.min(1, sums[i]! / nTrees);
    result[2 * i] = 1 - p;
    result[2 * i + 1] = p;
  }
  return result;
}

/** Shares of float32 sum to the number of trees but for their rounding: rows are divided by their own sum. */
function normalised(sums: Float64Array, nClasses: number): Float64Array {
  for (let from = 0; from < sums.length; from += nClasses) {
    let total = 0;
    for (let k = 0; k < nClasses; k++) total += sums[from + k]!;
    for (let k = 0; k < nClasses; k++) sums[from + k] = sums[from + k]! / total;
  }
  return sums;
}
