// One tree of a random forest, grown depth first to the end. Sums are integers (i64: value << 32 + count) or counts of
// classes (u32), so ties and thresholds depend on nothing but (data, seed, tree).
//
// task (u32 words): 0 columns, 1 rows in X, 2 features, 3 bins of each feature (u32; bit 31: categorical), 4 counts (u16 a
// row), 5 integer values (i32 a row) or classes, 6 targets (f32 a row), 7 list of row ids, 8 its length, 9 spare list,
// 10 classes (0: means of values), 11 features a split, 12 least count of a leaf, 13 depth limit, 14 key, 15 nodes,
// 16 sets, 17 vectors, 18 stack, 19 feature order, 20 cells, 21 levels, 22 number of sets (out), 23 number of leaves (out)
// node (24 bytes): i32 feature (-1: leaf), i32 last bin on the left or set, i32 flags (1 missing left, 2 categorical),
//                  u32 left child or vector, f64 value
import { hash } from "./random";
import { sortKeys } from "./splitting";

let task: usize = 0;
// @ts-ignore: decorator
@inline function word(i: usize): usize { return <usize>load<u32>(task + (i << 2)); }

let columns: usize = 0, pitch: usize = 0, counts: usize = 0, values: usize = 0, cells: usize = 0, levels: usize = 0;
let classes: i32 = 0, leastLeaf: f64 = 1;
let list: usize = 0, from: i32 = 0, to: i32 = 0;

// The best split so far of the node at hand.
let bestScore: f64 = 0, bestFeature: i32 = -1, bestBin: i32 = 0, bestMissingLeft: i32 = 0, bestSet: usize = 0;

// Whether the feature at hand is missing in some row of the node, and the best split's was.
let hasMissing: bool = false, bestHadMissing: bool = false;

// Sums of the node.
let total: i64 = 0, nodeCount: f64 = 0;

// @ts-ignore: decorator
@inline function rowAt(i: i32): usize { return <usize>load<u32>(list + (<usize>i << 2)); }
// @ts-ignore: decorator
@inline function countOf(row: usize): u32 { return <u32>load<u16>(counts + (row << 1)); }

// sum^2 / count of one side, or the sum over classes of count^2 / count: what a split should make large.
// @ts-ignore: decorator
@inline function purity(side: i64): f64 {
  const sum = <f64>(<i32>(side >> 32)), n = <f64>(<u32>side);
  return sum * sum / n;
}
// @ts-ignore: decorator
@inline function tryValues(side: i64, feature: i32, bin: i32, missingLeft: i32): bool {
  const nl = <f64>(<u32>side), nr = <f64>(<u32>(total - side));
  if (nl < leastLeaf || nr < leastLeaf) return false;
  const score = purity(side) + purity(total - side);
  if (score <= bestScore) return false;
  bestScore = score; bestFeature = feature; bestBin = bin; bestMissingLeft = missingLeft; bestHadMissing = hasMissing;
  return true;
}

// Bins that occur in the node, as 256 bits: small nodes visit a few of them, not all.
// @ts-ignore: decorator
@inline function seenBins(): usize { return levels + 2048; }
// @ts-ignore: decorator
@inline function see(bin: u32): void {
  const p = seenBins() + (<usize>(bin >> 6) << 3);
  store<u64>(p, load<u64>(p) | (<u64>1 << <u64>(bin & 63)));
}
// The lowest bin that occurs at or above `bin`, 256 if there is none.
// @ts-ignore: decorator
@inline function seenFrom(bin: u32): u32 {
  while (bin < 256) {
    const bits = load<u64>(seenBins() + (<usize>(bin >> 6) << 3)) >> <u64>(bin & 63);
    if (bits != 0) return bin + <u32>ctz(bits);
    bin = (bin | 63) + 1;
  }
  return 256;
}
// Cells of the node's rows for one feature. False if they all share a bin.
function fillCells(feature: i32): bool {
  const column = columns + <usize>feature * pitch;
  memory.fill(seenBins(), 0, 32);
  for (let i = from; i < to; i++) {
    const row = rowAt(i), bin = <u32>load<u8>(column + row);
    see(bin);
    if (classes) {
      const at = cells + ((<usize>bin * <usize>classes + <usize>load<u32>(values + (row << 2))) << 2);
      store<u32>(at, load<u32>(at) + countOf(row));
    } else {
      const at = cells + (<usize>bin << 3), n = <i64>countOf(row);
      store<i64>(at, load<i64>(at) + ((<i64>load<i32>(values + (row << 2)) * n) << 32) + n);
    }
  }
  return seenFrom(seenFrom(0) + 1) < 256;
}
function clearCells(): void {
  const width: usize = classes ? <usize>classes << 2 : 8;
  for (let b = seenFrom(0); b < 256; b = seenFrom(b + 1)) memory.fill(cells + <usize>b * width, 0, width);
}
// @ts-ignore: decorator
@inline function cell(bin: u32): i64 { return load<i64>(cells + (<usize>bin << 3)); }

