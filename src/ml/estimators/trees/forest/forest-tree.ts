import type { FlatTree } from "../ensemble.ts";

/** A tree, and the shares of classes of its impure leaves, (nImpure, classes) row-major; none where leaves are values. */
export interface ForestTree extends FlatTree {
  readonly vectors: Float32Array;
}

/** Grows trees that don't depend on each other. */
export interface TreeGrower {
  /** Trees that are grown at once. */
  readonly atOnce: number;
  /** Trees `from` to `to` - 1, at most `atOnce`. */
  grow(from: number, to: number): ForestTree[];
}
