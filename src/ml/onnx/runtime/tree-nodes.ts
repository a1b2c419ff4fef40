import { fail } from "../../../errors/index.ts";
import type { NodeReader } from "./operator.ts";

/** How a node compares: numbers as TreeEnsemble of ai.onnx.ml 5 has them. */
export const modes = {
  BRANCH_LEQ: 0,
  BRANCH_LT: 1,
  BRANCH_GTE: 2,
  BRANCH_GT: 3,
  BRANCH_EQ: 4,
  BRANCH_NEQ: 5,
  BRANCH_MEMBER: 6,
} as const;

/** The nodes of all trees as flat arrays. A child below 0 is a leaf: -1 - its index. */
export interface TreeNodes {
  readonly feature: Int32Array;
  readonly mode: Uint8Array;
  readonly value: Float64Array;
  readonly whenTrue: Int32Array;
  readonly whenFalse: Int32Array;
  readonly missingTrue: Uint8Array;
  /** Members of a node's set, where it has one. */
  readonly members: ReadonlyMap<number, ReadonlySet<number>>;
  /** First place (a node, or a leaf below 0) of each tree. */
  readonly roots: Int32Array;
  /** (nLeaves + 1): where each leaf's weights begin. */
  readonly leafStarts: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}

/** Longest paths of all trees together: what scoring one sample may cost. */
const mostSteps = 50_000_000;

/**
 * Nodes lead to nodes or leaves that are there, and no path comes back: a walk always ends, soon.
 * @throws ML_ONNX_INVALID, ML_ONNX_TOO_LARGE
 */
export function checkTrees(node: NodeReader, trees: TreeNodes): void {
  const { whenTrue, whenFalse, feature, roots, leafStarts } = trees;
  const nLeaves = leafStarts.length - 1;
  const isThere = (place: number): boolean => (place < 0 ? -1 - place < nLeaves : place < feature.length);
  for (let i = 0; i < feature.length; i++) {
    if (feature[i]! < 0) throw node.invalid("nodes_featureids", "features", feature[i]);
    if (!isThere(whenTrue[i]!) || !isThere(whenFalse[i]!))
      throw node.invalid(`tree node ${i}`, "children that are there", "others");
  }
  const longest = new Int32Array(feature.length);
  let steps = 0;
  for (const root of roots) {
    if (!isThere(root)) throw node.invalid("tree_roots", "nodes that are there", root);
    steps += root < 0 ? 1 : longestPath(node, trees, root, longest);
    if (steps > mostSteps) {
      throw fail("ML_ONNX_TOO_LARGE", { where: node.where, limit: `paths of ${mostSteps} nodes`, got: "more" });
    }
  }
}

/** Depth first with a stack of its own; -1 marks nodes that are open, so that meeting one again is a cycle. */
function longestPath(node: NodeReader, { whenTrue, whenFalse }: TreeNodes, root: number, longest: Int32Array): number {
  const stack = [root];
  while (stack.length > 0) {
    const i = stack[stack.length - 1]!;
    const children = [whenTrue[i]!, whenFalse[i]!].filter((child) => child >= 0);
    if (longest[i]! > 0) {
      stack.pop();
      continue;
    }
    if (longest[i] === 0) {
      longest[i] = -1;
      for (const child of children) {
        if (longest[child] === -1) throw node.invalid(`tree node ${child}`, "no way back", "a cycle");
        if (longest[child] === 0) stack.push(child);
      }
      continue;
    }
    longest[i] = 1 + children.reduce((most, child) => Math.max(most, longest[child]!), 0);
    stack.pop();
  }
  return longest[root]!;
}

/** The leaf that a sample ends in, by its index. */
export function leafOf(trees: TreeNodes, root: number, data: ArrayLike<number>, from: number): number {
  let place = root;
  while (place >= 0)
    place = isTrue(trees, place, data[from + trees.feature[place]!]!)
      ? trees.whenTrue[place]!
      : trees.whenFalse[place]!;
  return -1 - place;
}

function isTrue({ mode, value, missingTrue, members }: TreeNodes, i: number, x: number): boolean {
  if (Number.isNaN(x) && missingTrue[i] === 1) return true;
  switch (mode[i]) {
    case 0:
      return x <= value[i]!;
    case 1:
      return x < value[i]!;
    case 2:
      return x >= value[i]!;
    case 3:
      return x > value[i]!;
    case 4:
      return x === value[i];
    case 5:
      return x !== value[i];
    default:
      return members.get(i)?.has(x) ?? false;
  }
}
