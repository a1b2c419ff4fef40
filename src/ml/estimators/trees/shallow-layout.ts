import type { Ensemble } from "./ensemble.ts";
import type { EnsembleLayout } from "./scoring-task.ts";

/** Filling a tree up to so many levels costs at most 12 KiB. */
const MOST_LEVELS = 10;
/** Bytes of a feature in a block of `scoreShallow`. */
const PITCH = 544;
/** More features don't fit in a thread's scratch. */
const MOST_FEATURES = 65536;

/**
 * Trees filled up to perfect ones, for `scoreShallow`: one value a row, thresholds on raw values, missing on the right,
 * at most ten levels; null for any other ensemble.
 */
export function shallowLayout(ensemble: Ensemble): EnsembleLayout | null {
  const { outputs, vectors, flags, nFeatures, roots } = ensemble;
  if (nFeatures > MOST_FEATURES || outputs !== 1 || vectors !== null || flags.some((flag) => flag !== 0)) return null;
  const levels = levelsOf(ensemble);
  if (levels > MOST_LEVELS) return null;
  const nTrees = roots.length - 1;
  const own = [nTrees * (8 << levels), nTrees * (4 << levels)];
  return {
    score: "scoreShallow",
    sizes: own,
    scratchBytes: () => Math.max(1, nFeatures) * PITCH,
    write(kernel) {
      const [nodes, values] = own.map((size) => kernel.take(size)) as [number, number];
      const words = kernel.uint32(nodes, nTrees * (2 << levels));
      const thresholds = kernel.float32(nodes, nTrees * (2 << levels));
      const leaves = kernel.float32(values, nTrees << levels);
      for (let t = 0; t < nTrees; t++) fillTree(ensemble, t, levels, words, thresholds, leaves);
      return { nodes, values, levels };
    },
  };
}

/** Most splits on a path; children stand behind their parents. */
function levelsOf({ roots, feature, left }: Ensemble): number {
  const depth = new Uint32Array(feature.length);
  let most = 0;
  for (let t = 0; t + 1 < roots.length; t++) {
    for (let i = roots[t]!; i < roots[t + 1]!; i++) {
      if (feature[i] === -1) continue;
      const child = roots[t]! + left[i]!;
      depth[child] = depth[i]! + 1;
      depth[child + 1] = depth[i]! + 1;
      most = Math.max(most, depth[i]! + 1);
    }
  }
  return most;
}

/** A leaf above the last level stands at all places below it; which way rows take there doesn't matter. */
function fillTree(
  { roots, feature, left, value }: Ensemble,
  t: number,
  levels: number,
  words: Uint32Array,
  thresholds: Float32Array,
  leaves: Float32Array,
): void {
  const root = roots[t]!;
  const base = t << levels;
  const fill = (node: number, place: number): void => {
    const isLeaf = feature[node] === -1;
    if (place >= 1 << levels) {
      leaves[base + place - (1 << levels)] = value[node]!;
      return;
    }
    const at = 2 * (base + place);
    words[at] = isLeaf ? 0 : feature[node]! * PITCH;
    thresholds[at + 1] = isLeaf ? 0 : value[node]!;
    const child = root + left[node]!;
    fill(isLeaf ? node : child, 2 * place + 1);
    fill(isLeaf ? node : child + 1, 2 * place);
  };
  fill(root, 1);
}
