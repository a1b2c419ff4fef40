import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import {
  type LeafBounds,
  leafScore,
  leafValue,
  RESULT_BYTES,
  RULES_BYTES,
  readSplit,
  SEARCH_SCRATCH_BYTES,
  type Split,
  type SplitRules,
  sideBounds,
  UNBOUNDED,
  writeRules,
  writeSides,
} from "./splitting.ts";

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
      readonly entries: number;
      readonly n: number;
    }
  | {
      readonly leaf: false;
      readonly split: Split;
      readonly missingLeft: boolean;
      readonly left: number;
      readonly gain: number;
    };

/** What grows: the entries of the sampled rows and the units that their integers are in. */
export interface Sample {
  /** Address of the entries; they are moved about. */
  readonly entries: number;
  readonly n: number;
  readonly gUnit: number;
  readonly hUnit: number;
  /** Features that may split, ascending. */
  readonly features: Uint32Array;
}

interface Leaf {
  node: number;
  entries: number;
  inSpare: boolean;
  n: number;
  weight: number;
  depth: number;
  bounds: LeafBounds;
  gradient: number;
  hessian: number;
  split: Split | null;
  gain: number;
  /** Slot of its histogram, -1 where it holds none. */
  slot: number;
}

/** All histograms of a tree share this much; beyond it the least promising leaf's is forgotten and rebuilt if needed. */
const HISTOGRAM_BUDGET = 256 * 1024 * 1024;
/** Wider tables use the fixed histogram kernel: a function per layout would grow too long to compile. */
const WIDEST_EMITTED = 2048;

function slotsFor(maxLeaves: number, histogramBytes: number): number {
  return Math.min(maxLeaves, Math.max(3, Math.floor(HISTOGRAM_BUDGET / Math.max(1, histogramBytes))));
}

/**
 * Grows trees leaf by leaf, the best gain first. Sums are integers, so a histogram is the difference of its parent's and
 * its sibling's to the bit, and no order of work can change a tree.
 */
export class Grower {
  readonly #binned: BinnedMatrix;
  readonly #kernel: TrainingKernel;
  readonly #rules: GrowthRules;
  readonly #weights: number;
  readonly #spare: number;
  readonly #pool: number;
  readonly #slotBytes: number;
  readonly #table: number;
  readonly #rulesAt: number;
  readonly #result: number;
  readonly #scratch: number;
  readonly #features: number;
  readonly #slots: number;
  readonly #histogram: (entries: number, n: number, histogram: number) => void;
  #free: number[] = [];

  /** What it takes of a kernel's memory. */
  static bytes(nRows: number, nFeatures: number, histogramBytes: number, rules: GrowthRules): number {
    const { bytesFor } = TrainingKernel;
    return (
      bytesFor(nRows * 8) +
      slotsFor(rules.maxLeaves, histogramBytes) * bytesFor(histogramBytes) +
      [256, RULES_BYTES, RESULT_BYTES, SEARCH_SCRATCH_BYTES, nFeatures * 4].reduce((sum, n) => sum + bytesFor(n), 0)
    );
  }

