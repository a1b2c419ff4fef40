import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import { exactScale, type WeightsAt } from "./exact-weights.ts";
import { GrowingTree, type TreePlace } from "./growing-tree.ts";
import { type GrownNode, type GrowthRules, type Leaf, rowsOf, type Sample } from "./growth.ts";
import { HistogramSlots } from "./histogram-slots.ts";
import { Histograms, type Sharing, sharingOf } from "./histograms.ts";
import { LeafRules } from "./leaf-rules.ts";
import { LeafSplitter, type LeafToSplit } from "./leaf-splitter.ts";
import { SharedSplitter } from "./shared-splitter.ts";
import type { SplitterInput } from "./splitter-input.ts";
import { UNBOUNDED } from "./splitting.ts";

/** From so many rows times features on all threads split a leaf together though there are leaves of other trees to split. */
const LARGE = 500_000;
/** Rows of one thread begin at a multiple of this. */
const RANGE_STEP = 4096;
/** Trees of a round that grow at once may take so many bytes. */
const TREES_BUDGET = 32 * 1024 * 1024;
const MOST_TREES = 64;

/** What a grower is made for. */
export interface GrowerSize {
  /** Rows that are learned from. */
  readonly nRows: number;
  readonly nFeatures: number;
  readonly histogramBytes: number;
  readonly maxLeaves: number;
  readonly threads: number;
  /** Trees that grow at once. */
  readonly trees: number;
}

/**
 * Grows trees leaf by leaf, the best gain first. Sums are integers, so a histogram is the difference of its parent's and
 * its sibling's to the bit, and neither the order of work nor who does it can change a tree.
 */
export class Grower {
  /** First rows of the ranges that threads own, and their end. */
  readonly ranges: readonly number[];
  readonly #kernel: TrainingKernel;
  readonly #columns: number;
  readonly #rules: LeafRules;
  readonly #sharing: Sharing;
  readonly #places: readonly TreePlace[];
  readonly #apart: LeafSplitter;
  readonly #together: SharedSplitter;

  /** How many of a round's trees grow at once: as many as keep threads busy and memory within bounds. */
  static treesAtOnce(outputs: number, size: Omit<GrowerSize, "trees">): number {
    if (size.threads === 1) return 1;
    const one = treeBytes({ ...size, trees: 1 });
    return Math.max(1, Math.min(outputs, MOST_TREES, Math.floor(TREES_BUDGET / one)));
  }

  /** What it takes of a kernel's memory. */
  static bytes(size: GrowerSize): number {
    const { nFeatures, threads, trees } = size;
    const { lists } = sharingOf(nFeatures, threads);
    return trees * treeBytes(size) + LeafSplitter.bytes(trees, lists) + SharedSplitter.bytes(threads, lists);
  }

