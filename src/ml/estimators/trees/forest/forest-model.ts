import type { TreeScores } from "../../../explain/explain-trees.ts";
import type { Model, ModelData } from "../../estimator.ts";
import { corrupt, type Ensemble } from "../ensemble.ts";
import { loadTreeModel, type TreeModelParts, treeModel, treeModelData } from "../tree-model.ts";

/** The model of its parts: trees' leaves are averaged. Binary leaves hold the share of class 1, multiclass leaves all shares. */
export function forestModel(estimator: string, parts: TreeModelParts): Model {
  return treeModel({
    estimator,
    parts,
    finish: finisherOf(parts),
    scores: treeScores(parts),
    toData: () => treeModelData(parts),
  });
}

/** @throws ML_MODEL_CORRUPT */
export function loadForest(estimator: string, data: ModelData): Model {
  const { parts } = loadTreeModel(estimator, data);
  const { task, ensemble } = parts;
  if (ensemble.roots.length < 2) throw corrupt("ensemble.roots", "a tree", "none");
  if ((ensemble.vectors !== null) !== (task === "multiclass")) {
    const got = ensemble.vectors === null ? "null" : "vectors";
    throw corrupt("ensemble.vectors", task === "multiclass" ? "vectors" : "null", got);
  }
  if (task !== "regression") checkShares(ensemble);
  return forestModel(estimator, parts);
}

/** Refuses leaves that are no shares of classes. @throws ML_MODEL_CORRUPT */
export function checkShares({ vectors, feature, value, outputs }: Ensemble): void {
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

/** Shares of classes, or values: the means of the trees' leaves. */
function treeScores({ task, centre, spread, unit, ensemble }: TreeModelParts): TreeScores {
  const nTrees = ensemble.roots.length - 1;
  if (task !== "regression") {
    return { scale: "probability", factor: 1 / nTrees, offsets: new Float64Array(ensemble.outputs) };
  }
  return { scale: "value", factor: (spread * unit) / nTrees, offsets: [centre * unit] };
}

/** Sums of leaves, (nSamples, outputs), become what is predicted; `result` may be the sums themselves where it is as wide. */
function finisherOf({ task, nClasses, centre, spread, unit, ensemble }: TreeModelParts) {
  const nTrees = ensemble.roots.length - 1;
  if (task === "multiclass") {
    return (sums: Float64Array, result: Float64Array): void => normalise(sums, nClasses, result);
  }
  return (sums: Float64Array, result: Float64Array): void => {
    for (let i = 0; i < sums.length; i++) {
      const mean = sums[i]! / nTrees;
      if (task === "regression") {
        result[i] = (centre + spread * mean) * unit;
        continue;
      }
      result[2 * i] = 1 - Math.min(1, mean);
      result[2 * i + 1] = Math.min(1, mean);
    }
  };
}

/** Shares of float32 sum to the number of trees but for their rounding: rows are divided by their own sum. */
function normalise(sums: Float64Array, nClasses: number, result: Float64Array): void {
  for (let from = 0; from < sums.length; from += nClasses) {
    let total = 0;
    for (let k = 0; k < nClasses; k++) total += sums[from + k]!;
    for (let k = 0; k < nClasses; k++) result[from + k] = sums[from + k]! / total;
  }
}
