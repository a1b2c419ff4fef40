import { type Children, type GrownNode, type Leaf, missingGoesLeft, type Sample } from "./growth.ts";
import type { HistogramSlots } from "./histogram-slots.ts";
import type { LeafRules } from "./leaf-rules.ts";

/** Where a tree's things lie in the kernel's memory. */
export interface TreePlace {
  readonly slots: HistogramSlots;
  /** Address of the numbers of the features that may split. */
  readonly features: number;
  /** Address of its entries, and of as much room again. */
  readonly entries: number;
  readonly spare: number;
}

/** A tree that grows: which leaf splits next, and what has become of those that did. */
export class GrowingTree {
  readonly sample: Sample;
  readonly place: TreePlace;
  readonly leaves: Leaf[];
  readonly #rules: LeafRules;
  readonly #nodes: GrownNode[] = [];
  #count = 1;

  constructor(sample: Sample, place: TreePlace, rules: LeafRules, root: Leaf) {
    this.sample = sample;
    this.place = place;
    this.leaves = [root];
    this.#rules = rules;
  }

  /** Whether the next split is the last, so that nobody asks how its children split. */
  get isLast(): boolean {
    return this.leaves.length + 1 >= this.#rules.growth.maxLeaves;
  }

  /** The leaf that splits next, null once the tree is grown. */
  next(): Leaf | null {
    const { maxLeaves, growth } = this.#rules.growth;
    if (this.leaves.length >= maxLeaves) return null;
    let best: Leaf | null = null;
    for (const leaf of this.leaves) {
      if (leaf.gain <= 0) continue;
      const isAsked = best === null || growth === "leafWise" || leaf.depth === best.depth;
      if (best === null || (isAsked ? leaf.gain > best.gain : leaf.depth < best.depth)) best = leaf;
    }
    return best;
  }

  /** A leaf becomes a node with two leaves. */
  divided(leaf: Leaf, { left, right }: Children): void {
    this.#nodes[leaf.node] = {
      leaf: false,
      split: leaf.split!,
      missingLeft: missingGoesLeft(leaf),
      isLeftLarger: leaf.split!.leftHessian * 2 >= leaf.hessian,
      left: this.#count,
      gain: leaf.gain,
    };
    left.node = this.#count;
    right.node = this.#count + 1;
    this.#count += 2;
    this.leaves[this.leaves.indexOf(leaf)] = left;
    this.leaves.push(right);
  }

  /** Nodes of the grown tree; every leaf holds its value and where its entries lie. */
  grown(): GrownNode[] {
    for (const leaf of this.leaves) {
      const { weight, lists, isReversed, n } = leaf;
      this.#nodes[leaf.node] = {
        leaf: true,
        value: this.#rules.valueOf(leaf, this.sample),
        weight,
        lists,
        isReversed,
        n,
      };
    }
    return this.#nodes;
  }
}

/** Bytes from where a leaf's entries are to where its children's go. */
export function moveOf({ place: { entries, spare } }: GrowingTree, leaf: Leaf): number {
  return leaf.inSpare ? entries - spare : spare - entries;
}
