import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { BinnedMatrix } from "./binning.ts";
import type { Sample } from "./growth.ts";
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
  readonly #rules: number;
  readonly #results: number;
  readonly #scratch: number;
  readonly #views: SearchViews;

  static bytes(threads: number): number {
    const parts = threads * PARTS_A_THREAD;
    const { bytesFor } = TrainingKernel;
    const ofParts = [2 * RESULT_BYTES * parts, SEARCH_SCRATCH_BYTES * parts];
    return [2 * RULES_BYTES, ...ofParts].reduce((sum, size) => sum + bytesFor(size), 0);
  }

  constructor(binned: BinnedMatrix) {
    const { kernel } = binned;
    const parts = kernel.threads * PARTS_A_THREAD;
    this.#binned = binned;
    this.#kernel = kernel;
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

  /**
   * The best split of a leaf and, after a split, that of its larger sibling, whose histogram is still the parent's: it
   * becomes the sibling's on the way.
   * @param copies what other threads made of the leaf; they are added to its histogram
   * @param at address of the numbers of the features that may split
   */
  run(small: Searched, large: Searched | null, copies: Copies | null, units: Units, at: number): SplitPair {
    const { gUnit, hUnit, features } = units;
    const seeksSmall = small.rules !== null;
    const seeksLarge = large !== null && large.rules !== null;
    if (small.rules !== null) writeRules(this.#views.rules, 0, gUnit, hUnit, small.rules);
    if (large !== null && large.rules !== null) {
      writeRules(this.#views.rules, RULES_BYTES / 8, gUnit, hUnit, large.rules);
    }
    const parts: number[][] = [];
    const nParts = this.#partsOf(features.length);
    for (let part = 0; part < nParts; part++) {
      const from = Math.floor((part * features.length) / nParts);
      const to = Math.floor(((part + 1) * features.length) / nParts);
      parts.push([
        small.cells,
        copies === null ? 0 : copies.first,
        copies === null ? 0 : copies.pitch,
        copies === null ? 1 : copies.count + 1,
        large === null ? 0 : large.cells,
        this.#binned.layout,
        at + from * 4,
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
    return [seeksSmall ? this.#best(nParts, 0) : null, seeksLarge ? this.#best(nParts, RESULT_BYTES) : null];
  }

  #partsOf(nFeatures: number): number {
    const isWorthIt = this.#kernel.threads > 1 && this.#binned.histogramBytes / 8 >= FEWEST_SHARED;
    return isWorthIt ? Math.max(1, Math.min(nFeatures, this.#kernel.threads * PARTS_A_THREAD)) : 1;
  }

  /** The best of all parts; of equals the first, which has the lowest feature. */
  #best(parts: number, offset: number): Split | null {
    const { words, scores } = this.#views;
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let part = 0; part < parts; part++) {
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

/** What the integers of a tree stand for, and the features that may split. */
type Units = Pick<Sample, "gUnit" | "hUnit" | "features">;

/** The splits of the leaf and of its sibling. */
export type SplitPair = readonly [Split | null, Split | null];
