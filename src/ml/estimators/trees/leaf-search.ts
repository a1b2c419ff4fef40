import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import {
  RESULT_BYTES,
  type ResultViews,
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
  readonly #views: SearchViews;
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
    const bytes = 2 * RESULT_BYTES * parts;
    this.#views = {
      rules: kernel.float64(this.#rules, (2 * RULES_BYTES) / 8),
      scores: kernel.float64(this.#results, bytes / 8),
      words: kernel.int32(this.#results, bytes / 4),
      bytes: kernel.bytes(this.#results, bytes),
    };
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
  run(small: Searched, large: Searched | null, copies: Copies | null, { gUnit, hUnit }: Units): SplitPair {
    const seeksSmall = small.rules !== null;
    const seeksLarge = large !== null && large.rules !== null;
    if (small.rules !== null) writeRules(this.#views.rules, 0, gUnit, hUnit, small.rules);
    if (large !== null && large.rules !== null) {
      writeRules(this.#views.rules, RULES_BYTES / 8, gUnit, hUnit, large.rules);
    }
    const parts: number[][] = [];
    for (let part = 0; part < this.#parts; part++) {
      const from = Math.floor((part * this.#nFeatures) / this.#parts);
      const to = Math.floor(((part + 1) * this.#nFeatures) / this.#parts);
      parts.push([
        small.cells,
        copies === null ? 0 : copies.first,
        copies === null ? 0 : copies.pitch,
        copies === null ? 1 : copies.count + 1,
        large === null ? 0 : large.cells,
        this.#binned.layout,
        this.#features + from * 4,
        to - from,
        small.gradient,
        small.hessian,
        seeksSmall ? this.#rules : 0,
        large === null ? 0 : large.gradient,
        large === null ? 0 : large.hessian,
        seeksLarge ? this.#rules + RULES_BYTES : 0,
        this.#results + part * 2 * RESULT_BYTES,
        this.#scratch + part * SEARCH_SCRATCH_BYTES,
      ]);
    }
    this.#kernel.each("searchChildren", parts);
    return [seeksSmall ? this.#best(0) : null, seeksLarge ? this.#best(RESULT_BYTES) : null];
  }

  /** The best of all parts; of equals the first, which has the lowest feature. */
  #best(offset: number): Split | null {
    const { words, scores } = this.#views;
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let part = 0; part < this.#parts; part++) {
      const at = part * 2 * RESULT_BYTES + offset;
      if (words[at / 4 + 2]! < 0 || (best >= 0 && !(scores[at / 8]! > score))) continue;
      best = at;
      score = scores[at / 8]!;
    }
    return best < 0 ? null : readSplit(this.#views, best);
  }
}

/** Views are made once: a leaf of few rows is searched faster than a view is made. */
interface SearchViews extends ResultViews {
  readonly rules: Float64Array;
}

/** What the integers of a tree stand for. */
interface Units {
  readonly gUnit: number;
  readonly hUnit: number;
}

/** The splits of the leaf and of its sibling. */
export type SplitPair = readonly [Split | null, Split | null];
