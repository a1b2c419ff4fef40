// The rows of a node by their bin of one feature: sums of values, or counts of classes in `cells`. Large nodes accumulate
// and look at all bins, smaller ones remember which occur, and the smallest are ranked in a vector.
import {
  binsOf, cells, classes, classOf, countOf, entryAt, from, levels, list, quantityOf, rowOf, step, to, word,
} from "./forest-node";

// Bins of the feature at hand that occur in the node, ascending, with their sums (values) or in `cells` (classes).
export let groups: i32 = 0;
// @ts-ignore: decorator
@inline export function binOf(i: i32): u32 { return load<u32>(levels + 2112 + (<usize>i << 2)); }
// @ts-ignore: decorator
@inline export function sumOf(i: i32): i64 { return load<i64>(levels + 4096 + (<usize>i << 3)); }
// Adds a group unless its sum is 0, without a branch.
// @ts-ignore: decorator
@inline function addGroup(bin: u32, sum: i64): void {
  store<u32>(levels + 2112 + (<usize>groups << 2), bin);
  store<i64>(levels + 4096 + (<usize>groups << 3), sum);
  groups += <i32>(sum != 0);
}

// Bins that occur in the node, as 256 bits.
// @ts-ignore: decorator
@inline function seenBins(): usize { return levels + 2048; }
// @ts-ignore: decorator
@inline function see(bin: u32): void {
  const p = seenBins() + (<usize>(bin >> 6) << 3);
  store<u64>(p, load<u64>(p) | (<u64>1 << <u64>(bin & 63)));
}
// @ts-ignore: decorator
@inline function clearSeen(): void {
  const p = seenBins();
  store<u64>(p, 0); store<u64>(p, 0, 8); store<u64>(p, 0, 16); store<u64>(p, 0, 24);
}

// Nodes of so many rows look at all bins afterwards instead of marking each row's.
const MANY: i32 = 512;
// So few rows are sorted by their bins in a vector.
export const FEW: i32 = 16;

// Sums of values by bin.
export function groupValues(feature: i32, bins: u32): void {
  groups = 0;
  if (to - from <= FEW) return groupFew(feature);
  const column = binsOf(feature), end = list + (<usize>to << 3);
  if (to - from >= MANY) {
    for (let p = list + (<usize>from << 3); p < end; p += 8) {
      const entry = load<u64>(p), at = cells + (<usize>load<u8>(column + rowOf(entry) * step) << 3);
      store<i64>(at, load<i64>(at) + quantityOf(entry));
    }
    for (let b: u32 = 0; b < bins; b++) takeCell(b);
    return;
  }
  clearSeen();
  for (let p = list + (<usize>from << 3); p < end; p += 8) {
    const entry = load<u64>(p), bin = <u32>load<u8>(column + rowOf(entry) * step), at = cells + (<usize>bin << 3);
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

// Quantities of a small node's rows, the same for each feature that is tried.
export function readFew(): void {
  for (let i = from; i < to; i++) store<i64>(fewQuantities() + (<usize>(i - from) << 3), quantityOf(entryAt(i)));
}
// A row's rank is the number of rows in lower bins, so that rows of one bin meet at one rank.
function groupFew(feature: i32): void {
  const n = to - from, rows = word(4) + <usize>feature, stride = <usize>((word(2) + 7) & ~7), first = list + (<usize>from << 3);
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
export function groupClasses(feature: i32): void {
  const column = binsOf(feature), width = <usize>classes << 2;
  clearSeen();
  for (let p = list + (<usize>from << 3), end = list + (<usize>to << 3); p < end; p += 8) {
    const entry = load<u64>(p), bin = <u32>load<u8>(column + rowOf(entry) * step);
    const at = cells + <usize>bin * width + (classOf(entry) << 2);
    see(bin);
    store<u32>(at, load<u32>(at) + countOf(entry));
  }
  groups = 0;
  for (let word: u32 = 0; word < 4; word++) {
    for (let bits = load<u64>(seenBins() + (<usize>word << 3)); bits != 0; bits &= bits - 1) addGroup((word << 6) + <u32>ctz(bits), 1);
  }
}
export function clearClasses(): void {
  const width = <usize>classes << 2;
  for (let i = 0; i < groups; i++) {
    const at = cells + <usize>binOf(i) * width;
    for (let k: usize = 0; k < width; k += 4) store<u32>(at + k, 0);
  }
}
