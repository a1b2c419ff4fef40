import type { Ensemble } from "../../../estimators/trees/ensemble.ts";
import { floats, type GraphBuilder, int, ints, strings } from "../../../onnx/graph-builder.ts";
import { type LevelSet, levelSets } from "./level-sets.ts";

/**
 * An ensemble as TreeEnsembleRegressor of ai.onnx.ml 3, which every runtime has. A categorical node becomes a chain of equalities whose
 * true branches all lead to the same child. Gives the name of the sums: floats, (nSamples, outputs).
 */
export function writeTreeEnsemble3(graph: GraphBuilder, ensemble: Ensemble, X: string): string {
  const lists = new NodeLists();
  const sets = levelSets(ensemble);
  const { roots, feature } = ensemble;
  for (let t = 0; t + 1 < roots.length; t++) {
    const [root, end] = [roots[t]!, roots[t + 1]!];
    const links: Link[] = [];
    for (let i = root; i < end; i++) {
      if (feature[i] === -1) writeLeaf(lists, ensemble, t, i);
      else writeSplit(lists, ensemble, { tree: t, node: i, set: sets.get(i), links, firstFree: end - root });
    }
    for (const link of links) lists.equality(link);
  }
  return graph.mlNode("TreeEnsembleRegressor", [X], {
    ...lists.attributes(),
    n_targets: int(ensemble.outputs),
    aggregate_function: "SUM",
    post_transform: "NONE",
  });
}

/** A further equality of a chain: a node of its own behind the tree's others. */
interface Link {
  readonly tree: number;
  readonly id: number;
  readonly feature: number;
  readonly level: number;
  readonly whenEqual: number;
  readonly otherwise: number;
  readonly missingWhenEqual: boolean;
}

interface Split {
  readonly tree: number;
  readonly node: number;
  readonly set: LevelSet | undefined;
  /** Takes the chain's nodes behind its first. */
  readonly links: Link[];
  /** The first id behind the tree's own. */
  readonly firstFree: number;
}

function writeSplit(lists: NodeLists, ensemble: Ensemble, { tree, node, set, links, firstFree }: Split): void {
  const left = ensemble.left[node]!;
  const id = node - ensemble.roots[tree]!;
  const feature = ensemble.feature[node]!;
  if (set === undefined) {
    const missingLeft = (ensemble.flags[node]! & 1) === 1;
    lists.threshold({ tree, id, feature, value: ensemble.value[node]!, left, right: left + 1, missingLeft });
    return;
  }
  const [whenEqual, otherwise] = set.areLeft ? [left, left + 1] : [left + 1, left];
  const missingWhenEqual = set.missingLeft === set.areLeft;
  if (set.levels.length === 0) {
    // Every level goes one way: whatever isn't missing is at most infinity.
    const value = Number.POSITIVE_INFINITY;
    lists.threshold({ tree, id, feature, value, left: otherwise, right: whenEqual, missingLeft: !missingWhenEqual });
    return;
  }
  const ids = set.levels.map((_, k) => (k === 0 ? id : firstFree + links.length + k - 1));
  const chain = set.levels.map((level, k): Link => {
    const next = ids[k + 1] ?? otherwise;
    return { tree, id: ids[k]!, feature, level, whenEqual, otherwise: next, missingWhenEqual };
  });
  lists.equality(chain[0]!);
  links.push(...chain.slice(1));
}

function writeLeaf(lists: NodeLists, ensemble: Ensemble, tree: number, node: number): void {
  const { outputs, vectors, value, left } = ensemble;
  const id = node - ensemble.roots[tree]!;
  if (vectors === null) {
    lists.leaf(tree, id, [[tree % outputs, value[node]!]]);
    return;
  }
  const shares = vectors.subarray(left[node]! * outputs, (left[node]! + 1) * outputs);
  const weights = Array.from(shares, (weight, k): [number, number] => [k, weight]).filter(([, weight]) => weight !== 0);
  lists.leaf(tree, id, weights.length === 0 ? [[0, 0]] : weights);
}

/** The parallel lists that the operator's attributes are. */
class NodeLists {
  readonly #trees: number[] = [];
  readonly #ids: number[] = [];
  readonly #features: number[] = [];
  readonly #modes: string[] = [];
  readonly #values: number[] = [];
  readonly #whenTrue: number[] = [];
  readonly #whenFalse: number[] = [];
  readonly #missingTrue: number[] = [];
  readonly #targetTrees: number[] = [];
  readonly #targetNodes: number[] = [];
  readonly #targetIds: number[] = [];
  readonly #targetWeights: number[] = [];

  threshold(node: {
    readonly tree: number;
    readonly id: number;
    readonly feature: number;
    readonly value: number;
    readonly left: number;
    readonly right: number;
    readonly missingLeft: boolean;
  }): void {
    this.#push(node.tree, node.id, "BRANCH_LEQ", [node.feature, node.value], [node.left, node.right], node.missingLeft);
  }

  equality({ tree, id, feature, level, whenEqual, otherwise, missingWhenEqual }: Link): void {
    this.#push(tree, id, "BRANCH_EQ", [feature, level], [whenEqual, otherwise], missingWhenEqual);
  }

  leaf(tree: number, id: number, weights: readonly (readonly [target: number, weight: number])[]): void {
    this.#push(tree, id, "LEAF", [0, 0], [0, 0], false);
    for (const [target, weight] of weights) {
      this.#targetTrees.push(tree);
      this.#targetNodes.push(id);
      this.#targetIds.push(target);
      this.#targetWeights.push(weight);
    }
  }

  attributes() {
    return {
      nodes_treeids: ints(this.#trees),
      nodes_nodeids: ints(this.#ids),
      nodes_featureids: ints(this.#features),
      nodes_modes: strings(this.#modes),
      nodes_values: floats(this.#values),
      nodes_truenodeids: ints(this.#whenTrue),
      nodes_falsenodeids: ints(this.#whenFalse),
      nodes_missing_value_tracks_true: ints(this.#missingTrue),
      target_treeids: ints(this.#targetTrees),
      target_nodeids: ints(this.#targetNodes),
      target_ids: ints(this.#targetIds),
      target_weights: floats(this.#targetWeights),
    };
  }

  #push(
    tree: number,
    id: number,
    mode: string,
    [feature, value]: readonly [number, number],
    [whenTrue, whenFalse]: readonly [number, number],
    missingTrue: boolean,
  ): void {
    this.#trees.push(tree);
    this.#ids.push(id);
    this.#features.push(feature);
    this.#modes.push(mode);
    this.#values.push(value);
    this.#whenTrue.push(whenTrue);
    this.#whenFalse.push(whenFalse);
    this.#missingTrue.push(missingTrue ? 1 : 0);
  }
}
