import type { Ensemble } from "../../estimators/trees/ensemble.ts";
import { modes, type TreeNodes } from "./tree-nodes.ts";

const MISSING_LEFT = 1;
/** A feature's index has 24 bits in the predicting kernel. */
const mostFeatures = 0xffffff;
/** Beyond, vectors at leaves would take more memory than walking the nodes costs time. */
const mostVectorFloats = 1 << 24;

/**
 * Foreign trees as an ensemble of our own, for rows of float32: `x < t` is `x <= ` the float32 below t, and `>` and `>=` go the other way.
 * Its sums are those of a walk over the nodes, to the bit: the same leaves, added in the same order in doubles.
 * @returns null where that can't be said: sets, equalities, nodes that two others lead to, leaves that float32 doesn't hold
 */
export function compileTrees(trees: TreeNodes, nTargets: number): Ensemble | null {
  const nFeatures = trees.feature.reduce((most, f) => Math.max(most, f + 1), 0);
  if (nFeatures === 0 || nFeatures > mostFeatures || trees.roots.length === 0) return null;
  const laid = layOut(trees);
  if (laid === null) return null;
  const leaves = scalarLeaves(trees, laid, nTargets) ?? vectorLeaves(trees, nTargets);
  if (leaves === null) return null;
  const { places, roots } = laid;
  const ensemble = {
    nFeatures,
    outputs: nTargets,
    categories: Array.from({ length: nFeatures }, () => null),
    roots,
    feature: new Int32Array(places.length),
    left: new Uint32Array(places.length),
    value: new Float32Array(places.length),
    flags: new Uint8Array(places.length),
    sets: new Uint8Array(0),
    vectors: leaves.vectors,
    weights: null,
  };
  places.forEach((place, i) => {
    if (place < 0) {
      ensemble.feature[i] = -1;
      if (leaves.vectors === null) ensemble.value[i] = leaves.values[-1 - place]!;
      else ensemble.left[i] = -1 - place;
      return;
    }
    ensemble.feature[i] = trees.feature[place]!;
    ensemble.left[i] = laid.left[i]!;
    ensemble.value[i] = thresholdOf(trees, place);
    ensemble.flags[i] = (trees.missingTrue[place] === 1) !== goesRight(trees, place) ? MISSING_LEFT : 0;
  });
  return ensemble;
}

interface LaidOut {
  /** Node (or leaf below 0) at each place of the ensemble. */
  readonly places: Int32Array;
  /** First left child's place from the tree's root. */
  readonly left: Uint32Array;
  readonly roots: Uint32Array;
}

/** Each tree level by level, so that two children stand side by side behind their parent. */
function layOut(trees: TreeNodes): LaidOut | null {
  const places: number[] = [];
  const left: number[] = [];
  const roots = [0];
  const isPlaced = new Uint8Array(trees.feature.length);
  for (const root of trees.roots) {
    const start = places.length;
    places.push(root);
    for (let i = start; i < places.length; i++) {
      const node = places[i]!;
      left.push(0);
      if (node < 0) continue;
      if (isPlaced[node] === 1 || !isThreshold(trees, node)) return null;
      isPlaced[node] = 1;
      left[i] = places.length - start;
      const children = [trees.whenTrue[node]!, trees.whenFalse[node]!];
      places.push(...(goesRight(trees, node) ? children.reverse() : children));
    }
    roots.push(places.length);
  }
  return { places: Int32Array.from(places), left: Uint32Array.from(left), roots: Uint32Array.from(roots) };
}

function isThreshold(trees: TreeNodes, node: number): boolean {
  if (trees.mode[node]! > modes.BRANCH_GT) return false;
  const threshold = thresholdOf(trees, node);
  return !Number.isNaN(threshold) && threshold !== Number.NEGATIVE_INFINITY;
}

/** "True" is the side of large values. */
function goesRight({ mode }: TreeNodes, node: number): boolean {
  return mode[node] === modes.BRANCH_GTE || mode[node] === modes.BRANCH_GT;
}

/** The largest float32 on the side of small values. */
function thresholdOf({ mode, value }: TreeNodes, node: number): number {
  const threshold = value[node]!;
  const isExclusive = mode[node] === modes.BRANCH_LT || mode[node] === modes.BRANCH_GTE;
  const near = Math.fround(threshold);
  return near > threshold || (isExclusive && near === threshold) ? floatBelow(near) : near;
}

const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

/** The next smaller float32; of the smallest and of NaN nothing useful. */
function floatBelow(x: number): number {
  floats[0] = x === 0 ? 0 : x;
  if (x === 0) bits[0] = 0x80000001 | 0;
  else bits[0] = bits[0]! + (x > 0 ? -1 : 1);
  return floats[0]!;
}

interface Leaves {
  /** By leaf, where each has one number. */
  readonly values: Float32Array;
  readonly vectors: Float32Array | null;
}

/** One number a leaf, where tree t speaks of target t mod nTargets alone. */
function scalarLeaves(trees: TreeNodes, { places, roots }: LaidOut, nTargets: number): Leaves | null {
  const { leafStarts, targets, weights } = trees;
  const values = new Float32Array(leafStarts.length - 1);
  for (let t = 0; t + 1 < roots.length; t++) {
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      if (places[i]! >= 0) continue;
      const leaf = -1 - places[i]!;
      const count = leafStarts[leaf + 1]! - leafStarts[leaf]!;
      const at = leafStarts[leaf]!;
      if (count > 1 || (count === 1 && (targets[at] !== t % nTargets || !isFloat(weights[at]!)))) return null;
      values[leaf] = count === 0 ? 0 : weights[at]!;
    }
  }
  return { values, vectors: null };
}

/** A number for each target at each leaf. */
function vectorLeaves({ leafStarts, targets, weights }: TreeNodes, nTargets: number): Leaves | null {
  const count = leafStarts.length - 1;
  if (nTargets === 1 || count * nTargets > mostVectorFloats) return null;
  const vectors = new Float32Array(count * nTargets);
  const isSet = new Uint8Array(count * nTargets);
  for (let leaf = 0; leaf < count; leaf++) {
    for (let w = leafStarts[leaf]!; w < leafStarts[leaf + 1]!; w++) {
      const at = leaf * nTargets + targets[w]!;
      if (isSet[at] === 1 || !isFloat(weights[w]!)) return null;
      isSet[at] = 1;
      vectors[at] = weights[w]!;
    }
  }
  return { values: new Float32Array(0), vectors };
}

function isFloat(x: number): boolean {
  return Number.isFinite(x) && Math.fround(x) === x;
}
