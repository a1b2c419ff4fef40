// The histogram of any layout; the kernel emitted for one layout (emit-histogram.ts) does the same and is faster.
// entries: u32 row, i16 hessian, i16 gradient. Cells: i64, gradient << 32 + hessian. layout: 16 bytes a feature: offset of its
// cells, bins, categorical.
import { searchFeatures } from "./splitting";
import { partition } from "./partition";

export * from "./rounding";

// Adds features [from, to) of the entries' rows.
export function accumulate(entries: usize, n: i32, rows: usize, stride: i32, layout: usize, from: i32, to: i32, histogram: usize): void {
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const row = rows + <usize>load<u32>(p) * <usize>stride, q = load<i32>(p, 4);
    const add = (<i64>(q >> 16) << 32) + <i64>(q & 65535);
    for (let f = from; f < to; f++) {
      const cell = histogram + <usize>load<u32>(layout + (<usize>f << 4)) + (<usize>load<u8>(row + <usize>f) << 3);
      store<i64>(cell, load<i64>(cell) + add);
    }
  }
}

// Partitions a list and, where `build` is 1 (left) or 2 (right), makes that side's histogram of features [0, features).
export function divide(source: usize, n: i32, target: usize, column: usize, table: usize, count: usize, build: i32, rows: usize, histogram: usize, bytes: usize, stride: i32, layout: usize, features: i32): void {
  const left = partition(source, n, target, column, table);
  store<i32>(count, left);
  if (build == 0) return;
  memory.fill(histogram, 0, bytes);
  const isLeft = build == 1;
  accumulate(isLeft ? target : target + (<usize>left << 3), isLeft ? left : n - left, rows, stride, layout, 0, features, histogram);
}

export function clear(p: usize, bytes: usize): void {
  memory.fill(p, 0, bytes);
}

// parent - child, in place: the sibling, exactly, since cells are integers. `bytes` is a multiple of 16.
export function subtract(parent: usize, child: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(parent + i, i64x2.sub(v128.load(parent + i), v128.load(child + i)));
  }
}

// @ts-ignore: decorator
@inline function add(sum: usize, part: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(sum + i, i64x2.add(v128.load(sum + i), v128.load(part + i)));
}

// What follows a split, for n features of a list: the histograms that threads made of the smaller child (the first and
// `parts` - 1 more, `pitch` bytes apart from `more` on) become one, the larger child's (0: none) what that leaves of the
// parent's; then the best split of each child whose rules are given. results: the smaller child's 64 bytes, the larger's.
export function searchChildren(small: usize, more: usize, pitch: usize, parts: i32, large: usize, layout: usize, features: usize, n: i32, smallG: i32, smallH: u32, smallRules: usize, largeG: i32, largeH: u32, largeRules: usize, results: usize, scratch: usize): void {
  for (let k = 0; k < n; k++) {
    const d = layout + (<usize>load<u32>(features + (<usize>k << 2)) << 4);
    const offset = <usize>load<u32>(d), bytes = <usize>((load<u32>(d, 4) + 1) & ~1) << 3;
    for (let part = 1; part < parts; part++) add(small + offset, more + <usize>(part - 1) * pitch + offset, bytes);
    if (large) subtract(large + offset, small + offset, bytes);
  }
  if (smallRules) searchFeatures(small, layout, features, n, packed(smallG, smallH), smallRules, results, scratch);
  if (largeRules) searchFeatures(large, layout, features, n, packed(largeG, largeH), largeRules, results + 64, scratch);
}
// @ts-ignore: decorator
@inline function packed(g: i32, h: u32): i64 { return (<i64>g << 32) + <i64>h; }