  /** @param weights address of float32 weights by row, 0 if all are 1 */
  constructor(binned: BinnedMatrix, rules: GrowthRules, weights: number) {
    const { kernel } = binned;
    this.#binned = binned;
    this.#kernel = kernel;
    this.#rules = rules;
    this.#weights = weights;
    this.#spare = kernel.take(binned.nRows * 8);
    this.#slots = slotsFor(rules.maxLeaves, binned.histogramBytes);
    this.#slotBytes = TrainingKernel.bytesFor(binned.histogramBytes);
    this.#pool = kernel.take(binned.histogramBytes);
    for (let slot = 1; slot < this.#slots; slot++) kernel.take(binned.histogramBytes);
    this.#table = kernel.take(256);
    this.#rulesAt = kernel.take(RULES_BYTES);
    this.#result = kernel.take(RESULT_BYTES);
    this.#scratch = kernel.take(SEARCH_SCRATCH_BYTES);
    this.#features = kernel.take(binned.features.length * 4);
    this.#histogram = histogramOf(binned);
    const layout = kernel.int32(binned.layout, binned.features.length * 4);
    for (const [f, sign] of rules.monotone?.entries() ?? []) layout[f * 4 + 3] = sign;
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
      const [left, right] = this.#divide(leaf, sample, count);
      nodes[leaf.node] = {
        leaf: false,
        split: leaf.split!,
        missingLeft: missingGoesLeft(leaf),
        left: count,
        gain: leaf.gain,
      };
      count += 2;
      leaves[best] = left;
      leaves.push(right);
      if (leaves.length < this.#rules.maxLeaves) this.#searchChildren(leaf, left, right, leaves, sample);
    }
    for (const leaf of leaves) {
      const value = this.#valueOf(leaf, leaf.gradient, leaf.hessian, sample);
      nodes[leaf.node] = { leaf: true, value, weight: leaf.weight, entries: leaf.entries, n: leaf.n };
    }
    return nodes;
  }

  #root(sample: Sample): Leaf {
    this.#free = Array.from({ length: this.#slots }, (_, slot) => this.#slots - 1 - slot);
    this.#kernel.uint32(this.#features, sample.features.length).set(sample.features);
    const sums = this.#kernel.call.sumEntries(sample.entries, sample.n);
    const root: Leaf = {
      node: 0,
      entries: sample.entries,
      inSpare: false,
      n: sample.n,
      weight: this.#weightOf(sample.entries, sample.n),
      depth: 0,
      bounds: UNBOUNDED,
      gradient: Number(BigInt.asIntN(32, sums >> 32n)),
      hessian: Number(BigInt.asUintN(32, sums)),
      split: null,
      gain: 0,
      slot: this.#free.pop()!,
    };
    if (this.#maySplit(root)) {
      this.#build(root);
      this.#search(root, sample);
    }
    return root;
  }

  #divide(leaf: Leaf, sample: Sample, node: number): [Leaf, Leaf] {
    const split = leaf.split!;
    writeSides(this.#kernel.bytes(this.#table, 256), split, missingGoesLeft(leaf));
    const move = this.#spare - sample.entries;
    const target = leaf.inSpare ? leaf.entries - move : leaf.entries + move;
    const column = this.#binned.columns + split.feature * this.#binned.nRows;
    const n = this.#kernel.call.partition(leaf.entries, leaf.n, target, column, this.#table);
    const { leftGradient, leftHessian } = split;
    const [rightGradient, rightHessian] = [leaf.gradient - leftGradient, leaf.hessian - leftHessian];
    const [leftBounds, rightBounds] = sideBounds(
      leaf.bounds,
      this.#rules.monotone?.[split.feature] ?? 0,
      this.#valueOf(leaf, leftGradient, leftHessian, sample),
      this.#valueOf(leaf, rightGradient, rightHessian, sample),
    );
    const child = (entries: number, rows: number, gradient: number, hessian: number, at: number): Leaf => ({
      bounds: at === node ? leftBounds : rightBounds,
      node: at,
      entries,
      inSpare: !leaf.inSpare,
      n: rows,
      weight: this.#weightOf(entries, rows),
      depth: leaf.depth + 1,
      gradient,
      hessian,
      split: null,
      gain: 0,
      slot: -1,
    });
    return [
      child(target, n, leftGradient, leftHessian, node),
      child(target + n * 8, leaf.n - n, rightGradient, rightHessian, node + 1),
    ];
  }

  /** Builds the smaller child's histogram; the larger one's is what remains of the parent's. */
  #searchChildren(parent: Leaf, left: Leaf, right: Leaf, leaves: Leaf[], sample: Sample): void {
    const [small, large] = left.n <= right.n ? [left, right] : [right, left];
    const wanted = [small, large].filter((leaf) => this.#maySplit(leaf));
    if (wanted.length === 0) {
      this.#release(parent);
      return;
    }
    if (parent.slot >= 0 && wanted.includes(large)) {
      small.slot = this.#acquire(leaves);
      this.#build(small);
      large.slot = parent.slot;
      this.#kernel.call.subtract(this.#slotAt(large.slot), this.#slotAt(small.slot), this.#binned.histogramBytes);
    } else {
      this.#release(parent);
      for (const leaf of wanted) {
        leaf.slot = this.#acquire(leaves);
        this.#build(leaf);
        this.#search(leaf, sample);
      }
      return;
    }
    for (const leaf of [small, large]) {
      if (wanted.includes(leaf)) this.#search(leaf, sample);
      else this.#release(leaf);
    }
  }

