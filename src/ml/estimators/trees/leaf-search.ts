import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import {
  RESULT_BYTES,
  RULES_BYTES,
  readSplit,
  SEARCH_SCRATCH_BYTES,
  type Split,
  type SplitRules,
  writeRules,
} from "./splitting.ts";

/** A leaf whose best split is sought. */
export interface Searched {
  /** Address of its histogram. */
  readonly cells: number;
  /** Integer sums. */
  readonly gradient: number;
  readonly hessian: number;
  /** Null where only its histogram is wanted. */
  readonly rules: SplitRules | null;
}

/** Histograms of the same leaf that other threads made: `count` of them, `pitch` bytes apart. */
export interface Copies {
  readonly first: number;
  readonly pitch: number;
  readonly count: number;
}

/** Fewer cells than this are searched faster than other threads are told of them. */
const FEWEST_SHARED = 3000;
const PARTS_A_THREAD = 2;

/** Finds the best splits of leaves; features are searched whole, each by one thread, and compared in their order. */
export class LeafSearch {
  readonly #binned: BinnedMatrix;
  readonly #kernel: TrainingKernel;
  readonly #features: number;
  readonly #rules: number;
  readonly #results: number;
  readonly #scratch: number;
  readonly #scores: Float64Array;
  readonly #found: Int32Array;
  #nFeatures = 0;
  #parts = 1;

  static bytes(nFeatures: number, threads: number): number {
    const parts = threads * PARTS_A_THREAD;
    const { bytesFor } = TrainingKernel;
    const ofParts = [2 * RESULT_BYTES * parts, SEARCH_SCRATCH_BYTES * parts];
    return [nFeatures * 4, 2 * RULES_BYTES, ...ofParts].reduce((sum, size) => sum + bytesFor(size), 0);
  }

  constructor(binned: BinnedMatrix) {
    const { kernel } = binned;
    const parts = kernel.threads * PARTS_A_THREAD;
    this.#binned = binned;
    this.#kernel = kernel;
    this.#features = kernel.take(binned.features.length * 4);
    this.#rules = kernel.take(2 * RULES_BYTES);
    this.#results = kernel.take(2 * RESULT_BYTES * parts);
    this.#scratch = kernel.take(SEARCH_SCRATCH_BYTES * parts);
    this.#scores = kernel.float64(this.#results, (2 * RESULT_BYTES * parts) / 8);
    this.#found = kernel.int32(this.#results, (2 * RESULT_BYTES * parts) / 4);
  }

  /** @param features ascending */
  setFeatures(features: Uint32Array): void {
    this.#kernel.uint32(this.#features, features.length).set(features);
    this.#nFeatures = features.length;
    const isWorthIt = this.#kernel.threads > 1 && this.#binned.histogramBytes / 8 >= FEWEST_SHARED;
    this.#parts = isWorthIt ? Math.max(1, Math.min(features.length, this.#kernel.threads * PARTS_A_THREAD)) : 1;
  }

  /**
   * The best split of a leaf and, after a split, that of its larger sibling, whose histogram is still the parent's: it
   * becomes the sibling's on the way.
   * @param copies what other threads made of the leaf; they are added to its histogram
   */
  run(small: Searched, large: Searched | null, copies: Copies | null, gUnit: number, hUnit: number): SplitPair {
    const [first, second] = [this.#rules, this.#rules + RULES_BYTES];
    if (small.rules !== null) writeRules(this.#kernel, first, gUnit, hUnit, small.rules);
    if (large !== null && large.rules !== null) writeRules(this.#kernel, second, gUnit, hUnit, large.rules);
    const common = [
      ...[small.cells, copies?.first ?? 0, copies?.pitch ?? 0, (copies?.count ?? 0) + 1],
      ...[large?.cells ?? 0, this.#binned.layout],
    ];
    const leaves = [
      ...[small.gradient, small.hessian, small.rules === null ? 0 : first],
      ...[large?.gradient ?? 0, large?.hessian ?? 0, large === null || large.rules === null ? 0 : second],
    ];
    const parts: number[][] = [];
    for (let part = 0; part < this.#parts; part++) {
      const from = Math.floor((part * this.#nFeatures) / this.#parts);
      const to = Math.floor(((part + 1) * this.#nFeatures) / this.#parts);
      const own = [this.#results + part * 2 * RESULT_BYTES, this.#scratch + part * SEARCH_SCRATCH_BYTES];
      parts.push([...common, this.#features + from * 4, to - from, ...leaves, ...own]);
    }
    this.#kernel.each("searchChildren", parts);
    return [
      small.rules === null ? null : this.#best(0),
      large === null || large.rules === null ? null : this.#best(RESULT_BYTES),
    ];
  }

  /** The best of all parts; of equals the first, which has the lowest feature. */
  #best(offset: number): Split | null {
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let part = 0; part < this.#parts; part++) {
      const at = part * 2 * RESULT_BYTES + offset;
      if (this.#found[at / 4 + 2]! < 0 || (best >= 0 && !(this.#scores[at / 8]! > score))) continue;
      best = at;
      score = this.#scores[at / 8]!;
    }
    return best < 0 ? null : readSplit(this.#kernel, this.#results + best);
  }
}

/** The splits of the leaf and of its sibling. */
export type SplitPair = readonly [Split | null, Split | null];
