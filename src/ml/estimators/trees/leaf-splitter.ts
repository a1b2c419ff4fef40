import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { type GrowingTree, moveOf } from "./growing-tree.ts";
import { childrenOf, type Leaf, missingGoesLeft } from "./growth.ts";
import type { SplitterInput } from "./splitter-input.ts";
import {
  RESULT_BYTES,
  type ResultViews,
  RULES_BYTES,
  readSplit,
  SEARCH_SCRATCH_BYTES,
  writeRules,
  writeSides,
} from "./splitting.ts";

/** A leaf to split, of one of the trees that grow. */
export interface LeafToSplit {
  readonly tree: GrowingTree;
  readonly leaf: Leaf;
}

// The task that assembly/leaf.ts describes; words of 4, numbers of 8 bytes.
const WORD = { small: 25, sought: 26, lists: 168 } as const;
const NUMBER = { weight: 4, leftWeight: 14, leftRules: 16 } as const;
const SIDES_AT = 288;
const SPLITS_AT = 544;
const LIST_WORDS = 6;

/** Splits leaves, one a thread: rows, histograms and both children's best splits, without a word to anybody else. */
export class LeafSplitter {
  readonly #input: SplitterInput;
  readonly #taskBytes: number;
  readonly #views: ResultViews;
  /** Of every task: its address, and that of scratch. */
  readonly #tasks: readonly (readonly [number, number])[];

  static bytes(most: number, lists: number): number {
    const { bytesFor } = TrainingKernel;
    return bytesFor(most * taskBytes(lists)) + bytesFor(most * SEARCH_SCRATCH_BYTES);
  }

  /** @param most leaves that are split at once */
  constructor(input: SplitterInput, most: number) {
    const { kernel } = input.binned;
    this.#input = input;
    this.#taskBytes = taskBytes(input.sharing.lists);
    const tasks = kernel.take(most * this.#taskBytes);
    const scratch = kernel.take(most * SEARCH_SCRATCH_BYTES);
    this.#tasks = Array.from({ length: most }, (_, i) => [
      tasks + i * this.#taskBytes,
      scratch + i * SEARCH_SCRATCH_BYTES,
    ]);
    const bytes = most * this.#taskBytes;
    this.#views = {
      scores: kernel.float64(tasks, bytes / 8),
      words: kernel.int32(tasks, bytes / 4),
      bytes: kernel.bytes(tasks, bytes),
    };
  }

  /** Gives each leaf, which holds its histogram, its children. */
  split(leaves: readonly LeafToSplit[]): void {
    const small = leaves.map((one, i) => this.#write(i, one));
    this.#input.histograms.splitLeaves(this.#tasks.slice(0, leaves.length));
    for (let i = 0; i < leaves.length; i++) this.#read(i, leaves[i]!, small[i]!);
  }

  /** @returns slot of the smaller child's histogram */
  #write(i: number, { tree, leaf }: LeafToSplit): number {
    const { sample, place } = tree;
    const { words, bytes } = this.#views;
    const word = (i * this.#taskBytes) / 4;
    const split = leaf.split!;
    const isSearched = !tree.isLast && this.#input.rules.mayAtDepth(leaf.depth + 1);
    const small = isSearched ? place.slots.acquire(tree.leaves, leaf) : -1;
    words[word] = leaf.lists.length;
    words[word + 1] = this.#input.binned.columns + split.feature * this.#input.binned.nRows;
    words[word + 2] = small < 0 ? 0 : place.slots.addressOf(small);
    words[word + 3] = place.slots.addressOf(leaf.slot);
    words[word + 4] = place.features;
    words[word + 5] = sample.features.length;
    words[word + 6] = this.#input.weights;
    words[word + 7] = isSearched ? 1 : 0;
    words[word + 20] = leaf.gradient;
    words[word + 21] = leaf.hessian;
    words[word + 22] = split.leftGradient;
    words[word + 23] = split.leftHessian;
    this.#writeNumbers((i * this.#taskBytes) / 8, tree, leaf);
    writeSides(bytes, i * this.#taskBytes + SIDES_AT, split, missingGoesLeft(leaf));
    const move = moveOf(tree, leaf);
    for (let k = 0; k < leaf.lists.length; k++) {
      const list = word + WORD.lists + k * LIST_WORDS;
      const { entries, n } = leaf.lists[k]!;
      words[list] = entries;
      words[list + 1] = n;
      words[list + 2] = entries + move;
    }
    return small;
  }

  #writeNumbers(number: number, { sample }: GrowingTree, leaf: Leaf): void {
    const numbers = this.#views.scores;
    const { growth, leastToSplit } = this.#input.rules;
    const at = number + NUMBER.weight;
    numbers[at] = this.#input.weightScale;
    numbers[at + 1] = growth.minSamplesLeaf;
    numbers[at + 2] = growth.minHessian;
    numbers[at + 3] = growth.minCategoryWeight;
    numbers[at + 4] = leastToSplit;
    numbers[at + 5] = leaf.weight;
    const bounds = this.#input.rules.sideBounds(leaf, sample);
    for (let side = 0; side < 2; side++) {
      // The kernel fills in what depends on a side's weight.
      const rules = this.#input.rules.rulesWithin(bounds[side]!, 0, 0);
      const rulesAt = number + NUMBER.leftRules + (side * RULES_BYTES) / 8;
      writeRules(numbers, rulesAt, sample.gUnit, sample.hUnit, rules);
    }
  }

  #read(i: number, { tree, leaf }: LeafToSplit, smallSlot: number): void {
    const { words, scores: numbers } = this.#views;
    const word = (i * this.#taskBytes) / 4;
    const counts: number[] = [];
    for (let k = 0; k < leaf.lists.length; k++) counts.push(words[word + WORD.lists + k * LIST_WORDS + 3]!);
    const leftWeight = numbers[(i * this.#taskBytes) / 8 + NUMBER.leftWeight]!;
    const bounds = this.#input.rules.sideBounds(leaf, tree.sample);
    const children = childrenOf(leaf, moveOf(tree, leaf), counts, leftWeight, bounds);
    const isLeftSmall = words[word + WORD.small] === 1;
    const small = isLeftSmall ? children.left : children.right;
    const large = isLeftSmall ? children.right : children.left;
    small.slot = smallSlot;
    large.slot = leaf.slot;
    leaf.slot = -1;
    const sought = words[word + WORD.sought]!;
    this.#settle(small, (sought & 1) === 1, i * this.#taskBytes + SPLITS_AT, tree);
    this.#settle(large, (sought & 2) === 2, i * this.#taskBytes + SPLITS_AT + RESULT_BYTES, tree);
    tree.divided(leaf, children);
  }

  #settle(child: Leaf, isSought: boolean, at: number, { sample, place }: GrowingTree): void {
    const split = isSought ? readSplit(this.#views, at) : null;
    if (!this.#input.rules.keep(child, split, sample)) place.slots.release(child);
  }
}

function taskBytes(lists: number): number {
  return Math.ceil((4 * WORD.lists + 4 * LIST_WORDS * lists) / 64) * 64;
}
