import { Predictor } from "../../estimators/trees/predictor.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { Tensor } from "../messages.ts";
import { tensorOf } from "../tensor.ts";
import { classifierOutput, largestAt } from "./classifier-output.ts";
import { compileTrees } from "./compile-trees.ts";
import { samplesOf } from "./linear.ts";
import { type Budget, type CompiledNode, inputAt, type NodeReader, type Operator } from "./operator.ts";
import { classLabels, postTransformOf } from "./scores.ts";
import { readTrees3, readTrees5 } from "./tree-attributes.ts";
import { leafOf, type TreeNodes } from "./tree-nodes.ts";

/** Ensembles of trees of ai.onnx.ml, of both generations. */
export const treeOperators: Readonly<Record<string, Operator>> = {
  TreeEnsembleRegressor: treeRegressor,
  TreeEnsembleClassifier: treeClassifier,
  TreeEnsemble: treeEnsemble,
};

type Aggregate = "SUM" | "AVERAGE" | "MIN" | "MAX";
const aggregates: readonly Aggregate[] = ["AVERAGE", "SUM", "MIN", "MAX"];
const transforms = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"];

function treeRegressor(node: NodeReader): CompiledNode {
  const trees = readTrees3(node, "target");
  const name = node.text("aggregate_function", "SUM");
  const aggregate = aggregates.find((one) => one === name);
  if (aggregate === undefined) throw node.unsupported(`aggregate_function ${name}`);
  const transform = node.text("post_transform", "NONE");
  return regression(node, trees, { aggregate, transform, base: node.numbers("base_values") });
}

function treeEnsemble(node: NodeReader): CompiledNode {
  const aggregate = aggregates[node.int("aggregate_function", 1)];
  const transform = transforms[node.int("post_transform", 0)];
  if (aggregate === undefined || transform === undefined)
    throw node.invalid("aggregate_function", "a known one", "another");
  return regression(node, readTrees5(node), { aggregate, transform, base: [] });
}

function regression(
  node: NodeReader,
  trees: TreeNodes,
  how: { readonly aggregate: Aggregate; readonly transform: string; readonly base: readonly number[] },
): CompiledNode {
  const nTargets = node.int("n_targets", 1);
  const { base } = how;
  if (nTargets < 1 || trees.targets.some((target) => target < 0 || target >= nTargets)) {
    throw node.invalid("n_targets", "targets that are there", nTargets);
  }
  if (base.length !== 0 && base.length !== nTargets)
    throw node.invalid("base_values", `${nTargets} values`, base.length);
  const transform = postTransformOf(node, how.transform);
  const combined = combiner(node, trees, nTargets, how.aggregate);
  return (inputs, budget) => {
    const all = combined(inputAt(inputs, 0, node.where), budget);
    const nSamples = all.length / nTargets;
    for (let i = 0; i < nSamples; i++) {
      const scores = all.subarray(i * nTargets, (i + 1) * nTargets);
      for (let k = 0; k < base.length; k++) scores[k] = scores[k]! + base[k]!;
      transform(scores);
    }
    return [tensorOf("float", [nSamples, nTargets], Float32Array.from(all))];
  };
}

/** What samples' leaves come to, (nSamples, nTargets), in doubles. */
type Combined = (x: Tensor, budget: Budget) => Float64Array;

/** Rows of floats go through an ensemble of our own where the trees allow it; all else walks the nodes. The sums are the same bits. */
function combiner(node: NodeReader, trees: TreeNodes, nTargets: number, aggregate: Aggregate): Combined {
  const nTrees = trees.roots.length;
  const width = trees.feature.reduce((most, f) => Math.max(most, f + 1), 0);
  const ensemble = aggregate === "SUM" || aggregate === "AVERAGE" ? compileTrees(trees, nTargets) : null;
  const predictor = ensemble === null ? null : new Predictor(ensemble);
  return (x, budget) => {
    const { nSamples, nFeatures, data } = samplesOf(x, node.where);
    if (nFeatures < width) throw node.invalid("input", `at least ${width} features`, nFeatures);
    budget.spend(nSamples * (1 + 16 * nTrees), node.where);
    if (predictor === null || x.type !== "float") return walk(trees, x, nTargets, aggregate, node.where);
    const sums = predictor.sums(columnsOf(data, nSamples, nFeatures, width));
    if (aggregate === "AVERAGE") for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / nTrees;
    return sums;
  };
}