function scanNumericValues(feature: i32): void {
  const missing = hasMissing ? cell(0) : 0;
  let left: i64 = 0;
  for (let b = seenFrom(1); b < 256; b = seenFrom(b + 1)) {
    left += cell(b);
    tryValues(left, feature, b, 0);
    if (hasMissing) tryValues(left + missing, feature, b, 1);
  }
}

// Counts of the left side and of the missing, class by class, behind the levels' scratch.
// @ts-ignore: decorator
@inline function leftCounts(): usize { return levels + 4096; }
// @ts-ignore: decorator
@inline function totalCounts(): usize { return leftCounts() + (<usize>classes << 2); }

function tryClasses(extra: usize, feature: i32, bin: i32, missingLeft: i32): bool {
  let nl: f64 = 0, sl: f64 = 0, sr: f64 = 0;
  const l = leftCounts(), t = totalCounts();
  for (let k: usize = 0; k < <usize>classes; k++) {
    let a = <f64>load<u32>(l + (k << 2));
    if (extra) a += <f64>load<u32>(extra + (k << 2));
    const b = <f64>load<u32>(t + (k << 2)) - a;
    nl += a; sl += a * a; sr += b * b;
  }
  const nr = nodeCount - nl;
  if (nl < leastLeaf || nr < leastLeaf) return false;
  const score = sl / nl + sr / nr;
  if (score <= bestScore) return false;
  bestScore = score; bestFeature = feature; bestBin = bin; bestMissingLeft = missingLeft; bestHadMissing = hasMissing;
  return true;
}
// Adds a bin's counts to the left side.
function moveLeft(bin: u32): void {
  const at = cells + ((<usize>bin * <usize>classes) << 2), l = leftCounts();
  for (let k: usize = 0; k < <usize>classes; k++) {
    store<u32>(l + (k << 2), load<u32>(l + (k << 2)) + load<u32>(at + (k << 2)));
  }
}
function scanNumericClasses(feature: i32): void {
  memory.fill(leftCounts(), 0, <usize>classes << 2);
  for (let b = seenFrom(1); b < 256; b = seenFrom(b + 1)) {
    moveLeft(b);
    tryClasses(0, feature, b, 0);
    if (hasMissing) tryClasses(cells, feature, b, 1);
  }
}

