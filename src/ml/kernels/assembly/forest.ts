// One tree of a random forest, grown depth first to the end. Sums are integers (i64: value << 32 + count) or counts of
// classes (u32), so ties and thresholds depend on nothing but (data, seed, tree).
//
// task (u32 words): 0 columns, 1 rows in X, 2 features, 3 bins of each feature (u32; bit 31: categorical), 4 counts (u16 a
// row), 5 integer values or classes (16 bits a row), 6 targets (f32 a row), 7 list of entries, 8 row-major bins, 9 spare list,
// 10 classes (0: means of values), 11 features a split, 12 least count of a leaf, 13 depth limit, 14 key, 15 nodes,
// 16 sets, 17 vectors, 18 stack, 19 feature order, 20 cells, 21 levels, 22 number of sets (out), 23 number of leaves (out)
// node (24 bytes): i32 feature (-1: leaf), i32 last bin on the left or set (leaf: times that its rows were drawn), i32 flags (1 missing left, 2 categorical),
//                  u32 left child or vector, f64 value
// entry (8 bytes, one for each row that was drawn): u32 row, u16 times drawn, i16 value or u16 class
import { hash } from "./random";
import { sortKeys } from "./splitting";

let task: usize = 0;
// @ts-ignore: decorator
@inline function word(i: usize): usize { return <usize>load<u32>(task + (i << 2)); }

let columns: usize = 0, pitch: usize = 0, cells: usize = 0, levels: usize = 0;
let classes: i32 = 0, leastLeaf: f64 = 1;
let list: usize = 0, from: i32 = 0, to: i32 = 0;

// The best split so far of the node at hand.
let bestScore: f64 = 0, bestFeature: i32 = -1, bestBin: i32 = 0, bestMissingLeft: i32 = 0, bestSet: usize = 0;

// Whether the feature at hand is missing in some row of the node, and the best split's was.
let hasMissing: bool = false, bestHadMissing: bool = false;

// Sums of the node.
let total: i64 = 0, nodeCount: f64 = 0;