/** The first features, column by column. */
function columnsOf(data: ArrayLike<number>, nSamples: number, nFeatures: number, width: number): Matrix {
  const values = new Float32Array(nSamples * width);
  for (let f = 0; f < width; f++)
    for (let i = 0; i < nSamples; i++) values[f * nSamples + i] = data[i * nFeatures + f]!;
  return { nSamples, nFeatures: width, values, features: [] };
}

function walk(trees: TreeNodes, x: Tensor, nTargets: number, aggregate: Aggregate, where: string): Float64Array {
  const { nSamples, nFeatures, data } = samplesOf(x, where);
  const { roots } = trees;
  const all = new Float64Array(nSamples * nTargets);
  const leaves = new Int32Array(roots.length);
  for (let i = 0; i < nSamples; i++) {
    for (let t = 0; t < roots.length; t++) leaves[t] = leafOf(trees, roots[t]!, data, i * nFeatures);
    combine(trees, leaves, aggregate, all.subarray(i * nTargets, (i + 1) * nTargets));
  }
  return all;
}

function combine(trees: TreeNodes, leaves: Int32Array, aggregate: Aggregate, scores: Float64Array): void {
  const { leafStarts, targets, weights } = trees;
  const start = aggregate === "MIN" ? Number.POSITIVE_INFINITY : aggregate === "MAX" ? Number.NEGATIVE_INFINITY : 0;
  scores.fill(start);
  for (const leaf of leaves) {
    for (let w = leafStarts[leaf]!; w < leafStarts[leaf + 1]!; w++) {
      const k = targets[w]!;
      if (aggregate === "MIN") scores[k] = Math.min(scores[k]!, weights[w]!);
      else if (aggregate === "MAX") scores[k] = Math.max(scores[k]!, weights[w]!);
      else scores[k]! += weights[w]!;
    }
  }
  if (aggregate === "AVERAGE") for (let k = 0; k < scores.length; k++) scores[k]! /= Math.max(1, leaves.length);
}

/**
 * Two classes whose leaves weigh for one of them alone have one score: through the logistic function it is the second class's
 * probability; weights that are all positive are probabilities already.
 */
function treeClassifier(node: NodeReader): CompiledNode {
  const trees = readTrees3(node, "class");
  const labels = classLabels(node);
  const nClasses = labels.length;
  const base = node.numbers("base_values");
  const name = node.text("post_transform", "NONE");
  const transform = postTransformOf(node, name);
  if (trees.targets.some((k) => k < 0 || k >= nClasses))
    throw node.invalid("class_ids", `classes below ${nClasses}`, "others");
  if (base.length > nClasses) throw node.invalid("base_values", `at most ${nClasses} values`, base.length);
  const isSingle = nClasses === 2 && new Set(trees.targets).size === 1;
  const arePositive = trees.weights.every((weight) => weight >= 0);
  const combined = combiner(node, trees, nClasses, "SUM");
  return (inputs, budget) => {
    const all = combined(inputAt(inputs, 0, node.where), budget);
    const best = new Int32Array(all.length / nClasses);
    for (let i = 0; i < best.length; i++) {
      const scores = all.subarray(i * nClasses, (i + 1) * nClasses);
      if (isSingle) {
        const score = scores[0]! + scores[1]! + (base.at(-1) ?? 0);
        scores[0] = arePositive && name === "NONE" ? 1 - score : -score;
        scores[1] = score;
        best[i] = score > (arePositive ? 0.5 : 0) ? 1 : 0;
      } else {
        for (let k = 0; k < base.length; k++) scores[k] = scores[k]! + base[k]!;
        best[i] = largestAt(scores);
      }
      transform(scores);
    }
    return classifierOutput(labels, best, Float32Array.from(all));
  };
}