// Levels in the node (the missing are one of them), ordered by mean value or share of the node's most frequent class.
function scanCategorical(feature: i32, top: usize): void {
  let n = 0;
  for (let b = seenFrom(0); b < 256; b = seenFrom(b + 1)) {
    let sum: f64 = 0, mass: f64 = 0;
    if (classes) {
      const at = cells + ((<usize>b * <usize>classes) << 2);
      for (let k: usize = 0; k < <usize>classes; k++) mass += <f64>load<u32>(at + (k << 2));
      sum = <f64>load<u32>(at + (top << 2));
    } else {
      mass = <f64>(<u32>cell(b));
      sum = <f64>(<i32>(cell(b) >> 32));
    }
    const bits = reinterpret<u32>(<f32>(sum / mass));
    store<u64>(levels + (<usize>n << 3), (<u64>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000)) << 8) | <u64>b);
    n++;
  }
  sortKeys(levels, n);
  let chosen = -1, left: i64 = 0;
  if (classes) memory.fill(leftCounts(), 0, <usize>classes << 2);
  for (let i = 0; i + 1 < n; i++) {
    const b = <u32>(load<u64>(levels + (<usize>i << 3)) & 255);
    if (classes) {
      moveLeft(b);
      if (tryClasses(0, feature, -1, 0)) chosen = i;
    } else {
      left += cell(b);
      if (tryValues(left, feature, -1, 0)) chosen = i;
    }
  }
  if (chosen >= 0) keepSet(n, chosen);
}
function keepSet(n: i32, chosen: i32): void {
  const rest = chosen + 1 < n - chosen - 1 ? 0 : 255; // levels not in the node go with the more levels
  memory.fill(bestSet, <u8>rest, 32);
  for (let i = 0; i < n; i++) {
    const b = <u32>(load<u64>(levels + (<usize>i << 3)) & 255), p = bestSet + <usize>(b >> 3), mask: u32 = 1 << (b & 7);
    const old = <u32>load<u8>(p);
    store<u8>(p, <u8>(i <= chosen ? old | mask : old & ~mask));
  }
}

// Sums of the rows at hand into `total` or the counts of classes. Returns the most frequent class.
function sumNode(): usize {
  nodeCount = 0;
  total = 0;
  if (!classes) {
    for (let i = from; i < to; i++) {
      const row = rowAt(i), n = <i64>countOf(row);
      total += ((<i64>load<i32>(values + (row << 2)) * n) << 32) + n;
    }
    nodeCount = <f64>(<u32>total);
    return 0;
  }
  const t = totalCounts();
  memory.fill(t, 0, <usize>classes << 2);
  for (let i = from; i < to; i++) {
    const row = rowAt(i), at = t + (<usize>load<u32>(values + (row << 2)) << 2), n = countOf(row);
    store<u32>(at, load<u32>(at) + n);
    nodeCount += <f64>n;
  }
  let top: usize = 0;
  for (let k: usize = 1; k < <usize>classes; k++) if (load<u32>(t + (k << 2)) > load<u32>(t + (top << 2))) top = k;
  return top;
}
function isPure(top: usize): bool {
  if (classes) return <f64>load<u32>(totalCounts() + (top << 2)) == nodeCount;
  const first = load<i32>(values + (rowAt(from) << 2));
  for (let i = from + 1; i < to; i++) if (load<i32>(values + (rowAt(i) << 2)) != first) return false;
  return true;
}
function nodeScore(): f64 {
  if (!classes) return purity(total);
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>classes; k++) {
    const n = <f64>load<u32>(totalCounts() + (k << 2));
    sum += n * n;
  }
  return sum / nodeCount;
}

// Features in random order until enough that are not constant here were tried, and on until one splits.
function findSplit(top: usize, key: u32, node: u32): void {
  const features = <i32>word(2), order = word(19), wanted = <i32>word(11), bins = word(3);
  let tried = 0;
  bestFeature = -1;
  bestScore = nodeScore() * (1 + 1e-12) + 1e-12;
  for (let i = 0; i < features; i++) {
    if (tried >= wanted && bestFeature >= 0) break;
    const j = i + <i32>((<u64>hash(<u32>i, hash(node, key)) * <u64>(features - i)) >> 32);
    const feature = load<i32>(order + (<usize>j << 2));
    store<i32>(order + (<usize>j << 2), load<i32>(order + (<usize>i << 2)));
    store<i32>(order + (<usize>i << 2), feature);
    const info = load<u32>(bins + (<usize>feature << 2));
    if ((info & 0x7fffffff) < 2) continue;
    if (fillCells(feature)) {
      tried++;
      hasMissing = seenFrom(0) == 0;
      if (info >> 31) scanCategorical(feature, top);
      else if (classes) scanNumericClasses(feature);
      else scanNumericValues(feature);
    }
    clearCells();
  }
}