// @ts-ignore: decorator
@inline function entryAt(i: i32): u64 { return load<u64>(list + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function rowOf(entry: u64): usize { return <usize>(<u32>entry); }
// @ts-ignore: decorator
@inline function countOf(entry: u64): u32 { return <u32>(entry >> 32) & 65535; }
// @ts-ignore: decorator
@inline function classOf(entry: u64): usize { return <usize>(entry >> 48); }
// value * count << 32 + count
// @ts-ignore: decorator
@inline function quantityOf(entry: u64): i64 {
  const n = <i64>countOf(entry);
  return (((<i64>entry >> 48) * n) << 32) + n;
}

// sum^2 / count of both sides, or the sum over classes of count^2 / count: what a split should make large.
// @ts-ignore: decorator
@inline function purity(side: i64): f64 {
  const sum = <f64>(<i32>(side >> 32)), n = <f64>(<u32>side);
  return sum * sum / n;
}
// @ts-ignore: decorator
@inline function tryValues(side: i64, feature: i32, bin: i32, missingLeft: i32): bool {
  const sides = i64x2.replace_lane(i64x2.splat(side), 1, total - side);
  const n = f64x2.convert_low_i32x4_u(v128.shuffle<u32>(sides, sides, 0, 2, 0, 2));
  if (i64x2.bitmask(f64x2.lt(n, f64x2.splat(leastLeaf))) != 0) return false;
  const sum = f64x2.convert_low_i32x4_s(v128.shuffle<u32>(sides, sides, 1, 3, 1, 3)), both = f64x2.div(f64x2.mul(sum, sum), n);
  const score = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
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
// @ts-ignore: decorator
@inline function clearSeen(): void {
  const p = seenBins();
  store<u64>(p, 0); store<u64>(p, 0, 8); store<u64>(p, 0, 16); store<u64>(p, 0, 24);
}
// Bins of the feature at hand that occur in the node, ascending, with their sums (values) or in `cells` (classes).
let groups: i32 = 0;
// @ts-ignore: decorator
@inline function binOf(i: i32): u32 { return load<u32>(levels + 2112 + (<usize>i << 2)); }
// @ts-ignore: decorator
@inline function sumOf(i: i32): i64 { return load<i64>(levels + 4096 + (<usize>i << 3)); }
// Adds a group unless its sum is 0, without a branch.
// @ts-ignore: decorator
@inline function addGroup(bin: u32, sum: i64): void {
  store<u32>(levels + 2112 + (<usize>groups << 2), bin);
  store<i64>(levels + 4096 + (<usize>groups << 3), sum);
  groups += <i32>(sum != 0);
}

// Nodes of so many rows look at all bins afterwards instead of marking each row's.
const MANY: i32 = 512;
// So few rows are sorted by their bins in a vector.
const FEW: i32 = 16;

function groupValues(feature: i32, bins: u32): void {
  groups = 0;
  if (to - from <= FEW) return groupFew(feature);
  const column = columns + <usize>feature * pitch, end = list + (<usize>to << 3);
  if (to - from >= MANY) {
    for (let p = list + (<usize>from << 3); p < end; p += 8) {
      const entry = load<u64>(p), at = cells + (<usize>load<u8>(column + rowOf(entry)) << 3);
      store<i64>(at, load<i64>(at) + quantityOf(entry));
    }
    for (let b: u32 = 0; b < bins; b++) takeCell(b);
    return;
  }
  clearSeen();
  for (let p = list + (<usize>from << 3); p < end; p += 8) {
    const entry = load<u64>(p), bin = <u32>load<u8>(column + rowOf(entry)), at = cells + (<usize>bin << 3);
    see(bin);
    store<i64>(at, load<i64>(at) + quantityOf(entry));
  }
  for (let word: u32 = 0; word < 4; word++) {
    for (let bits = load<u64>(seenBins() + (<usize>word << 3)); bits != 0; bits &= bits - 1) takeCell((word << 6) + <u32>ctz(bits));
  }
}
// @ts-ignore: decorator
@inline function takeCell(bin: u32): void {
  const at = cells + (<usize>bin << 3);
  addGroup(bin, load<i64>(at));
  store<i64>(at, 0);
}

// Scratch of small nodes: quantities of the rows; bins of the rows; sums and bins by rank.
// @ts-ignore: decorator
@inline function fewQuantities(): usize { return levels + 3200; }
// @ts-ignore: decorator
@inline function fewBins(): usize { return levels + 3328; }
// @ts-ignore: decorator
@inline function fewSums(): usize { return levels + 3360; }

function readFew(): void {
  for (let i = from; i < to; i++) store<i64>(fewQuantities() + (<usize>(i - from) << 3), quantityOf(entryAt(i)));
}
// A row's rank is the number of rows in lower bins, so that rows of one bin meet at one rank.
function groupFew(feature: i32): void {
  const n = to - from, rows = word(8) + <usize>feature, stride = <usize>((word(2) + 7) & ~7), first = list + (<usize>from << 3);
  const bins = fewBins(), sums = fewSums(), quantities = fewQuantities(), ranked = bins + 16;
  for (let i: usize = 0; i < <usize>n; i++) {
    store<u8>(bins + i, load<u8>(rows + <usize>load<u32>(first + (i << 3)) * stride));
    store<i64>(sums + (i << 3), 0);
  }
  const all = v128.load(bins), valid = (1 << n) - 1;
  for (let i: usize = 0; i < <usize>n; i++) {
    const bin = load<u8>(bins + i), rank = <usize>popcnt(i8x16.bitmask(i8x16.lt_u(all, i8x16.splat(bin))) & valid);
    const at = sums + (rank << 3);
    store<i64>(at, load<i64>(at) + load<i64>(quantities + (i << 3)));
    store<u8>(ranked + rank, bin);
  }
  for (let i: usize = 0; i < <usize>n; i++) addGroup(<u32>load<u8>(ranked + i), load<i64>(sums + (i << 3)));
}

// Counts of classes by bin.
function fillClasses(feature: i32): void {
  const column = columns + <usize>feature * pitch;
  clearSeen();
  for (let p = list + (<usize>from << 3), end = list + (<usize>to << 3); p < end; p += 8) {
    const entry = load<u64>(p), bin = <u32>load<u8>(column + rowOf(entry));
    const at = cells + ((<usize>bin * <usize>classes + classOf(entry)) << 2);
    see(bin);
    store<u32>(at, load<u32>(at) + countOf(entry));
  }
  groups = 0;
  for (let b = seenFrom(0); b < 256; b = seenFrom(b + 1)) addGroup(b, 1);
}
function clearClasses(): void {
  const width = <usize>classes << 2;
  for (let i = 0; i < groups; i++) {
    const at = cells + <usize>binOf(i) * width;
    for (let k: usize = 0; k < width; k += 4) store<u32>(at + k, 0);
  }
}

function scanNumericValues(feature: i32): void {
  const missing = hasMissing ? sumOf(0) : 0;
  let left: i64 = 0;
  for (let i = <i32>hasMissing; i < groups; i++) {
    left += sumOf(i);
    tryValues(left, feature, binOf(i), 0);
    if (hasMissing) tryValues(left + missing, feature, binOf(i), 1);
  }
}

// Counts of the left side and of the missing, class by class, behind the levels' scratch.
// @ts-ignore: decorator
@inline function leftCounts(): usize { return levels + 6144; }
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
  for (let i = <i32>hasMissing; i < groups; i++) {
    moveLeft(binOf(i));
    tryClasses(0, feature, binOf(i), 0);
    if (hasMissing) tryClasses(cells, feature, binOf(i), 1);
  }
}

// Levels in the node (the missing are one of them), ordered by mean value or share of the node's most frequent class.
function scanCategorical(feature: i32, top: usize): void {
  const n = groups;
  for (let i = 0; i < n; i++) {
    let sum: f64 = 0, mass: f64 = 0;
    if (classes) {
      const at = cells + ((<usize>binOf(i) * <usize>classes) << 2);
      for (let k: usize = 0; k < <usize>classes; k++) mass += <f64>load<u32>(at + (k << 2));
      sum = <f64>load<u32>(at + (top << 2));
    } else {
      mass = <f64>(<u32>sumOf(i));
      sum = <f64>(<i32>(sumOf(i) >> 32));
    }
    const bits = reinterpret<u32>(<f32>(sum / mass));
    store<u64>(levels + (<usize>i << 3), (<u64>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000)) << 8) | <u64>i);
  }
  sortKeys(levels, n);
  let chosen = -1, left: i64 = 0;
  if (classes) memory.fill(leftCounts(), 0, <usize>classes << 2);
  for (let i = 0; i + 1 < n; i++) {
    const group = <i32>(load<u64>(levels + (<usize>i << 3)) & 255);
    if (classes) {
      moveLeft(binOf(group));
      if (tryClasses(0, feature, -1, 0)) chosen = i;
    } else {
      left += sumOf(group);
      if (tryValues(left, feature, -1, 0)) chosen = i;
    }
  }
  if (chosen >= 0) keepSet(n, chosen);
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

// Whether all rows of the node have the same value or class.
let isPure: bool = false;

// Sums of the rows at hand into `total` or the counts of classes. Returns the most frequent class.
function sumNode(): usize {
  nodeCount = 0;
  total = 0;
  if (!classes) {
    const first = <i64>entryAt(from) >> 48;
    let differences: i64 = 0;
    for (let i = from; i < to; i++) {
      const entry = entryAt(i);
      total += quantityOf(entry);
      differences |= (<i64>entry >> 48) ^ first;
    }
    nodeCount = <f64>(<u32>total);
    isPure = differences == 0;
    return 0;
  }
  const t = totalCounts();
  for (let k: usize = 0; k < <usize>classes; k++) store<u32>(t + (k << 2), 0);
  let drawn: u32 = 0;
  for (let i = from; i < to; i++) {
    const entry = entryAt(i), at = t + (classOf(entry) << 2), n = countOf(entry);
    store<u32>(at, load<u32>(at) + n);
    drawn += n;
  }
  nodeCount = <f64>drawn;
  let top: usize = 0;
  for (let k: usize = 1; k < <usize>classes; k++) if (load<u32>(t + (k << 2)) > load<u32>(t + (top << 2))) top = k;
  isPure = load<u32>(t + (top << 2)) == drawn;
  return top;
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

// Features in random order until enough that are not constant here were tried, and on until one splits. A split that none can
// beat ends the search: one that leaves both sides pure.
function findSplit(top: usize, key: u32, node: u32): void {
  const features = <i32>word(2), order = word(19), wanted = <i32>word(11), bins = word(3);
  const salt = hash(node, key), perfect = classes ? nodeCount : to - from == 2 ? 0 : f64.MAX_VALUE;
  if (!classes && to - from <= FEW) readFew();
  let tried = 0;
  bestFeature = -1;
  bestScore = nodeScore() * (1 + 1e-12) + 1e-12;
  for (let i = 0; i < features; i++) {
    if (bestFeature >= 0 && (tried >= wanted || bestScore >= perfect)) break;
    const j = i + <i32>((<u64>hash(<u32>i, salt) * <u64>(features - i)) >> 32);
    const feature = load<i32>(order + (<usize>j << 2));
    store<i32>(order + (<usize>j << 2), load<i32>(order + (<usize>i << 2)));
    store<i32>(order + (<usize>i << 2), feature);
    const info = load<u32>(bins + (<usize>feature << 2));
    if ((info & 0x7fffffff) < 2) continue;
    if (classes) fillClasses(feature);
    else groupValues(feature, info & 0x7fffffff);
    if (groups > 1) {
      tried++;
      hasMissing = binOf(0) == 0;
      if (info >> 31) scanCategorical(feature, top);
      else if (classes) scanNumericClasses(feature);
      else scanNumericValues(feature);
    }
    if (classes) clearClasses();
  }
}

function goesLeft(bin: u32): bool {
  if (bestBin < 0) return ((<u32>load<u8>(bestSet + <usize>(bin >> 3)) >> (bin & 7)) & 1) != 0;
  return bin == 0 ? bestMissingLeft != 0 : <i32>bin <= bestBin;
}
// Both sides keep the order of rows. Returns where the right side starts.
function divide(): i32 {
  const column = columns + <usize>bestFeature * pitch, spare = word(9), sides = levels;
  for (let b: u32 = 0; b < 256; b++) store<u8>(sides + <usize>b, goesLeft(b) ? 8 : 0);
  let left = list + (<usize>from << 3), right = spare;
  for (let p = left, end = list + (<usize>to << 3); p < end; p += 8) {
    const entry = load<u64>(p), step = <usize>load<u8>(sides + <usize>load<u8>(column + rowOf(entry)));
    store<u64>(left, entry); // one of the two stores is overwritten later
    store<u64>(right, entry);
    left += step;
    right += 8 - step;
  }
  const middle = <i32>((left - list) >> 3);
  for (let p = spare; p < right; p += 8, left += 8) store<u64>(left, load<u64>(p));
  return middle;
}

function writeLeaf(node: usize, vector: i32): void {
  store<i32>(node, -1);
  store<u32>(node, <u32>nodeCount, 4);
  store<u32>(node, <u32>vector, 12);
  if (classes) {
    const p = word(17) + ((<usize>vector * <usize>classes) << 2);
    for (let k: usize = 0; k < <usize>classes; k++) {
      store<f32>(p + (k << 2), <f32>(<f64>load<u32>(totalCounts() + (k << 2)) / nodeCount));
    }
    return;
  }
  const targets = word(6);
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const entry = entryAt(i);
    sum += <f64>load<f32>(targets + (rowOf(entry) << 2)) * <f64>countOf(entry);
  }
  store<f64>(node, sum / nodeCount, 16);
}

// Entries of the rows that were drawn, ascending. Returns their number.
function listDrawn(): i32 {
  const n = <u32>word(1), counts = word(4), values = word(5);
  let at = list;
  for (let row: u32 = 0; row < n; row++) {
    const count = <u64>load<u16>(counts + (<usize>row << 1)), value = <u64>load<u16>(values + (<usize>row << 1));
    store<u64>(at, value << 48 | count << 32 | <u64>row);
    at += count != 0 ? 8 : 0;
  }
  return <i32>((at - list) >> 3);
}

// Returns the number of nodes.
export function growForestTree(at: usize): i32 {
  task = at;
  columns = word(0); pitch = word(1); cells = word(20); levels = word(21);
  classes = <i32>word(10); leastLeaf = <f64>word(12); list = word(7);
  const drawn = listDrawn();
  const nodes = word(15), sets = word(16), stack = word(18), key = <u32>word(14), deepest = <i32>word(13);
  let count = 1, leaves = 0, nSets = 0, depth = 0;
  store<i32>(stack, 0); store<i32>(stack, 0, 4); store<i32>(stack, drawn, 8); store<i32>(stack, 0, 12);
  let top = 1;
  while (top > 0) {
    top--;
    const frame = stack + (<usize>top << 4);
    const id = load<i32>(frame), node = nodes + <usize>id * 24;
    from = load<i32>(frame, 4); to = load<i32>(frame, 8); depth = load<i32>(frame, 12);
    const frequent = sumNode();
    bestFeature = -1;
    bestSet = sets + (<usize>nSets << 5);
    if (nodeCount >= 2 * leastLeaf && depth < deepest && !isPure) findSplit(frequent, key, <u32>id);
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
