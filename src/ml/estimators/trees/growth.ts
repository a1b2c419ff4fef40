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
  /** One for each of `Grower.ranges`, at the place of its rows in `Grower.entries`; they are moved about. */
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
  readonly node: number;
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

/** Where a leaf's split sends rows without the value. */
export function missingGoesLeft({ split, hessian }: Leaf): boolean {
  return split!.missingLeft ?? split!.leftHessian * 2 >= hessian;
}

/** The index of the leaf that splits next, -1 where none may. */
export function mostPromising(leaves: readonly Leaf[], growth: GrowthRules["growth"]): number {
  let best: Leaf | undefined;
  for (const leaf of leaves) {
    if (leaf.gain <= 0) continue;
    const isHigher = growth === "depthWise" && best !== undefined && leaf.depth < best.depth;
    const isAsHigh = growth === "leafWise" || leaf.depth === best?.depth;
    if (best === undefined || isHigher || (isAsHigh && leaf.gain > best.gain)) best = leaf;
  }
  return best === undefined ? -1 : leaves.indexOf(best);
}