function goesLeft(bin: u32): bool {
  if (bestBin < 0) return ((<u32>load<u8>(bestSet + <usize>(bin >> 3)) >> (bin & 7)) & 1) != 0;
  return bin == 0 ? bestMissingLeft != 0 : <i32>bin <= bestBin;
}
// Both sides keep the order of rows. Returns where the right side starts.
function divide(): i32 {
  const column = columns + <usize>bestFeature * pitch, spare = word(9);
  let l = from, r = 0;
  for (let i = from; i < to; i++) {
    const row = rowAt(i);
    if (goesLeft(<u32>load<u8>(column + row))) {
      store<u32>(list + (<usize>l << 2), <u32>row);
      l++;
    } else {
      store<u32>(spare + (<usize>r << 2), <u32>row);
      r++;
    }
  }
  memory.copy(list + (<usize>l << 2), spare, <usize>r << 2);
  return l;
}

function writeLeaf(node: usize, vector: i32): void {
  store<i32>(node, -1);
  store<u32>(node, <u32>vector, 12);
  if (classes) {
    const p = word(17) + ((<usize>vector * <usize>classes) << 2);
    for (let k: usize = 0; k < <usize>classes; k++) {
      store<f32>(p + (k << 2), <f32>(<f64>load<u32>(totalCounts() + (k << 2)) / nodeCount));
    }
    return;
  }
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const row = rowAt(i);
    sum += <f64>load<f32>(word(6) + (row << 2)) * <f64>countOf(row);
  }
  store<f64>(node, sum / nodeCount, 16);
}

// Returns the number of nodes.
export function growForestTree(at: usize): i32 {
  task = at;
  columns = word(0); pitch = word(1); counts = word(4); values = word(5); cells = word(20); levels = word(21);
  classes = <i32>word(10); leastLeaf = <f64>word(12); list = word(7);
  const nodes = word(15), sets = word(16), stack = word(18), key = <u32>word(14), deepest = <i32>word(13);
  let count = 1, leaves = 0, nSets = 0, depth = 0;
  store<i32>(stack, 0); store<i32>(stack, 0, 4); store<i32>(stack, <i32>word(8), 8); store<i32>(stack, 0, 12);
  let top = 1;
  while (top > 0) {
    top--;
    const frame = stack + (<usize>top << 4);
    const id = load<i32>(frame), node = nodes + <usize>id * 24;
    from = load<i32>(frame, 4); to = load<i32>(frame, 8); depth = load<i32>(frame, 12);
    const frequent = sumNode();
    bestFeature = -1;
    bestSet = sets + (<usize>nSets << 5);
    if (nodeCount >= 2 * leastLeaf && depth < deepest && !isPure(frequent)) findSplit(frequent, key, <u32>id);
    if (bestFeature < 0) {
      writeLeaf(node, leaves);
      leaves++;
      continue;
    }
    const middle = divide(), isSet = bestBin < 0;
    let missingLeft = bestMissingLeft;
    if (isSet) missingLeft = load<u8>(bestSet) & 1;
    else if (!bestHadMissing) missingLeft = middle - from >= to - middle ? 1 : 0;
    store<i32>(node, bestFeature);
    store<i32>(node, isSet ? nSets : bestBin, 4);
    store<i32>(node, missingLeft | (isSet ? 2 : 0), 8);
    store<u32>(node, <u32>count, 12);
    if (isSet) nSets++;
    const begin = from, end = to;
    push(frame, count + 1, middle, end, depth + 1);
    push(frame + 16, count, begin, middle, depth + 1);
    top += 2;
    count += 2;
  }
  store<u32>(at, <u32>nSets, 88);
  store<u32>(at, <u32>leaves, 92);
  return count;
}
function push(frame: usize, id: i32, begin: i32, end: i32, depth: i32): void {
  store<i32>(frame, id); store<i32>(frame, begin, 4); store<i32>(frame, end, 8); store<i32>(frame, depth, 12);
}
