import type { NodeReader } from "./operator.ts";
import { checkTrees, modes, type TreeNodes } from "./tree-nodes.ts";

/** Nodes of TreeEnsembleClassifier and TreeEnsembleRegressor. @param prefix of the leaves' lists @throws ML_ONNX_INVALID */
export function readTrees3(node: NodeReader, prefix: "class" | "target"): TreeNodes {
  const ids = node.ints("nodes_nodeids");
  const names = node.texts("nodes_modes");
  const lists = {
    trees: node.ints("nodes_treeids"),
    features: node.ints("nodes_featureids"),
    values: node.numbers("nodes_values"),
    whenTrue: node.ints("nodes_truenodeids"),
    whenFalse: node.ints("nodes_falsenodeids"),
  };
  for (const [name, list] of Object.entries({ ...lists, names })) {
    if (list.length !== ids.length) throw node.invalid(name, `${ids.length} items`, list.length);
  }
  const missing = node.ints("nodes_missing_value_tracks_true");
  if (missing.length !== 0 && missing.length !== ids.length) {
    throw node.invalid("nodes_missing_value_tracks_true", `${ids.length} items`, missing.length);
  }
  const indexOf = new Map<string, number>();
  ids.forEach((id, i) => {
    const key = `${lists.trees[i]} ${id}`;
    if (indexOf.has(key)) throw node.invalid("nodes_nodeids", "distinct ids", key);
    indexOf.set(key, i);
  });
  const leaves = leavesOf(node, prefix, names, indexOf);
  const places = placesOf(names, leaves.indexOfNode);
  const inner = ids.map((_, i) => i).filter((i) => names[i] !== "LEAF");
  const child = (list: readonly number[], i: number): number => {
    const at = indexOf.get(`${lists.trees[i]} ${list[i]}`);
    if (at === undefined) throw node.invalid(`tree node ${i}`, "children that are there", list[i]);
    return places[at]!;
  };
  const trees: TreeNodes = {
    feature: Int32Array.from(inner, (i) => lists.features[i]!),
    mode: Uint8Array.from(inner, (i) => modeOf(node, names[i]!)),
    value: Float64Array.from(inner, (i) => lists.values[i]!),
    whenTrue: Int32Array.from(inner, (i) => child(lists.whenTrue, i)),
    whenFalse: Int32Array.from(inner, (i) => child(lists.whenFalse, i)),
    missingTrue: Uint8Array.from(inner, (i) => (missing[i] === 1 ? 1 : 0)),
    members: new Map(),
    roots: Int32Array.from(rootsOf(lists.trees), (i) => places[i]!),
    ...leaves.arrays,
  };
  checkTrees(node, trees);
  return trees;
}

function modeOf(node: NodeReader, name: string): number {
  if (!Object.hasOwn(modes, name)) throw node.invalid("nodes_modes", "a mode", name);
  return modes[name as keyof typeof modes];
}

/** The first node of each tree. */
function rootsOf(trees: readonly number[]): number[] {
  const seen = new Set<number>();
  const roots: number[] = [];
  trees.forEach((tree, i) => {
    if (seen.has(tree)) return;
    seen.add(tree);
    roots.push(i);
  });
  return roots;
}

/** Nodes are numbered without the leaves, leaves from -1 downwards. */
function placesOf(names: readonly string[], leafOfNode: ReadonlyMap<number, number>): Int32Array {
  let next = 0;
  return Int32Array.from(names, (name, i) => (name === "LEAF" ? -1 - leafOfNode.get(i)! : next++));
}

