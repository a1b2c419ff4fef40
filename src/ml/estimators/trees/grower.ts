import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import { exactScale, type WeightsAt } from "./exact-weights.ts";
import { type GrownNode, type GrowthRules, type Leaf, missingGoesLeft, mostPromising, type Sample } from "./growth.ts";
import { HistogramSlots } from "./histogram-slots.ts";
import { type EntryList, Histograms, type Sharing, sharingOf } from "./histograms.ts";
import { type Copies, LeafSearch, type Searched } from "./leaf-search.ts";
import {
  type LeafBounds,
  leafScore,
  leafValue,
  type Split,
  type SplitRules,
  sideBounds,
  UNBOUNDED,
  writeSides,
} from "./splitting.ts";

/** Two children of a leaf, and how far the histogram of the smaller one is. */
interface Children {
  readonly left: Leaf;
  readonly right: Leaf;
  readonly small: Leaf;
  readonly large: Leaf;
  /** Slot of the smaller child's histogram if it is made already; other threads' parts are yet to be added. */
  readonly made: number | null;
}

/** Leaves of fewer rows are divided faster than other threads are told of them. */
const FEWEST_TOGETHER = 3000;
/** Rows of one thread begin at a multiple of this. */
const RANGE_STEP = 4096;

/** Room for so many rows, and for whole vectors beyond them. */
function entryBytes(nRows: number): number {
  return (nRows + 4) * 8;
}

/**
 * Grows trees leaf by leaf, the best gain first. Sums are integers, so a histogram is the difference of its parent's and
 * its sibling's to the bit, and neither the order of work nor who does it can change a tree.
 */
export class Grower {
  /** Address of the entries of all rows. */
  readonly entries: number;
  /** As much room again, of no use to anybody else from `grow` to the end of a tree. */
  readonly spare: number;
  /** First rows of the ranges that threads own, and their end. */
  readonly ranges: readonly number[];
  readonly #binned: BinnedMatrix;
  readonly #kernel: TrainingKernel;
  readonly #rules: GrowthRules;
  readonly #weights: number;
  readonly #weightScale: number;
  readonly #sharing: Sharing;
  readonly #table: Uint8Array;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #slots: HistogramSlots;
  readonly #histograms: Histograms;
  readonly #search: LeafSearch;

  /** What it takes of a kernel's memory. @param nRows rows that are learned from */
  static bytes(nRows: number, nFeatures: number, histogramBytes: number, rules: GrowthRules, threads: number): number {
    const { bytesFor } = TrainingKernel;
    const { lists } = sharingOf(nFeatures, threads);
    return (
      2 * bytesFor(entryBytes(nRows)) +
      HistogramSlots.bytes(rules.maxLeaves, histogramBytes, lists - 1) +
      bytesFor(256) +
      bytesFor(lists * 4) +
      bytesFor(lists * 8) +
      LeafSearch.bytes(nFeatures, threads)
    );
  }

