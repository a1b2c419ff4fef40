// Leaf values from what the entries' integers can't tell: quantiles of residuals, and sums of full-precision gradients.
import { at, weightOf } from "./loss-math";

// @ts-ignore: decorator
@inline function keyOf(x: f32): u32 { // ascending as unsigned integers
  const bits = reinterpret<u32>(x + 0);
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}
// @ts-ignore: decorator
@inline function valueOf(key: u32): f64 {
  return <f64>reinterpret<f32>(key & 0x80000000 ? key ^ 0x80000000 : ~key);
}

// The weighted q-quantile of target - score (|target - score| where `magnitude`) over n entries, or over
// rows 0..n-1 where there is no list of entries (0): the least value with at least
// q of the weight at or below it, or the middle to the next one where it has exactly q. By radix selection, exact.
// scratch: 2048 bytes, then 8 a row.
export function residualQuantile(entries: usize, n: i32, scores: usize, targets: usize, weights: usize, q: f64, magnitude: i32, scratch: usize, out: usize): void {
  const keys = scratch + 2048;
  let total: f64 = 0;
  for (let k = 0; k < n; k++) {
    const i = entries ? load<i32>(entries + (<usize>k << 3)) : k, d = <f32>(at(targets, i) - at(scores, i));
    store<u32>(keys + (<usize>k << 3), keyOf(magnitude ? abs(d) : d));
    store<f32>(keys + (<usize>k << 3), <f32>weightOf(weights, i), 4);
    total += weightOf(weights, i);
  }
  const goal = q * total, slack = total * 1e-12;
  let below: f64 = 0, above: u32 = 0xffffffff, left = n, key: u32 = 0;
  for (let shift: u32 = 24; ; shift -= 8) { // the byte of each pass; what lies in other buckets is dropped
    memory.fill(scratch, 0, 2048);
    for (let p = keys, end = keys + (<usize>left << 3); p < end; p += 8) {
      const cell = scratch + (<usize>((load<u32>(p) >> shift) & 255) << 3);
      store<f64>(cell, load<f64>(cell) + <f64>load<f32>(p, 4));
    }
    let b: u32 = 0, last: u32 = 0;
    for (; b < 256; b++) {
      const mass = load<f64>(scratch + (<usize>b << 3));
      if (mass == 0) continue;
      last = b;
      if (below + mass >= goal - slack) break;
      below += mass;
    }
    if (b == 256) { // rounding left the goal behind all masses
      b = last;
      below -= load<f64>(scratch + (<usize>b << 3));
    }
    let to = keys;
    for (let p = keys, end = keys + (<usize>left << 3); p < end; p += 8) {
      const one = load<u32>(p), byte = (one >> shift) & 255;
      if (byte > b) above = min(above, one);
      if (byte != b) continue;
      store<u64>(to, load<u64>(p));
      to += 8;
    }
    left = <i32>((to - keys) >> 3);
    key = load<u32>(keys);
    if (shift == 0) break;
  }
  let mass: f64 = 0;
  for (let p = keys, end = keys + (<usize>left << 3); p < end; p += 8) mass += <f64>load<f32>(p, 4);
  const between = above != 0xffffffff && abs(below + mass - goal) <= slack;
  store<f64>(out, between ? (valueOf(key) + valueOf(above)) / 2 : valueOf(key));
}

// Sums of g and h over a leaf's entries, each term rounded to a multiple of 1 / scale: as integers, so in any order, and with
// more bits than a float32 has wherever the scale leaves 2^62 for the sum.
export function sumGradients(entries: usize, n: i32, g: usize, h: usize, gScale: f64, hScale: f64, out: usize): void {
  let sumG: i64 = 0, sumH: i64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const o = <usize>load<u32>(p) << 2;
    sumG += <i64>nearest(<f64>load<f32>(g + o) * gScale);
    sumH += <i64>nearest(<f64>load<f32>(h + o) * hScale);
  }
  store<f64>(out, <f64>sumG / gScale);
  store<f64>(out, <f64>sumH / hScale, 8);
}
