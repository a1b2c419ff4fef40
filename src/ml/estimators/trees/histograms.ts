import { rangeStarts } from "../../kernels/emit-histogram.ts";
import type { EmittedExports } from "../../kernels/tree-exports.ts";
import type { BinnedMatrix } from "./binning.ts";

/** Entries of 8 bytes from an address on: u32 row, i16 hessian, i16 gradient. */
export interface EntryList {
  readonly entries: number;
  readonly n: number;
}

/** A list to partition by one feature's bins, as `divide` takes it. */
export interface Division {
  readonly list: EntryList;
  readonly target: number;
  readonly column: number;
  readonly table: number;
  /** Address of how many went left. */
  readonly count: number;
  /** Which side's histogram is made at `cells`: none, the left or the right. */
  readonly build: 0 | 1 | 2;
  readonly cells: number;
}

/** Wider tables use the fixed histogram kernel: a function per layout would grow too long to compile. */
const WIDEST_EMITTED = 2048;
/** From here on threads take ranges of features; below, each takes its own rows, and their histograms are added up. */
const WIDE = 96;

/** How threads share a leaf: lists of rows that they own, or ranges of features. */
export interface Sharing {
  readonly lists: number;
  readonly ranges: number;
}

/** The sharing for so many features and threads; results don't depend on it. */
export function sharingOf(nFeatures: number, threads: number): Sharing {
  const isWide = nFeatures >= WIDE;
  if (!isWide || threads === 1) return { lists: threads, ranges: 1 };
  return { lists: 1, ranges: Math.min(Math.ceil(nFeatures / 32), 2 * threads) };
}

/** Makes histograms of entries, by a module emitted for the layout or, where that can't be, by the fixed kernel. */
export class Histograms {
  readonly #binned: BinnedMatrix;
  readonly #emitted: EmittedExports | undefined;
  readonly #starts: readonly number[];

  constructor(binned: BinnedMatrix, ranges: number) {
    const { kernel, stride, offsets, histogramBytes } = binned;
    this.#binned = binned;
    this.#starts = rangeStarts(offsets.length, ranges);
    const layout = { stride, offsets, histogramBytes, ranges };
    this.#emitted = offsets.length <= WIDEST_EMITTED ? kernel.emit(layout) : undefined;
  }

  /** The histogram of all lists together, on the caller's thread. */
  build(lists: readonly EntryList[], cells: number): void {
    const { kernel, rows, stride, layout, offsets, histogramBytes } = this.#binned;
    kernel.call.clear(cells, histogramBytes);
    for (const { entries, n } of lists) {
      if (this.#emitted === undefined) {
        kernel.call.accumulate(entries, n, rows, stride, layout, 0, offsets.length, cells);
      } else {
        for (let r = 0; r + 1 < this.#starts.length; r++) this.#emitted.histogram(entries, n, rows, cells, r);
      }
    }
  }

  /** A histogram of each list at its own cells, a list a thread. */
  buildApart(lists: readonly EntryList[], cells: readonly number[]): void {
    const { kernel, rows, stride, layout, offsets, histogramBytes } = this.#binned;
    if (this.#emitted !== undefined) {
      kernel.each(
        "histogramAnew",
        lists.map(({ entries, n }, i) => [entries, n, rows, cells[i]!, 0]),
      );
      return;
    }
    for (const own of cells) kernel.call.clear(own, histogramBytes);
    kernel.each(
      "accumulate",
      lists.map(({ entries, n }, i) => [entries, n, rows, stride, layout, 0, offsets.length, cells[i]!]),
    );
  }

  /** The histogram of one list, a range of features a thread. */
  buildTogether({ entries, n }: EntryList, cells: number): void {
    const { kernel, rows, stride, layout, histogramBytes } = this.#binned;
    const ranges = this.#starts.slice(1).map((end, r) => [this.#starts[r]!, end] as const);
    if (this.#emitted !== undefined) {
      kernel.each(
        "histogramAnew",
        ranges.map((_, r) => [entries, n, rows, cells, r]),
      );
      return;
    }
    kernel.call.clear(cells, histogramBytes);
    kernel.each(
      "accumulate",
      ranges.map(([from, to]) => [entries, n, rows, stride, layout, from, to, cells]),
    );
  }

  /** Partitions lists, a list a thread, and makes the histograms of what went to one side. */
  divideTogether(divisions: readonly Division[]): void {
    const { kernel, rows, stride, layout, offsets, histogramBytes } = this.#binned;
    const parts = divisions.map(({ list, target, column, table, count, build, cells }) => [
      ...[list.entries, list.n, target, column, table, count, build, rows, cells, histogramBytes],
    ]);
    if (this.#emitted !== undefined) kernel.each("divideEmitted", parts);
    else
      kernel.each(
        "divide",
        parts.map((part) => [...part, stride, layout, offsets.length]),
      );
  }

  /** Splits leaves, a leaf a thread: addresses of a task (assembly/leaf.ts) and of scratch for each. */
  splitLeaves(tasks: readonly (readonly [task: number, scratch: number])[]): void {
    const { kernel, rows, stride, layout, offsets, histogramBytes } = this.#binned;
    const parts = tasks.map(([task, scratch]) => [task, rows, histogramBytes, layout, scratch]);
    if (this.#emitted !== undefined) kernel.each("splitLeafEmitted", parts);
    else
      kernel.each(
        "splitLeaf",
        parts.map((part) => [...part, stride, offsets.length]),
      );
  }
}