  /**
   * @param size as `bytes` was asked for
   * @param weights float32 by row and their address, null if all are 1
   */
  constructor(binned: BinnedMatrix, rules: GrowthRules, size: GrowerSize, weights: WeightsAt | null) {
    const { kernel } = binned;
    const { nRows, nFeatures, histogramBytes, maxLeaves, trees } = size;
    this.#kernel = kernel;
    this.#columns = nFeatures;
    this.#rules = new LeafRules(rules);
    this.#sharing = sharingOf(nFeatures, kernel.threads);
    const { lists, ranges } = this.#sharing;
    this.ranges = rangesOf(nRows, lists);
    this.#places = Array.from({ length: trees }, () => ({
      entries: kernel.take(entryBytes(nRows)),
      spare: kernel.take(entryBytes(nRows)),
      features: kernel.take(nFeatures * 4),
      slots: new HistogramSlots(kernel, maxLeaves, histogramBytes, lists - 1),
    }));
    const input: SplitterInput = {
      binned,
      rules: this.#rules,
      histograms: new Histograms(binned, ranges),
      sharing: this.#sharing,
      weights: weights?.address ?? 0,
      weightScale: weights === null ? 1 : exactScale(weights.values),
    };
    this.#apart = new LeafSplitter(input, trees);
    this.#together = new SharedSplitter(input);
    const layout = kernel.int32(binned.layout, nFeatures * 4);
    for (const [f, sign] of rules.monotone?.entries() ?? []) if (sign !== 0) layout[f * 4 + 3] = sign;
  }

  /** Trees that `grow` takes at most. */
  get trees(): number {
    return this.#places.length;
  }

  /** Address of the entries of all rows, for the tree of that number among those that grow at once. */
  entriesOf(tree: number): number {
    return this.#places[tree]!.entries;
  }

  /** As much room again, of no use to anybody else from `grow` to the end of a tree. */
  spareOf(tree: number): number {
    return this.#places[tree]!.spare;
  }

  /** The nodes of a tree for each sample; every leaf holds its value -G / (H + l2) and where its entries lie. */
  grow(samples: readonly Sample[]): GrownNode[][] {
    const trees = samples.map((sample, k) => this.#plant(sample, this.#places[k]!));
    for (let growing: readonly GrowingTree[] = trees; growing.length > 0; ) {
      const apart: LeafToSplit[] = [];
      const isOnly = growing.length === 1 && this.#kernel.threads > 1;
      growing = growing.filter((tree) => {
        const leaf = tree.next();
        if (leaf === null) return false;
        if (isOnly || !this.#isAlone(leaf)) this.#together.split(tree, leaf);
        else apart.push({ tree, leaf });
        return true;
      });
      if (apart.length > 0) this.#apart.split(apart);
    }
    return trees.map((tree) => tree.grown());
  }

  /** The nodes of the tree of that number, the entries of each leaf in one list whose order doesn't depend on threads. */
  gather(nodes: readonly GrownNode[], tree: number): GrownNode[] {
    if (this.#sharing.lists === 1) return [...nodes];
    const { entries: first, spare } = this.#places[tree]!;
    const move = spare - first;
    const home: number[][] = [];
    const together: number[][] = [];
    let target = spare;
    const gathered = nodes.map((node) => {
      if (!node.leaf) return node;
      const lists = node.lists.map(({ entries, n }) => {
        const at = entries >= spare && entries < spare + move ? entries - move : entries;
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

  #plant(sample: Sample, place: TreePlace): GrowingTree {
    const { lists, gradient, hessian, features } = sample;
    place.slots.reset();
    this.#kernel.uint32(place.features, features.length).set(features);
    const [n, weight] = [rowsOf(lists), this.#together.weightOf(lists)];
    const start = { node: 0, lists, inSpare: false, isReversed: false, depth: 0, bounds: UNBOUNDED };
    const root: Leaf = { ...start, n, weight, gradient, hessian, split: null, gain: 0, slot: -1 };
    if (this.#rules.maySplit(root)) {
      root.slot = place.slots.acquire([], null);
      this.#together.buildAndSearch(root, sample, place);
    }
    return new GrowingTree(sample, place, this.#rules, root);
  }

  /** Whether one thread splits the leaf, while others split other trees' leaves. */
  #isAlone(leaf: Leaf): boolean {
    return leaf.slot >= 0 && (this.#kernel.threads === 1 || leaf.n * this.#columns < LARGE);
  }
}

/** Room for so many rows, and for whole vectors beyond them. */
function entryBytes(nRows: number): number {
  return (nRows + 4) * 8;
}

function treeBytes({ nRows, nFeatures, histogramBytes, maxLeaves, threads }: GrowerSize): number {
  const { bytesFor } = TrainingKernel;
  const { lists } = sharingOf(nFeatures, threads);
  const ofRows = 2 * bytesFor(entryBytes(nRows)) + bytesFor(nFeatures * 4);
  return ofRows + HistogramSlots.bytes(maxLeaves, histogramBytes, lists - 1);
}

/** First rows of `count` ranges of about equal length, and the end; the last ones are empty where rows are few. */
function rangesOf(nRows: number, count: number): number[] {
  const steps = Math.ceil(nRows / RANGE_STEP);
  return Array.from({ length: count + 1 }, (_, i) => Math.min(nRows, Math.floor((i * steps) / count) * RANGE_STEP));
}