  #maySplit(leaf: Leaf): boolean {
    const { maxLeaves, maxDepth, minSamplesLeaf } = this.#rules;
    if (maxLeaves < 2 || (maxDepth !== null && leaf.depth >= maxDepth)) return false;
    return leaf.n >= 2 && leaf.weight >= 2 * minSamplesLeaf * (1 - 1e-9) && leaf.hessian > 0;
  }

  #build(leaf: Leaf): void {
    const address = this.#slotAt(leaf.slot);
    this.#kernel.call.clear(address, this.#binned.histogramBytes);
    this.#histogram(leaf.entries, leaf.n, address);
  }

  #search(leaf: Leaf, sample: Sample): void {
    const { l1, l2, categorySmoothing, minHessian, minSamplesLeaf, minCategoryWeight, minGain } = this.#rules;
    const hessian = leaf.hessian * sample.hUnit;
    const perWeight = (hessian / leaf.weight) * (1 - 1e-9);
    const rules: SplitRules = {
      l1,
      l2,
      ...leaf.bounds,
      categoricalL2: l2 + categorySmoothing,
      categorySmoothing,
      leastHessian: Math.max(minHessian, minSamplesLeaf * perWeight, sample.hUnit / 2),
      leastLevelHessian: minCategoryWeight * perWeight,
    };
    writeRules(this.#kernel, this.#rulesAt, sample.gUnit, sample.hUnit, rules);
    this.#kernel.call.searchFeatures(
      this.#slotAt(leaf.slot),
      this.#binned.layout,
      this.#features,
      sample.features.length,
      (BigInt(leaf.gradient) << 32n) + BigInt(leaf.hessian),
      this.#rulesAt,
      this.#result,
      this.#scratch,
    );
    const gradient = leaf.gradient * sample.gUnit;
    leaf.split = readSplit(this.#kernel, this.#result);
    leaf.gain = leaf.split === null ? 0 : leaf.split.score - leafScore(gradient, hessian, rules);
    if (!(leaf.gain > minGain)) {
      leaf.gain = 0;
      leaf.split = null;
      this.#release(leaf);
    }
  }

  #valueOf({ bounds }: Leaf, gradient: number, hessian: number, { gUnit, hUnit }: Sample): number {
    const { l1, l2 } = this.#rules;
    return leafValue(gradient * gUnit, hessian * hUnit, { l1, l2, ...bounds });
  }

  #slotAt(slot: number): number {
    return this.#pool + slot * this.#slotBytes;
  }

  #release(leaf: Leaf): void {
    if (leaf.slot >= 0) this.#free.push(leaf.slot);
    leaf.slot = -1;
  }

  /** A free slot, or that of the leaf with the least gain. */
  #acquire(leaves: Leaf[]): number {
    if (this.#free.length === 0) {
      let least: Leaf | null = null;
      for (const leaf of leaves) {
        if (leaf.slot >= 0 && leaf.split !== null && (least === null || leaf.gain < least.gain)) least = leaf;
      }
      this.#release(least!);
    }
    return this.#free.pop()!;
  }

  #weightOf(entries: number, n: number): number {
    return this.#weights === 0 ? n : this.#kernel.call.sumWeights(entries, n, this.#weights);
  }
}

function missingGoesLeft({ split, hessian }: Leaf): boolean {
  return split!.missingLeft ?? split!.leftHessian * 2 >= hessian;
}

function mostPromising(leaves: readonly Leaf[], growth: GrowthRules["growth"]): number {
  let best: Leaf | undefined;
  for (const leaf of leaves) {
    if (leaf.gain <= 0) continue;
    const isHigher = growth === "depthWise" && best !== undefined && leaf.depth < best.depth;
    const isAsHigh = growth === "leafWise" || leaf.depth === best?.depth;
    if (best === undefined || isHigher || (isAsHigh && leaf.gain > best.gain)) best = leaf;
  }
  return best === undefined ? -1 : leaves.indexOf(best);
}

function histogramOf(binned: BinnedMatrix): (entries: number, n: number, histogram: number) => void {
  const { kernel, rows, stride, layout, offsets } = binned;
  const emitted = offsets.length <= WIDEST_EMITTED ? kernel.histogram({ stride, offsets }) : undefined;
  if (emitted !== undefined) return (entries, n, histogram) => emitted(entries, n, rows, histogram);
  return (entries, n, histogram) => kernel.call.accumulate(entries, n, rows, stride, layout, offsets.length, histogram);
}
