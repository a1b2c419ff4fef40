import type { EntryList } from "./histograms.ts";
import type { LeafBounds, Split } from "./splitting.ts";

/** When a tree stops growing, and what a split must satisfy. Hessians are in the loss's own units. */
export interface GrowthRules {
  readonly maxLeaves: number;
  readonly maxDepth: number | null;
  /** Least weight of a leaf; exact where hessians are constant, by share of the leaf's hessian elsewhere. */
  readonly minSamplesLeaf: number;
  readonly minHessian: number;
  readonly minGain: number;
  readonly l1: number;
  readonly l2: number;
  readonly categorySmoothing: number;
  /** Least weight of a level that may choose its side. */
  readonly minCategoryWeight: number;
  /** Which leaf splits next: that with the largest gain, or that with the largest gain of the least depth. */
  readonly growth: "leafWise" | "depthWise";
  /** 1 where values must rise with the feature, -1 where they must fall; null where no feature asks for either. */
  readonly monotone: Int8Array | null;
}

/** A node of a grown tree. Children stand behind their parent, the right one right behind the left. */
export type GrownNode =
  | {
      readonly leaf: true;
      readonly value: number;
      readonly weight: number;
      /** Its entries, in the order of rows or against it; all in one list after `gather`. */
      readonly lists: readonly EntryList[];
      readonly isReversed: boolean;
      /** Entries in all. */
      readonly n: number;
    }
  | {
      readonly leaf: false;
      readonly split: Split;
      readonly missingLeft: boolean;
      /** By the hessian: where what was never seen goes. */
      readonly isLeftLarger: boolean;
      readonly left: number;
      readonly gain: number;
    };

/** What grows: the entries of the sampled rows and the units that their integers are in. */
export interface Sample {
  /** One for each of `Grower.ranges`, at the place of its rows in the tree's entries; they are moved about. */
  readonly lists: readonly EntryList[];
  /** Integer sums of the entries. */
  readonly gradient: number;
  readonly hessian: number;
  readonly gUnit: number;
  readonly hUnit: number;
  /** Features that may split, ascending. */
  readonly features: Uint32Array;
}

/** A leaf of a tree that grows. */
export interface Leaf {
  /** Its number in the tree, once it is part of it. */
  node: number;
  readonly lists: readonly EntryList[];
  readonly inSpare: boolean;
  readonly isReversed: boolean;
  readonly n: number;
  readonly weight: number;
  readonly depth: number;
  readonly bounds: LeafBounds;
  readonly gradient: number;
  readonly hessian: number;
  split: Split | null;
  gain: number;
  /** Slot of its histogram, -1 where it holds none. */
  slot: number;
}

/** The two sides of a leaf's split. */
export interface Children {
  readonly left: Leaf;
  readonly right: Leaf;
}

/** Where a leaf's split sends rows without the value. */
export function missingGoesLeft({ split, hessian }: Leaf): boolean {
  return split!.missingLeft ?? split!.leftHessian * 2 >= hessian;
}

/**
 * Left and right by the counts of what went left in each list.
 * @param move bytes from where entries were to where they are now
 */
export function childrenOf(
  leaf: Leaf,
  move: number,
  counts: ArrayLike<number>,
  leftWeight: number,
  [leftBounds, rightBounds]: readonly [LeafBounds, LeafBounds],
): Children {
  const { leftGradient, leftHessian } = leaf.split!;
  const { lists, inSpare, isReversed, depth, gradient, hessian } = leaf;
  const leftLists: EntryList[] = [];
  const rightLists: EntryList[] = [];
  let n = 0;
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!;
    const count = counts[i]!;
    leftLists.push({ entries: list.entries + move, n: count });
    rightLists.push({ entries: list.entries + move + count * 8, n: list.n - count });
    n += count;
  }
  // Written out, not spread: small trees are made of little else.
  const left: Leaf = {
    node: -1,
    lists: leftLists,
    inSpare: !inSpare,
    isReversed,
    n,
    weight: leftWeight,
    depth: depth + 1,
    bounds: leftBounds,
    gradient: leftGradient,
    hessian: leftHessian,
    split: null,
    gain: 0,
    slot: -1,
  };
  const right: Leaf = {
    node: -1,
    lists: rightLists,
    inSpare: !inSpare,
    isReversed: !isReversed,
    n: leaf.n - n,
    weight: leaf.weight - leftWeight,
    depth: depth + 1,
    bounds: rightBounds,
    gradient: gradient - leftGradient,
    hessian: hessian - leftHessian,
    split: null,
    gain: 0,
    slot: -1,
  };
  return { left, right };
}

/** Entries of several lists. */
export function rowsOf(lists: readonly EntryList[]): number {
  let n = 0;
  for (const list of lists) n += list.n;
  return n;
}
