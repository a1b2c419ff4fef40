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

/** Writes rules where `searchFeatures` reads them: ten numbers from `at` on. */
export function writeRules(target: Float64Array, at: number, gUnit: number, hUnit: number, rules: SplitRules): void {
  target[at] = gUnit;
  target[at + 1] = hUnit;
  target[at + 2] = rules.l2;
  target[at + 3] = rules.categoricalL2;
  target[at + 4] = rules.categorySmoothing;
  target[at + 5] = rules.leastHessian;
  target[at + 6] = rules.leastLevelHessian;
  target[at + 7] = rules.l1;
  target[at + 8] = rules.lowest;
  target[at + 9] = rules.highest;
}

/** The same results of `searchFeatures`, as numbers of each kind. */
export interface ResultViews {
  readonly scores: Float64Array;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
}

/** The split that `searchFeatures` left `at` bytes into the views, or null if no side holds enough. */
export function readSplit({ scores, words, bytes }: ResultViews, at: number): Split | null {
  const word = at / 4;
  const feature = words[word + 2]!;
  if (feature < 0) return null;
  const direction = words[word + 4]!;
  return {
    score: scores[at / 8]!,
    feature,
    bin: words[word + 3]!,
    missingLeft: direction === 2 ? undefined : direction === 1,
    set: words[word + 5] === 1 ? bytes.slice(at + 32, at + 64) : null,
    leftHessian: words[word + 6]! >>> 0,
    leftGradient: words[word + 7]!,
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

/** 256 bytes for `partition` from `at` on: 8 where a bin goes left. */
export function writeSides(table: Uint8Array, at: number, split: Split, missingLeft: boolean): void {
  if (split.set === null) {
    table.fill(8, at + 1, at + split.bin + 1);
    table.fill(0, at + split.bin + 1, at + 256);
  } else {
    for (let b = 1; b < 256; b++) table[at + b] = ((split.set[b >> 3]! >> (b & 7)) & 1) * 8;
  }
  table[at] = missingLeft ? 8 : 0;
}
