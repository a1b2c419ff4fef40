import { TrainingKernel } from "../../kernels/training-kernel.ts";
import type { Leaf } from "./growth.ts";
import type { Copies } from "./leaf-search.ts";

/** All histograms of a tree share this much; beyond it the least promising leaf's is forgotten and rebuilt if needed. */
const HISTOGRAM_BUDGET = 256 * 1024 * 1024;

/** Memory for the histograms of a tree's leaves, and for the parts of one that threads make beside the first. */
export class HistogramSlots {
  readonly #pool: number;
  readonly #slotBytes: number;
  readonly #slots: number;
  readonly #copies: number;
  #free: number[] = [];

  static bytes(maxLeaves: number, histogramBytes: number, copies: number): number {
    return (slotsFor(maxLeaves, histogramBytes) + copies) * TrainingKernel.bytesFor(histogramBytes);
  }

  constructor(kernel: TrainingKernel, maxLeaves: number, histogramBytes: number, copies: number) {
    this.#slots = slotsFor(maxLeaves, histogramBytes);
    this.#copies = copies;
    this.#slotBytes = TrainingKernel.bytesFor(histogramBytes);
    this.#pool = kernel.take(histogramBytes);
    for (let more = 1; more < this.#slots + copies; more++) kernel.take(histogramBytes);
  }

  /** No leaf holds a slot any more. */
  reset(): void {
    this.#free = Array.from({ length: this.#slots }, (_, slot) => this.#slots - 1 - slot);
  }

  addressOf(slot: number): number {
    return this.#pool + slot * this.#slotBytes;
  }

  /** Where thread `copy` (1 and up) makes its part of a histogram. */
  addressOfCopy(copy: number): number {
    return this.addressOf(this.#slots + copy - 1);
  }

  get copies(): Copies {
    return { first: this.addressOfCopy(1), pitch: this.#slotBytes, count: this.#copies };
  }

  release(leaf: Leaf): void {
    if (leaf.slot >= 0) this.#free.push(leaf.slot);
    leaf.slot = -1;
  }

  /** A free slot, or that of the leaf with the least gain; `kept` is still needed. */
  acquire(leaves: readonly Leaf[], kept: Leaf | null): number {
    if (this.#free.length === 0) {
      let least: Leaf | null = null;
      for (const leaf of leaves) {
        if (leaf === kept || leaf.slot < 0 || leaf.split === null) continue;
        if (least === null || leaf.gain < least.gain) least = leaf;
      }
      this.release(least!);
    }
    return this.#free.pop()!;
  }
}

function slotsFor(maxLeaves: number, histogramBytes: number): number {
  return Math.min(maxLeaves, Math.max(3, Math.floor(HISTOGRAM_BUDGET / Math.max(1, histogramBytes))));
}
