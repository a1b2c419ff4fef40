import type { ModelData } from "../estimator.ts";
import type { BinColumns } from "../trees/bundles.ts";
import type { GrownNode } from "../trees/growth.ts";

/** What saved trees are held against, and how to refuse those that no fit has grown. */
export interface TreeBounds {
  readonly features: BinColumns["bins"];
  readonly outputs: number;
  /** Rounds that were grown. */
  readonly rounds: number;
  readonly maxLeaves: number;
  readonly refuse: (where: string, expected: string, got: unknown) => Error;
}

/** Doubles a node: column or -1 for a leaf, last bin on the left, flags, left child, value, weight, gain. */
const COLUMNS = 7;
const MISSING_LEFT = 1;
const MISSING_SEEN = 2;
const IS_SET = 4;
const LEFT_LARGER = 8;
const SET_BYTES = 32;

/** The grown trees of all rounds, in bins, as flat arrays. */
export function treesData(rounds: readonly (readonly (readonly GrownNode[])[])[]): ModelData {
  const trees = rounds.flat();
  const nodes = trees.flat();
  const flat = new Float64Array(nodes.length * COLUMNS);
  const sets: Uint8Array[] = [];
  nodes.forEach((node, i) => {
    flat.set(columnsOf(node), i * COLUMNS);
    if (!node.leaf && node.split.set !== null) sets.push(node.split.set);
  });
  const allSets = new Uint8Array(sets.length * SET_BYTES);
  sets.forEach((set, i) => {
    allSets.set(set, i * SET_BYTES);
  });
  return { sizes: Uint32Array.from(trees, (tree) => tree.length), nodes: flat, sets: allSets };
}

function columnsOf(node: GrownNode): number[] {
  if (node.leaf) return [-1, 0, 0, 0, node.value, node.weight, 0];
  const { feature, bin, set, missingLeft } = node.split;
  const flags =
    (node.missingLeft ? MISSING_LEFT : 0) |
    (missingLeft === undefined ? 0 : MISSING_SEEN) |
    (node.isLeftLarger ? LEFT_LARGER : 0) |
    (set === null ? 0 : IS_SET);
  return [feature, bin, flags, node.left, 0, 0, node.gain];
}

/** The rounds of `treesData`, safe to walk. Throws what `refuse` makes. */
export function readTrees(data: unknown, where: string, bounds: TreeBounds): GrownNode[][][] {
  const { outputs, rounds, maxLeaves, refuse } = bounds;
  if (typeof data !== "object" || data === null) throw refuse(where, "an object", data);
  const { sizes, nodes, sets } = data as Readonly<Record<string, unknown>>;
  if (!(sizes instanceof Uint32Array) || sizes.length !== rounds * outputs) {
    throw refuse(`${where}.sizes`, `${rounds * outputs} trees`, sizes);
  }
  const odd = sizes.find((size) => size < 1 || size > 2 * maxLeaves - 1 || size % 2 === 0);
  if (odd !== undefined) throw refuse(`${where}.sizes`, `an odd number of nodes below ${2 * maxLeaves}`, odd);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (!(nodes instanceof Float64Array) || nodes.length !== count * COLUMNS) {
    throw refuse(`${where}.nodes`, `${count} nodes`, nodes);
  }
  if (!(sets instanceof Uint8Array)) throw refuse(`${where}.sets`, "bytes", sets);
  const result: GrownNode[][][] = Array.from({ length: rounds }, () => []);
  const reader = { at: 0, set: 0 };
  sizes.forEach((size, t) => {
    result[Math.floor(t / outputs)]!.push(readTree(nodes, sets, reader, size, `${where}.nodes[${reader.at}]`, bounds));
  });
  if (reader.set * SET_BYTES !== sets.length) throw refuse(`${where}.sets`, `${reader.set} sets`, sets);
  return result;
}

function readTree(
  nodes: Float64Array,
  sets: Uint8Array,
  reader: { at: number; set: number },
  size: number,
  where: string,
  bounds: TreeBounds,
): GrownNode[] {
  const isChild = new Uint8Array(size);
  const tree = Array.from({ length: size }, (_, i): GrownNode => {
    const columns = nodes.subarray(reader.at * COLUMNS, ++reader.at * COLUMNS);
    if (!columns.every(Number.isFinite)) throw bounds.refuse(where, "finite numbers", columns.join(", "));
    const [feature, bin, flags, left, value, weight, gain] = Array.from(columns);
    if (feature === -1) return readLeaf(value!, weight!, where, bounds);
    const isPaired = left! > i && left! + 1 < size && isChild[left!] === 0 && isChild[left! + 1] === 0;
    if (!Number.isInteger(left) || !isPaired) throw bounds.refuse(where, "children of their own behind it", left);
    isChild.fill(1, left!, left! + 2);
    const bins = bounds.features[feature!];
    const isSet = (flags! & IS_SET) !== 0;
    if (bins === undefined || (bins.kind !== "numeric") !== isSet) {
      throw bounds.refuse(where, "a feature of this fit", feature);
    }
    if (!Number.isInteger(bin) || bin! < 1 || bin! > 255) throw bounds.refuse(where, "a bin from 1 to 255", bin);
    const set = isSet ? sets.slice(reader.set * SET_BYTES, ++reader.set * SET_BYTES) : null;
    if (set !== null && set.length !== SET_BYTES) throw bounds.refuse(where, "a set of bins", set.length);
    const missingLeft = (flags! & MISSING_LEFT) !== 0;
    const seen = (flags! & MISSING_SEEN) !== 0 ? missingLeft : undefined;
    const split = { score: 0, feature: feature!, bin: bin!, missingLeft: seen, set, leftGradient: 0, leftHessian: 0 };
    return { leaf: false, split, missingLeft, isLeftLarger: (flags! & LEFT_LARGER) !== 0, left: left!, gain: gain! };
  });
  const orphan = isChild.indexOf(0, 1);
  if (orphan > 0) throw bounds.refuse(where, "nodes that the root reaches", `node ${orphan} alone`);
  const [root] = tree;
  if (root!.leaf && root!.value !== 0) throw bounds.refuse(where, "0 in a tree without splits", root!.value);
  return tree;
}

function readLeaf(value: number, weight: number, where: string, { refuse }: TreeBounds): GrownNode {
  if (Math.fround(value) !== value) throw refuse(where, "a float32 value", value);
  if (weight < 0) throw refuse(where, "a weight of 0 and above", weight);
  return { leaf: true, value, weight, lists: [], isReversed: false, n: 0 };
}
