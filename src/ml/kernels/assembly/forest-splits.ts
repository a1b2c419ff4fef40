// The best split of a node: purity of both sides, tried at every bin of a feature that occurs. A purity is
// sum^2 / count of both sides, or the sum over classes of count^2 / count, in f64 over sums that are exact integers.
import { binOf, clearClasses, groupClasses, groups, groupValues, sumOf } from "./forest-groups";
import { cells, classes, frequent, leastLeaf, leftCounts, levels, nodeCount, total, totalCounts } from "./forest-node";
import { sortKeys } from "./splitting";

// The best split so far of the node at hand, and whether some of the node's rows miss its feature.
export let bestScore: f64 = 0, bestFeature: i32 = -1, bestBin: i32 = 0, bestMissingLeft: i32 = 0, bestHadMissing: bool = false;
// The bins on its left, of a categorical one.
export let bestSet: usize = 0;

// Whether the feature at hand is missing in some row of the node.
let hasMissing: bool = false;
// @ts-ignore: decorator
@inline export function setMissing(some: bool): void { hasMissing = some; }

// No split yet; one must be purer than the node is.
export function beginSearch(set: usize): void {
  bestFeature = -1;
  bestSet = set;
  bestScore = nodePurity() * (1 + 1e-12) + 1e-12;
}
function nodePurity(): f64 {
  if (!classes) return purity(total);
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>classes; k++) {
    const n = <f64>load<u32>(totalCounts() + (k << 2));
    sum += n * n;
  }
  return sum / nodeCount;
}
// @ts-ignore: decorator
@inline function purity(side: i64): f64 {
  const sum = <f64>(<i32>(side >> 32)), n = <f64>(<u32>side);
  return sum * sum / n;
}

// @ts-ignore: decorator
@inline function take(score: f64, feature: i32, bin: i32, missingLeft: i32): bool {
  if (score <= bestScore) return false;
  bestScore = score; bestFeature = feature; bestBin = bin; bestMissingLeft = missingLeft; bestHadMissing = hasMissing;
  return true;
}

// Tries so much value and count on the left.
// @ts-ignore: decorator
@inline export function tryValues(side: i64, feature: i32, bin: i32, missingLeft: i32): bool {
  const sides = i64x2.replace_lane(i64x2.splat(side), 1, total - side);
  const n = f64x2.convert_low_i32x4_u(v128.shuffle<u32>(sides, sides, 0, 2, 0, 2));
  if (i64x2.bitmask(f64x2.lt(n, f64x2.splat(leastLeaf))) != 0) return false;
  const sum = f64x2.convert_low_i32x4_s(v128.shuffle<u32>(sides, sides, 1, 3, 1, 3)), both = f64x2.div(f64x2.mul(sum, sum), n);
  return take(f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1), feature, bin, missingLeft);
}

// Of the left side, whose counts lie at `leftCounts`: their sum, the sum of their squares, and that of the right side's.
let leftCount: f64 = 0, leftSquares: f64 = 0, rightSquares: f64 = 0;

export function beginClasses(): void {
  leftCount = 0; leftSquares = 0; rightSquares = 0;
  for (let k: usize = 0; k < <usize>classes; k++) {
    store<u32>(leftCounts() + (k << 2), 0);
    const n = <f64>load<u32>(totalCounts() + (k << 2));
    rightSquares += n * n;
  }
}
// Moves so many rows of a class to the left; squares are whole numbers, so that their sums are exact.
// @ts-ignore: decorator
@inline export function moveClass(k: usize, count: u32): void {
  const l = leftCounts() + (k << 2), left = load<u32>(l), all = load<u32>(totalCounts() + (k << 2)), n = <f64>count;
  leftSquares += n * (2 * <f64>left + n);
  rightSquares -= n * (2 * <f64>(all - left) - n);
  leftCount += n;
  store<u32>(l, left + count);
}
// Tries the classes that were moved as the left side.
// @ts-ignore: decorator
@inline export function tryClasses(feature: i32, bin: i32, missingLeft: i32): bool {
  const right = nodeCount - leftCount;
  if (leftCount < leastLeaf || right < leastLeaf) return false;
  return take(leftSquares / leftCount + rightSquares / right, feature, bin, missingLeft);
}
// Tries them together with those of the missing, counted at `missing`, without moving these.
export function tryClassesWith(missing: usize, feature: i32, bin: i32): void {
  const count = leftCount, l2 = leftSquares, r2 = rightSquares;
  for (let k: usize = 0; k < <usize>classes; k++) moveClass(k, load<u32>(missing + (k << 2)));
  tryClasses(feature, bin, 1);
  for (let k: usize = 0; k < <usize>classes; k++) {
    const l = leftCounts() + (k << 2);
    store<u32>(l, load<u32>(l) - load<u32>(missing + (k << 2)));
  }
  leftCount = count; leftSquares = l2; rightSquares = r2;
}
function moveBin(bin: u32): void {
  const at = cells + ((<usize>bin * <usize>classes) << 2);
  for (let k: usize = 0; k < <usize>classes; k++) {
    const count = load<u32>(at + (k << 2));
    if (count) moveClass(k, count);
  }
}

