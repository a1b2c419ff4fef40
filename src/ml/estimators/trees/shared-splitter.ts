import { TrainingKernel } from "../../kernels/training-kernel.ts";
import { type GrowingTree, moveOf, type TreePlace } from "./growing-tree.ts";
import { type Children, childrenOf, type Leaf, missingGoesLeft, rowsOf, type Sample } from "./growth.ts";
import type { EntryList } from "./histograms.ts";
import { type Copies, LeafSearch, type Searched } from "./leaf-search.ts";
import type { SplitterInput } from "./splitter-input.ts";
import { writeSides } from "./splitting.ts";

/** Two children of a leaf, and how far the histogram of the smaller one is. */
interface Sides extends Children {
  readonly small: Leaf;
  readonly large: Leaf;
  /** Slot of the smaller child's histogram if it is made already; other threads' parts are yet to be added. */
  readonly made: number | null;
}

/** Leaves of fewer rows are divided faster than other threads are told of them. */
const FEWEST_TOGETHER = 3000;

/** Splits a leaf by all threads together: each has its own rows or its own features, and all are done before it is. */
export class SharedSplitter {
  readonly #input: SplitterInput;
  readonly #kernel: TrainingKernel;
  readonly #sides: Uint8Array;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #search: LeafSearch;

  static bytes(threads: number, lists: number): number {
    const { bytesFor } = TrainingKernel;
    return bytesFor(256) + bytesFor(lists * 4) + bytesFor(lists * 8) + LeafSearch.bytes(threads);
  }

  constructor(input: SplitterInput) {
    const { binned, sharing } = input;
    const { kernel } = binned;
    this.#input = input;
    this.#kernel = kernel;
    this.#sides = kernel.bytes(kernel.take(256), 256);
    this.#counts = kernel.int32(kernel.take(sharing.lists * 4), sharing.lists);
    this.#sums = kernel.float64(kernel.take(sharing.lists * 8), sharing.lists);
    this.#search = new LeafSearch(binned);
  }

