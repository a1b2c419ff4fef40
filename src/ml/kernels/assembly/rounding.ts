// A tree's rows as entries, range by range: each range of rows keeps its entries to itself, so threads don't meet.
import { quantise, sampleEntries, sumEntries } from "./gradients";

// The largest magnitudes of g and h over rows [from, to), as f32 at `out`. A maximum has no order.
export function largestMagnitudes(g: usize, h: usize, from: i32, to: i32, out: usize): void {
  store<f32>(out, largest(g, from, to));
  store<f32>(out, largest(h, from, to), 4);
}
function largest(values: usize, from: i32, to: i32): f32 {
  let top = f32x4.splat(0), i = from, most: f32 = 0;
  for (; i + 4 <= to; i += 4) top = f32x4.max(top, f32x4.abs(v128.load(values + (<usize>i << 2))));
  for (; i < to; i++) most = max(most, abs(load<f32>(values + (<usize>i << 2))));
  const a = max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1));
  return max(most, max(a, max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3))));
}

// Entries of rows [from, to), at their place; with `below` < 2^32 - 1 only of the rows that are drawn, closed up.
// out: i32 how many, then i64 their sums, gradient << 32 + hessian, at out + 8.
export function roundRows(g: usize, h: usize, from: i32, to: i32, key: u32, gScale: f32, hScale: f32, entries: usize, rowKey: u32, below: u32, out: usize): void {
  let sum: i64 = 0;
  const first = entries + (<usize>from << 3);
  if (below == 0xffffffff) { // block by block, so that what is summed is still at hand
    for (let block = from; block < to; block += 2048) {
      const end = min(to, block + 2048);
      quantise(g, h, block, end, key, gScale, hScale, entries);
      sum += sumEntries(entries + (<usize>block << 3), end - block);
    }
    store<i32>(out, to - from);
  } else {
    quantise(g, h, from, to, key, gScale, hScale, entries);
    const n = sampleEntries(first, to - from, rowKey, below);
    sum = sumEntries(first, n);
    store<i32>(out, n);
  }
  store<i64>(out, sum, 8);
}