// Tries the feature at every bin. Returns false where all rows of the node lie in one.
export function searchFeature(feature: i32, info: u32): bool {
  if (classes) groupClasses(feature);
  else groupValues(feature, info & 0x7fffffff);
  const varies = groups > 1;
  if (varies) {
    hasMissing = binOf(0) == 0;
    if (info >> 31) searchLevels(feature, -1);
    else if (classes) searchClasses(feature);
    else searchValues(feature);
  }
  if (classes) clearClasses();
  return varies;
}
function searchValues(feature: i32): void {
  const missing = hasMissing ? sumOf(0) : 0;
  let left: i64 = 0;
  for (let i = <i32>hasMissing; i < groups; i++) {
    left += sumOf(i);
    tryValues(left, feature, binOf(i), 0);
    if (hasMissing) tryValues(left + missing, feature, binOf(i), 1);
  }
}
function searchClasses(feature: i32): void {
  beginClasses();
  for (let i = <i32>hasMissing; i < groups; i++) {
    moveBin(binOf(i));
    tryClasses(feature, binOf(i), 0);
    if (hasMissing) tryClassesWith(cells, feature, binOf(i));
  }
}

// Levels in the node (the missing are one of them), ordered by mean value or share of the node's most frequent class; every
// prefix is tried, or the one of `only` levels. @see Fisher, On grouping for maximum homogeneity (1958)
export function searchLevels(feature: i32, only: i32): void {
  const n = groups;
  orderLevels(n);
  let chosen = -1, left: i64 = 0;
  if (classes) beginClasses();
  for (let i = 0; i + 1 < n; i++) {
    const group = <i32>(load<u64>(levels + (<usize>i << 3)) & 255), isTried = only < 0 || i + 1 == only;
    if (classes) {
      moveBin(binOf(group));
      if (isTried && tryClasses(feature, -1, 0)) chosen = i;
    } else {
      left += sumOf(group);
      if (isTried && tryValues(left, feature, -1, 0)) chosen = i;
    }
  }
  if (chosen >= 0) keepSet(n, chosen);
}
function orderLevels(n: i32): void {
  for (let i = 0; i < n; i++) {
    let sum: f64 = 0, mass: f64 = 0;
    if (classes) {
      const at = cells + ((<usize>binOf(i) * <usize>classes) << 2);
      for (let k: usize = 0; k < <usize>classes; k++) mass += <f64>load<u32>(at + (k << 2));
      sum = <f64>load<u32>(at + (frequent << 2));
    } else {
      mass = <f64>(<u32>sumOf(i));
      sum = <f64>(<i32>(sumOf(i) >> 32));
    }
    const bits = reinterpret<u32>(<f32>(sum / mass));
    store<u64>(levels + (<usize>i << 3), (<u64>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000)) << 8) | <u64>i);
  }
  sortKeys(levels, n);
}
function keepSet(n: i32, chosen: i32): void {
  const rest = chosen + 1 < n - chosen - 1 ? 0 : 255; // levels not in the node go with the more levels
  const fill: u64 = rest ? -1 : 0;
  store<u64>(bestSet, fill); store<u64>(bestSet, fill, 8); store<u64>(bestSet, fill, 16); store<u64>(bestSet, fill, 24);
  for (let i = 0; i < n; i++) {
    const b = binOf(<i32>(load<u64>(levels + (<usize>i << 3)) & 255)), p = bestSet + <usize>(b >> 3), mask: u32 = 1 << (b & 7);
    const old = <u32>load<u8>(p);
    store<u8>(p, <u8>(i <= chosen ? old | mask : old & ~mask));
  }
}