  /**
   * @param nRows rows that are learned from, the first of the binned ones
   * @param weights float32 by row and their address, null if all are 1
   */
  constructor(binned: BinnedMatrix, rules: GrowthRules, nRows: number, weights: WeightsAt | null) {
    const { kernel } = binned;
    this.#binned = binned;
    this.#kernel = kernel;
    this.#rules = rules;
    this.#weights = weights?.address ?? 0;
    this.#weightScale = weights === null ? 1 : exactScale(weights.values);
    this.entries = kernel.take(entryBytes(nRows));
    this.spare = kernel.take(entryBytes(nRows));
    this.#sharing = sharingOf(binned.features.length, kernel.threads);
    this.ranges = rangesOf(nRows, this.#sharing.lists);
    this.#slots = new HistogramSlots(kernel, rules.maxLeaves, binned.histogramBytes, this.#sharing.lists - 1);
    this.#table = kernel.bytes(kernel.take(256), 256);
    this.#counts = kernel.int32(kernel.take(this.#sharing.lists * 4), this.#sharing.lists);
    this.#sums = kernel.float64(kernel.take(this.#sharing.lists * 8), this.#sharing.lists);
    this.#histograms = new Histograms(binned, this.#sharing.ranges);
    this.#search = new LeafSearch(binned);
    const layout = kernel.int32(binned.layout, binned.features.length * 4);
    for (const [f, sign] of rules.monotone?.entries() ?? []) if (sign !== 0) layout[f * 4 + 3] = sign;
  }

  /** A tree's nodes; every leaf holds its value -G / (H + l2) and where its entries lie. */
  grow(sample: Sample): GrownNode[] {
    const nodes: GrownNode[] = [];
    const leaves = [this.#root(sample)];
    let count = 1;
    while (leaves.length < this.#rules.maxLeaves) {
      const best = mostPromising(leaves, this.#rules.growth);
      if (best < 0) break;
      const leaf = leaves[best]!;
      const isLast = leaves.length + 1 >= this.#rules.maxLeaves;
      const children = this.#divide(leaf, leaves, sample, count, isLast);
      nodes[leaf.node] = {
        leaf: false,
        split: leaf.split!,
        missingLeft: missingGoesLeft(leaf),
        isLeftLarger: leaf.split!.leftHessian * 2 >= leaf.hessian,
        left: count,
        gain: leaf.gain,
      };
      count += 2;
      leaves[best] = children.left;
      leaves.push(children.right);
      if (!isLast) this.#searchChildren(leaf, children, leaves, sample);
    }
    for (const leaf of leaves) {
      const value = this.#valueOf(leaf, leaf.gradient, leaf.hessian, sample);
      const { weight, lists, isReversed, n } = leaf;
      nodes[leaf.node] = { leaf: true, value, weight, lists, isReversed, n };
    }
    return nodes;
  }

  /** The same nodes, the entries of each leaf in one list whose order doesn't depend on threads. */
  gather(nodes: readonly GrownNode[]): GrownNode[] {
    if (this.#sharing.lists === 1) return [...nodes];
    const move = this.spare - this.entries;
    const home: number[][] = [];
    const together: number[][] = [];
    let target = this.spare;
    const gathered = nodes.map((node) => {
      if (!node.leaf) return node;
      const lists = node.lists.map(({ entries, n }) => {
        const at = entries >= this.spare && entries < this.spare + move ? entries - move : entries;
        if (at !== entries) home.push([entries, n, at, 8]);
        return { entries: at, n };
      });
      const start = target;
      for (const { entries, n } of node.isReversed ? lists.reverse() : lists) {
        together.push([entries, n, target, 8]);
        target += n * 8;
      }
      return { ...node, lists: [{ entries: start, n: node.n }] };
    });
    this.#kernel.each("copyEntries", home);
    this.#kernel.each("copyEntries", together);
    return gathered;
  }

  #root({ lists, gradient, hessian, features, ...sample }: Sample): Leaf {
    this.#slots.reset();
    this.#search.setFeatures(features);
    const root: Leaf = {
      ...{ node: 0, lists, inSpare: false, isReversed: false, n: rowsOf(lists), weight: this.#weightOf(lists) },
      ...{ depth: 0, bounds: UNBOUNDED, gradient, hessian, split: null, gain: 0, slot: -1 },
    };
    if (this.#maySplit(root)) {
      root.slot = this.#slots.acquire([], null);
      this.#buildAndSearch(root, { lists, gradient, hessian, features, ...sample });
    }
    return root;
  }

  /** Rows go to their sides; where threads do it together, each makes its rows' part of a histogram at once. */
  #divide(leaf: Leaf, leaves: readonly Leaf[], sample: Sample, node: number, isLast: boolean): Children {
    const split = leaf.split!;
    writeSides(this.#table, split, missingGoesLeft(leaf));
    const move = (leaf.inSpare ? -1 : 1) * (this.spare - this.entries);
    const column = this.#binned.columns + split.feature * this.#binned.nRows;
    const isTogether = leaf.lists.length > 1 && leaf.n >= FEWEST_TOGETHER;
    // Counts aren't known yet. The side of less hessian is mostly that of fewer rows, and any choice gives the same tree.
    const build = !isTogether || isLast || leaf.slot < 0 ? 0 : split.leftHessian * 2 <= leaf.hessian ? 1 : 2;
    const slot = build === 0 ? -1 : this.#slots.acquire(leaves, leaf);
    const table = this.#table.byteOffset;
    if (isTogether) {
      this.#histograms.divideTogether(
        leaf.lists.map((list, i) => ({
          ...{ list, target: list.entries + move, column, table, count: this.#counts.byteOffset + 4 * i, build },
          cells: i === 0 && slot >= 0 ? this.#slots.addressOf(slot) : this.#slots.addressOfCopy(i),
        })),
      );
    } else {
      leaf.lists.forEach(({ entries, n }, i) => {
        this.#counts[i] = this.#kernel.call.partition(entries, n, entries + move, column, table);
      });
    }
    const [left, right] = this.#children(leaf, move, sample, node);
    const isLeftSmall = build === 0 ? left.n <= right.n : build === 1;
    const [small, large] = isLeftSmall ? [left, right] : [right, left];
    return { left, right, small, large, made: build === 0 ? null : slot };
  }

  /** Left and right by the counts of what went left in each list. */
  #children(leaf: Leaf, move: number, sample: Sample, node: number): [Leaf, Leaf] {
    const split = leaf.split!;
    const leftLists: EntryList[] = [];
    const rightLists: EntryList[] = [];
    let n = 0;
    for (let i = 0; i < leaf.lists.length; i++) {
      const list = leaf.lists[i]!;
      const count = this.#counts[i]!;
      leftLists.push({ entries: list.entries + move, n: count });
      rightLists.push({ entries: list.entries + move + count * 8, n: list.n - count });
      n += count;
    }
    const weight = this.#weights === 0 ? n : this.#weightOf(leftLists);
    const [leftBounds, rightBounds] = this.#boundsOf(leaf, split, sample);
    const { inSpare, isReversed, depth, gradient, hessian } = leaf;
    const { leftGradient, leftHessian } = split;
    // Written out, not spread: small trees are made of little else.
    const left: Leaf = {
      node,
      lists: leftLists,
      inSpare: !inSpare,
      isReversed,
      n,
      weight,
      depth: depth + 1,
      bounds: leftBounds,
      gradient: leftGradient,
      hessian: leftHessian,
      split: null,
      gain: 0,
      slot: -1,
    };
    const right: Leaf = {
      node: node + 1,
      lists: rightLists,
      inSpare: !inSpare,
      isReversed: !isReversed,
      n: leaf.n - n,
      weight: leaf.weight - weight,
      depth: depth + 1,
      bounds: rightBounds,
      gradient: gradient - leftGradient,
      hessian: hessian - leftHessian,
      split: null,
      gain: 0,
      slot: -1,
    };
    return [left, right];
  }

  #boundsOf(leaf: Leaf, split: Split, sample: Sample): readonly [LeafBounds, LeafBounds] {
    const sign = this.#rules.monotone?.[split.feature] ?? 0;
    if (sign === 0) return [leaf.bounds, leaf.bounds];
    const { leftGradient, leftHessian } = split;
    return sideBounds(
      leaf.bounds,
      sign,
      this.#valueOf(leaf, leftGradient, leftHessian, sample),
      this.#valueOf(leaf, leaf.gradient - leftGradient, leaf.hessian - leftHessian, sample),
    );
  }

  /** The smaller child's histogram is made; the larger one's is what remains of the parent's. */
  #searchChildren(parent: Leaf, { small, large, made }: Children, leaves: readonly Leaf[], sample: Sample): void {
    const [smallMay, largeMay] = [this.#maySplit(small), this.#maySplit(large)];
    small.slot = made ?? -1;
    if (!smallMay && !largeMay) {
      this.#slots.release(small);
      this.#slots.release(parent);
      return;
    }
    if (parent.slot < 0 || (!largeMay && made === null)) {
      this.#slots.release(parent);
      for (const leaf of [small, large]) {
        if (!this.#maySplit(leaf)) continue;
        leaf.slot = this.#slots.acquire(leaves, null);
        this.#buildAndSearch(leaf, sample);
      }
      return;
    }
    let copies: Copies | null = this.#slots.copies;
    if (made === null) {
      small.slot = this.#slots.acquire(leaves, parent);
      copies = this.#build(small);
    }
    large.slot = parent.slot;
    const first = this.#searched(small, smallMay, sample);
    const second = this.#searched(large, largeMay, sample);
    const splits = this.#search.run(first, second, copies, sample);
    this.#settle(small, first, splits[0], sample);
    this.#settle(large, second, splits[1], sample);
  }

  #buildAndSearch(leaf: Leaf, sample: Sample): void {
    const copies = this.#build(leaf);
    const searched = this.#searched(leaf, true, sample);
    this.#settle(leaf, searched, this.#search.run(searched, null, copies, sample)[0], sample);
  }

  /** Makes a leaf's histogram. @returns what other threads made of it, to be added in the search */
  #build({ lists, slot, n }: Leaf): Copies | null {
    const cells = this.#slots.addressOf(slot);
    if (lists.length > 1 && n >= FEWEST_TOGETHER) {
      this.#histograms.buildApart(
        lists,
        lists.map((_, i) => (i === 0 ? cells : this.#slots.addressOfCopy(i))),
      );
      return this.#slots.copies;
    }
    const isTogether = this.#sharing.ranges > 1 && n * this.#binned.features.length >= FEWEST_TOGETHER * 28;
    if (isTogether) this.#histograms.buildTogether(lists[0]!, cells);
    else this.#histograms.build(lists, cells);
    return null;
  }

  #searched(leaf: Leaf, isSought: boolean, sample: Sample): Searched {
    const { gradient, hessian } = leaf;
    return {
      cells: this.#slots.addressOf(leaf.slot),
      gradient,
      hessian,
      rules: isSought ? this.#splitRules(leaf, sample) : null,
    };
  }

  #splitRules(leaf: Leaf, { hUnit }: Sample): SplitRules {
    const { l1, l2, categorySmoothing, minHessian, minSamplesLeaf, minCategoryWeight } = this.#rules;
    const perWeight = ((leaf.hessian * hUnit) / leaf.weight) * (1 - 1e-9);
    return {
      l1,
      l2,
      lowest: leaf.bounds.lowest,
      highest: leaf.bounds.highest,
      categoricalL2: l2 + categorySmoothing,
      categorySmoothing,
      leastHessian: Math.max(minHessian, minSamplesLeaf * perWeight, hUnit / 2),
      leastLevelHessian: minCategoryWeight * perWeight,
    };
  }