function leavesOf(
  node: NodeReader,
  prefix: "class" | "target",
  names: readonly string[],
  indexOf: ReadonlyMap<string, number>,
) {
  const [trees, ids] = [node.ints(`${prefix}_treeids`), node.ints(`${prefix}_nodeids`)];
  const [targets, weights] = [node.ints(`${prefix}_ids`), node.numbers(`${prefix}_weights`)];
  if (ids.length !== trees.length || targets.length !== trees.length || weights.length !== trees.length) {
    throw node.invalid(`${prefix}_weights`, `${trees.length} items`, weights.length);
  }
  const indexOfNode = new Map<number, number>();
  const weightsOf: number[][] = [];
  names.forEach((name, i) => {
    if (name === "LEAF") indexOfNode.set(i, weightsOf.push([]) - 1);
  });
  trees.forEach((tree, w) => {
    const leaf = indexOfNode.get(indexOf.get(`${tree} ${ids[w]}`) ?? -1);
    if (leaf === undefined) throw node.invalid(`${prefix}_nodeids`, "leaves that are there", ids[w]);
    weightsOf[leaf]!.push(w);
  });
  const order = weightsOf.flat();
  let at = 0;
  const starts = [0, ...weightsOf.map((list) => (at += list.length))];
  const arrays = {
    leafStarts: Int32Array.from(starts),
    targets: Int32Array.from(order, (w) => targets[w]!),
    weights: Float64Array.from(order, (w) => weights[w]!),
  };
  return { indexOfNode, arrays };
}

/** Nodes of TreeEnsemble. @throws ML_ONNX_INVALID */
export function readTrees5(node: NodeReader): TreeNodes {
  const numbers = (name: string): readonly number[] => {
    const tensor = node.tensor(name);
    if (tensor === undefined) return [];
    if (tensor.type === "string") throw node.invalid(name, "numbers", "texts");
    return Array.from(tensor.data);
  };
  const features = node.ints("nodes_featureids");
  const lists = {
    modes: numbers("nodes_modes"),
    splits: numbers("nodes_splits"),
    whenTrue: node.ints("nodes_truenodeids"),
    whenFalse: node.ints("nodes_falsenodeids"),
    trueLeaves: node.ints("nodes_trueleafs"),
    falseLeaves: node.ints("nodes_falseleafs"),
  };
  for (const [name, list] of Object.entries(lists)) {
    if (list.length !== features.length) throw node.invalid(name, `${features.length} items`, list.length);
  }
  if (!lists.modes.every((mode) => mode >= 0 && mode <= 6)) throw node.invalid("nodes_modes", "modes 0 to 6", "others");
  const missing = node.ints("nodes_missing_value_tracks_true");
  const [targets, weights] = [node.ints("leaf_targetids"), numbers("leaf_weights")];
  if (targets.length !== weights.length) throw node.invalid("leaf_weights", `${targets.length} items`, weights.length);
  const places = (list: readonly number[], leaves: readonly number[]): Int32Array =>
    Int32Array.from(list, (place, i) => {
      if (place < 0) throw node.invalid(`tree node ${i}`, "children that are there", place);
      return leaves[i] === 1 ? -1 - place : place;
    });
  const roots = node.ints("tree_roots");
  if (!roots.every((root) => root >= 0)) throw node.invalid("tree_roots", "nodes that are there", roots);
  const trees: TreeNodes = {
    feature: Int32Array.from(features),
    mode: Uint8Array.from(lists.modes),
    value: Float64Array.from(lists.splits),
    whenTrue: places(lists.whenTrue, lists.trueLeaves),
    whenFalse: places(lists.whenFalse, lists.falseLeaves),
    missingTrue: Uint8Array.from(features, (_, i) => (missing[i] === 1 ? 1 : 0)),
    members: membersOf(node, lists.modes, numbers("membership_values")),
    roots: Int32Array.from(roots),
    leafStarts: Int32Array.from({ length: targets.length + 1 }, (_, i) => i),
    targets: Int32Array.from(targets),
    weights: Float64Array.from(weights),
  };
  checkTrees(node, trees);
  return trees;
}

/** Sets stand one after another, each ended by NaN. */
function membersOf(
  node: NodeReader,
  nodeModes: readonly number[],
  values: readonly number[],
): ReadonlyMap<number, ReadonlySet<number>> {
  const members = new Map<number, ReadonlySet<number>>();
  let at = 0;
  nodeModes.forEach((mode, i) => {
    if (mode !== modes.BRANCH_MEMBER) return;
    let end = at;
    while (end < values.length && !Number.isNaN(values[end]!)) end++;
    if (end === values.length) {
      throw node.invalid("membership_values", "a set for each node of that mode", "fewer");
    }
    members.set(i, new Set(values.slice(at, end)));
    at = end + 1;
  });
  return members;
}
