import type { TrainingKernel } from "../../kernels/training-kernel.ts";

/** A split of a leaf, in bins. */
export interface Split {
  /** Sum of G^2 / (H + l2) over both sides. */
  readonly score: number;
  readonly feature: number;
  /** Numeric: bins 1..bin go left. */
  readonly bin: number;
  /** Where rows without the value go; undefined if the leaf has none, so that nothing speaks for a side. */
  readonly missingLeft: boolean | undefined;
  /** Categorical: bit b of byte b >> 3 says that bin b goes left. */
  readonly set: Uint8Array | null;
  /** Integer sums of the left side. */
  readonly leftGradient: number;
  readonly leftHessian: number;
}

/** What monotone features of the splits above leave to a leaf's value; infinite where they say nothing. */
export interface LeafBounds {
  readonly lowest: number;
  readonly highest: number;
}

/** No bounds. */
export const UNBOUNDED: LeafBounds = { lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };

/** What a split must satisfy, in the units of gradients and hessians. */
export interface SplitRules extends LeafBounds {
  readonly l1: number;
  readonly l2: number;
  readonly categoricalL2: number;
  readonly categorySmoothing: number;
  /** Least hessian of a side. */
  readonly leastHessian: number;
  /** Least hessian of a level that may choose its side; rarer ones stay with the missing. */
  readonly leastLevelHessian: number;
}

export const RULES_BYTES = 80;
export const RESULT_BYTES = 64;
export const SEARCH_SCRATCH_BYTES = 6144;

/** Writes rules where `searchFeatures` reads them. */
export function writeRules(
  kernel: TrainingKernel,
  address: number,
  gUnit: number,
  hUnit: number,
  rules: SplitRules,
): void {
  kernel
    .float64(address, 10)
    .set([
      gUnit,
      hUnit,
      rules.l2,
      rules.categoricalL2,
      rules.categorySmoothing,
      rules.leastHessian,
      rules.leastLevelHessian,
      rules.l1,
      rules.lowest,
      rules.highest,
    ]);
}

/** The split that `searchFeatures` left at `address`, or null if no side holds enough. */
export function readSplit(kernel: TrainingKernel, address: number): Split | null {
  const words = kernel.int32(address, 8);
  const feature = words[2]!;
  if (feature < 0) return null;
  const direction = words[4]!;
  return {
    score: kernel.float64(address, 1)[0]!,
    feature,
    bin: words[3]!,
    missingLeft: direction === 2 ? undefined : direction === 1,
    set: words[5] === 1 ? kernel.bytes(address + 32, 32).slice() : null,
    leftHessian: words[6]! >>> 0,
    leftGradient: words[7]!,
  };
}

type ValueRules = Pick<SplitRules, "l1" | "l2" | "lowest" | "highest">;

/** -T(G) / (H + l2) within the bounds, where T pulls G to 0 by l1; 0 where nothing holds the leaf. */
export function leafValue(gradient: number, hessian: number, { l1, l2, lowest, highest }: ValueRules): number {
  const pulled = Math.max(0, Math.abs(gradient) - l1);
  const free = hessian + l2 > 0 ? (gradient > 0 ? -pulled : pulled) / (hessian + l2) : 0;
  return Math.min(Math.max(free, lowest), highest);
}

/** What a leaf adds to a score of splits: T(G)^2 / (H + l2) where no bound holds it. */
export function leafScore(gradient: number, hessian: number, rules: ValueRules): number {
  const value = leafValue(gradient, hessian, rules);
  return -(2 * gradient * value + (hessian + rules.l2) * value * value + 2 * rules.l1 * Math.abs(value));
}

/** Bounds of the left and the right side of a split on a feature whose values must rise (sign 1) or fall (-1). */
export function sideBounds(
  bounds: LeafBounds,
  sign: number,
  leftValue: number,
  rightValue: number,
): readonly [LeafBounds, LeafBounds] {
  if (sign === 0) return [bounds, bounds];
  const middle = (leftValue + rightValue) / 2;
  const below = { lowest: bounds.lowest, highest: middle };
  const above = { lowest: middle, highest: bounds.highest };
  return sign > 0 ? [below, above] : [above, below];
}

/** 256 bytes for `partition`: 8 where a bin goes left. */
export function writeSides(table: Uint8Array, split: Split, missingLeft: boolean): void {
  if (split.set === null) {
    table.fill(8, 1, split.bin + 1);
    table.fill(0, split.bin + 1, 256);
  } else {
    for (let b = 1; b < 256; b++) table[b] = ((split.set[b >> 3]! >> (b & 7)) & 1) * 8;
  }
  table[0] = missingLeft ? 8 : 0;
}