  /** A split is kept if it gains enough, and the leaf's histogram with it. */
  #settle(leaf: Leaf, { rules }: Searched, split: Split | null, { gUnit, hUnit }: Sample): void {
    if (split !== null && rules !== null) {
      const gain = split.score - leafScore(leaf.gradient * gUnit, leaf.hessian * hUnit, rules);
      if (gain > this.#rules.minGain) {
        leaf.split = split;
        leaf.gain = gain;
        return;
      }
    }
    this.#slots.release(leaf);
  }

  #maySplit(leaf: Leaf): boolean {
    const { maxLeaves, maxDepth, minSamplesLeaf } = this.#rules;
    if (maxLeaves < 2 || (maxDepth !== null && leaf.depth >= maxDepth)) return false;
    return leaf.n >= 2 && leaf.weight >= 2 * minSamplesLeaf * (1 - 1e-9) && leaf.hessian > 0;
  }

  #valueOf({ bounds }: Leaf, gradient: number, hessian: number, { gUnit, hUnit }: Sample): number {
    const { l1, l2 } = this.#rules;
    return leafValue(gradient * gUnit, hessian * hUnit, { l1, l2, ...bounds });
  }

  #weightOf(lists: readonly EntryList[]): number {
    if (this.#weights === 0) return rowsOf(lists);
    const at = this.#sums.byteOffset;
    const parts = lists.map(({ entries, n }, i) => [entries, n, this.#weights, this.#weightScale, at + 8 * i]);
    if (rowsOf(lists) >= FEWEST_TOGETHER) this.#kernel.each("sumWeights", parts);
    else for (const part of parts) this.#kernel.invoke("sumWeights", part);
    return parts.reduce((sum, _, i) => sum + this.#sums[i]!, 0);
  }
}

/** First rows of `count` ranges of about equal length, and the end; the last ones are empty where rows are few. */
function rangesOf(nRows: number, count: number): number[] {
  const steps = Math.ceil(nRows / RANGE_STEP);
  return Array.from({ length: count + 1 }, (_, i) => Math.min(nRows, Math.floor((i * steps) / count) * RANGE_STEP));
}

function rowsOf(lists: readonly EntryList[]): number {
  let n = 0;
  for (const list of lists) n += list.n;
  return n;
}
