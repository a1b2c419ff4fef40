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

/** What a split must satisfy, in the units of gradients and hessians. */
export interface SplitRules {
  readonly l2: number;
  readonly categoricalL2: number;
  readonly categorySmoothing: number;
  /** Least hessian of a side. */
  readonly leastHessian: number;
  /** Least hessian of a level that may choose its side; rarer ones stay with the missing. */
  readonly leastLevelHessian: number;
}

export const RULES_BYTES = 56;
export const RESULT_BYTES = 64;
export const SEARCH_SCRATCH_BYTES = 4096;

/** Writes rules where `searchFeatures` reads them. */
export function writeRules(
  kernel: TrainingKernel,
  address: number,
  gUnit: number,
  hUnit: number,
  rules: SplitRules,
): void {
  kernel
    .float64(address, 7)
    .set([
      gUnit,
      hUnit,
      rules.l2,
      rules.categoricalL2,
      rules.categorySmoothing,
      rules.leastHessian,
      rules.leastLevelHessian,
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
