import type { PredictingKernel } from "../../kernels/predicting-kernel.ts";
import type { Ensemble } from "./ensemble.ts";
import type { EnsembleSlots, NumericSlots } from "./feature-slots.ts";
import { GRID_BYTES, thresholdGrid } from "./threshold-grid.ts";

/** Words of a task, as `assembly/block-lanes.ts`, `walking.ts` and `shallow.ts` read them. */
export const TASK = {
  columns: 0,
  pitch: 1,
  features: 2,
  nFeatures: 3,
  slots: 4,
  trees: 5,
  nTrees: 6,
  outputs: 7,
  vectors: 8,
  out: 9,
  reachedBytes: 10,
  nodes: 11,
  values: 12,
  sets: 13,
  setOf: 14,
  categories: 15,
  levels: 16,
} as const;

/** Bytes of a task. */
export const TASK_BYTES = Object.keys(TASK).length * 4;

/** Memory that a layout takes, in the order in which it takes it, and how it is filled; words of the task that come of it. */
export interface EnsembleLayout {
  /** The kernel's function: (task, from, to, scratch). */
  readonly score: "scoreLanes" | "scoreWalk" | "scoreRaw" | "scoreShallow";
  readonly sizes: readonly number[];
  /** Bytes of scratch for a part of so many rows. */
  scratchBytes(rows: number): number;
  write(kernel: PredictingKernel): Partial<Record<keyof typeof TASK, number>>;
}

const FEATURE_WORDS = 8;
const NONE = 0xffffffff;

/** Bytes of the features' table and of the tables that it points to. */
export function slotTableSizes({ features }: EnsembleSlots): number[] {
  const bytesOf = (slots: EnsembleSlots["features"][number]): number => {
    if (slots === null) return 0;
    return slots.kind === "numeric" ? (4 << stepsOf(slots.thresholds)) + GRID_BYTES : slots.binOf.length;
  };
  const tables = features.reduce((sum, slots) => sum + bytesOf(slots), 0);
  return [features.length * FEATURE_WORDS * 4, tables + 64];
}

/** Fills what {@link slotTableSizes} asked for. @returns the table's address */
export function writeSlotTable(
  kernel: PredictingKernel,
  { features }: EnsembleSlots,
  sizes: readonly number[],
): number {
  const [address, tables] = sizes.map((size) => kernel.take(size)) as [number, number];
  const words = kernel.uint32(address, features.length * FEATURE_WORDS);
  // Thresholds come first: they stand at multiples of four.
  let at = tables;
  features.forEach((slots, f) => {
    if (slots?.kind !== "numeric") return;
    words.set(writeThresholds(kernel, slots, at), f * FEATURE_WORDS);
    at += (4 << stepsOf(slots.thresholds)) + GRID_BYTES;
  });
  features.forEach((slots, f) => {
    if (slots?.kind !== "categorical") return;
    kernel.bytes(at, slots.binOf.length).set(slots.binOf);
    words.set([2, at, slots.binOf.length, 0, slots.left, slots.left + 1], f * FEATURE_WORDS);
    at += slots.binOf.length;
  });
  return address;
}

/** @returns the feature's words */
function writeThresholds(kernel: PredictingKernel, { thresholds, left, right }: NumericSlots, at: number): number[] {
  const steps = stepsOf(thresholds);
  kernel
    .float32(at, 1 << steps)
    .fill(Number.POSITIVE_INFINITY)
    .set(thresholds);
  const grid = thresholdGrid(thresholds);
  const gridAt = at + (4 << steps);
  if (grid !== null) {
    kernel.float32(gridAt, 2).set([grid.low, grid.scale]);
    kernel.bytes(gridAt + 8, grid.below.length).set(grid.below);
  }
  const slots = [left, right].map((slot) => (slot < 0 ? NONE : slot));
  return [1, at, steps, thresholds.length, ...slots, grid === null ? 0 : gridAt, grid?.looks ?? 0];
}

/** Halvings that find a place among the thresholds: 2^steps - 1 holds them. */
function stepsOf(thresholds: Float32Array): number {
  return 32 - Math.clz32(thresholds.length);
}

/** Bytes of the binned rows of a part, in blocks of 64. */
export function blockBytes(rows: number, slots: number): number {
  return Math.ceil(rows / 64) * 64 * slots;
}

/** Takes and fills the vectors of leaves; 0 where leaves are values. */
export function writeVectors(kernel: PredictingKernel, { vectors }: Ensemble): number {
  if (vectors === null) return 0;
  const address = kernel.take(vectors.byteLength);
  kernel.float32(address, vectors.length).set(vectors);
  return address;
}

/** Takes and fills the sets of levels. */
export function writeSets(kernel: PredictingKernel, { sets }: Ensemble): number {
  const address = kernel.take(sets.length);
  kernel.bytes(address, sets.length).set(sets);
  return address;
}