  /** Sum of the weights of a leaf's rows. */
  weightOf(lists: readonly EntryList[]): number {
    if (this.#input.weights === 0) return rowsOf(lists);
    const at = this.#sums.byteOffset;
    const parts = lists.map(({ entries, n }, i) => [
      entries,
      n,
      this.#input.weights,
      this.#input.weightScale,
      at + 8 * i,
    ]);
    if (rowsOf(lists) >= FEWEST_TOGETHER) this.#kernel.each("sumWeights", parts);
    else for (const part of parts) this.#kernel.invoke("sumWeights", part);
    return parts.reduce((sum, _, i) => sum + this.#sums[i]!, 0);
  }

  /** Makes a leaf's histogram and finds its best split. */
  buildAndSearch(leaf: Leaf, sample: Sample, place: TreePlace): void {
    const copies = this.#build(leaf, place);
    const [split] = this.#search.run(this.#searched(leaf, true, sample, place), null, copies, sample, place.features);
    if (!this.#input.rules.keep(leaf, split, sample)) place.slots.release(leaf);
  }

  /** Gives the leaf its children. */
  split(tree: GrowingTree, leaf: Leaf): void {
    const sides = this.#divide(tree, leaf);
    if (tree.isLast) tree.place.slots.release(leaf);
    else this.#searchChildren(tree, leaf, sides);
    tree.divided(leaf, { left: sides.left, right: sides.right });
  }

  /** Rows go to their sides; where threads do it together, each makes its rows' part of a histogram at once. */
  #divide(tree: GrowingTree, leaf: Leaf): Sides {
    const { slots } = tree.place;
    const split = leaf.split!;
    writeSides(this.#sides, 0, split, missingGoesLeft(leaf));
    const move = moveOf(tree, leaf);
    const column = this.#input.binned.columns + split.feature * this.#input.binned.nRows;
    const isTogether = leaf.lists.length > 1 && leaf.n >= FEWEST_TOGETHER;
    // Counts aren't known yet. The side of less hessian is mostly that of fewer rows, and any choice gives the same tree.
    const build = !isTogether || tree.isLast || leaf.slot < 0 ? 0 : split.leftHessian * 2 <= leaf.hessian ? 1 : 2;
    const slot = build === 0 ? -1 : slots.acquire(tree.leaves, leaf);
    const table = this.#sides.byteOffset;
    if (isTogether) {
      this.#input.histograms.divideTogether(
        leaf.lists.map((list, i) => ({
          ...{ list, target: list.entries + move, column, table, count: this.#counts.byteOffset + 4 * i, build },
          cells: i === 0 && slot >= 0 ? slots.addressOf(slot) : slots.addressOfCopy(i),
        })),
      );
    } else {
      leaf.lists.forEach(({ entries, n }, i) => {
        this.#counts[i] = this.#kernel.call.partition(entries, n, entries + move, column, table);
      });
    }
    const leftLists = leaf.lists.map(({ entries }, i) => ({ entries: entries + move, n: this.#counts[i]! }));
    const weight = this.weightOf(leftLists);
    const { left, right } = childrenOf(
      leaf,
      move,
      this.#counts,
      weight,
      this.#input.rules.sideBounds(leaf, tree.sample),
    );
    const isLeftSmall = build === 0 ? left.n <= right.n : build === 1;
    const [small, large] = isLeftSmall ? [left, right] : [right, left];
    return { left, right, small, large, made: build === 0 ? null : slot };
  }

  /** The smaller child's histogram is made; the larger one's is what remains of the parent's. */
  #searchChildren({ leaves, place, sample }: GrowingTree, parent: Leaf, { small, large, made }: Sides): void {
    const { slots } = place;
    const [smallMay, largeMay] = [this.#input.rules.maySplit(small), this.#input.rules.maySplit(large)];
    small.slot = made ?? -1;
    if (!smallMay && !largeMay) {
      slots.release(small);
      slots.release(parent);
      return;
    }
    if (parent.slot < 0 || (!largeMay && made === null)) {
      slots.release(parent);
      for (const leaf of [small, large]) {
        if (!this.#input.rules.maySplit(leaf)) continue;
        leaf.slot = slots.acquire(leaves, null);
        this.buildAndSearch(leaf, sample, place);
      }
      return;
    }
    let copies: Copies | null = slots.copies;
    if (made === null) {
      small.slot = slots.acquire(leaves, parent);
      copies = this.#build(small, place);
    }
    large.slot = parent.slot;
    parent.slot = -1;
    const first = this.#searched(small, smallMay, sample, place);
    const second = this.#searched(large, largeMay, sample, place);
    const splits = this.#search.run(first, second, copies, sample, place.features);
    if (!this.#input.rules.keep(small, splits[0], sample)) slots.release(small);
    if (!this.#input.rules.keep(large, splits[1], sample)) slots.release(large);
  }

  /** Makes a leaf's histogram. @returns what other threads made of it, to be added in the search */
  #build({ lists, slot, n }: Leaf, { slots }: TreePlace): Copies | null {
    const cells = slots.addressOf(slot);
    if (lists.length > 1 && n >= FEWEST_TOGETHER) {
      this.#input.histograms.buildApart(
        lists,
        lists.map((_, i) => (i === 0 ? cells : slots.addressOfCopy(i))),
      );
      return slots.copies;
    }
    const isTogether = this.#input.sharing.ranges > 1 && n * this.#input.binned.features.length >= FEWEST_TOGETHER * 28;
    if (isTogether) this.#input.histograms.buildTogether(lists[0]!, cells);
    else this.#input.histograms.build(lists, cells);
    return null;
  }

  #searched(leaf: Leaf, isSought: boolean, sample: Sample, { slots }: TreePlace): Searched {
    const { gradient, hessian } = leaf;
    const rules = isSought ? this.#input.rules.searchRules(leaf, sample) : null;
    return { cells: slots.addressOf(leaf.slot), gradient, hessian, rules };
  }
}
