// First and second derivatives of the losses, their rounding to integers, and the losses themselves.
// Ranges start at multiples of 4; arrays are padded to such, and what stands in the padding is never read as a row.
import { hash, hash4 } from "./random";

// @ts-ignore: decorator
@inline function exp4(x0: v128): v128 { // Cephes' polynomial; no relaxed SIMD, so the same bits everywhere
  const x = f32x4.pmin(f32x4.pmax(x0, f32x4.splat(-80)), f32x4.splat(80));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), f32x4.add(r, f32x4.splat(1)));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}
// @ts-ignore: decorator
@inline function weight4(weights: usize, o: usize): v128 {
  return weights ? v128.load(weights + o) : f32x4.splat(1);
}

// Squared error: g = score - target, h = 1.
export function squaredErrorGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, g: usize, h: usize): void {
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    v128.store(g + o, f32x4.mul(w, f32x4.sub(v128.load(scores + o), v128.load(targets + o))));
    v128.store(h + o, w);
  }
}

// Logistic: p = 1 / (1 + e^-score), g = p - target, h = p (1 - p).
export function logisticGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, g: usize, h: usize): void {
  const one = f32x4.splat(1), floor = f32x4.splat(1e-7);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    const p = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v128.load(scores + o)))));
    v128.store(g + o, f32x4.mul(w, f32x4.sub(p, v128.load(targets + o))));
    v128.store(h + o, f32x4.mul(w, f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), floor)));
  }
}

// Softmax over `classes` columns of `pitch` values each: g = p - [target is the class], h = factor p (1 - p).
export function softmaxGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, classes: i32, pitch: i32, factor: f32, g: usize, h: usize): void {
  const one = f32x4.splat(1), floor = f32x4.splat(1e-7), bytes = <usize>pitch << 2;
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o), target = v128.load(targets + o);
    let top = v128.load(scores + o), sum = f32x4.splat(0);
    for (let k = 1; k < classes; k++) top = f32x4.pmax(top, v128.load(scores + o + <usize>k * bytes));
    for (let k = 0; k < classes; k++) {
      const e = exp4(f32x4.sub(v128.load(scores + o + <usize>k * bytes), top));
      v128.store(g + o + <usize>k * bytes, e);
      sum = f32x4.add(sum, e);
    }
    for (let k = 0; k < classes; k++) {
      const at = o + <usize>k * bytes, p = f32x4.div(v128.load(g + at), sum);
      const hit = v128.and(f32x4.eq(target, f32x4.splat(<f32>k)), one);
      v128.store(g + at, f32x4.mul(w, f32x4.sub(p, hit)));
      v128.store(h + at, f32x4.mul(w, f32x4.mul(f32x4.splat(factor), f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), floor))));
    }
  }
}

// The largest magnitude of values [from, to); a maximum has no order, so threads may take ranges.
export function largestMagnitude(values: usize, from: i32, to: i32): f32 {
  let top: f32 = 0;
  for (let i = from; i < to; i++) top = max(top, abs(load<f32>(values + (<usize>i << 2))));
  return top;
}

// @ts-ignore: decorator
@inline function round4(x: v128, u: v128): v128 { // up with probability x - floor(x)
  const low = f32x4.floor(x), up = v128.and(f32x4.lt(u, f32x4.sub(x, low)), f32x4.splat(1));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(low, up));
}
// Entries of 8 bytes: u32 row, i16 hessian, i16 gradient, each scaled and rounded by the bits of (key, row).
export function quantise(g: usize, h: usize, from: i32, to: i32, key: u32, gScale: f32, hScale: f32, entries: usize): void {
  const keys = i32x4.splat(key), unit = f32x4.splat(1.0 / 65536.0), low16 = i32x4.splat(65535);
  let id = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, bits = hash4(id, keys);
    const ug = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(bits, 16)), unit);
    const uh = f32x4.mul(f32x4.convert_i32x4_u(v128.and(bits, low16)), unit);
    const gq = round4(f32x4.mul(v128.load(g + o), f32x4.splat(gScale)), ug);
    const hq = round4(f32x4.mul(v128.load(h + o), f32x4.splat(hScale)), uh);
    const q = v128.or(i32x4.shl(gq, 16), v128.and(hq, low16));
    v128.store(entries + (o << 1), v128.shuffle<u32>(id, q, 0, 4, 1, 5));
    v128.store(entries + (o << 1) + 16, v128.shuffle<u32>(id, q, 2, 6, 3, 7));
    id = i32x4.add(id, i32x4.splat(4));
  }
}
// Keeps the entries whose row is drawn: hash(row, key) < below. Order is kept. Returns how many stay.
export function sampleEntries(entries: usize, n: i32, key: u32, below: u32): i32 {
  let to = entries;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const entry = load<u64>(p);
    store<u64>(to, entry);
    to += hash(<u32>entry, key) < below ? 8 : 0;
  }
  return <i32>((to - entries) >> 3);
}
// Sums of the entries' integers: gradient << 32 + hessian.
export function sumEntries(entries: usize, n: i32): i64 {
  let sum: i64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const q = load<i32>(p, 4);
    sum += (<i64>(q >> 16) << 32) + <i64>(q & 65535);
  }
  return sum;
}

// @ts-ignore: decorator
@inline function weightOf(weights: usize, i: i32): f64 {
  return weights ? <f64>load<f32>(weights + (<usize>i << 2)) : 1;
}
// Weighted sums of losses over rows [from, to).
export function squaredErrorLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32): f64 {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const d = <f64>load<f32>(scores + (<usize>i << 2)) - <f64>load<f32>(targets + (<usize>i << 2));
    sum += weightOf(weights, i) * d * d;
  }
  return sum;
}
export function logisticLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32): f64 {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const s = <f64>load<f32>(scores + (<usize>i << 2)), margin = load<f32>(targets + (<usize>i << 2)) > 0.5 ? s : -s;
    sum += weightOf(weights, i) * (max<f64>(0, -margin) + NativeMath.log1p(NativeMath.exp(-abs(margin))));
  }
  return sum;
}
export function softmaxLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, classes: i32, pitch: i32): f64 {
  let sum: f64 = 0;
  const bytes = <usize>pitch << 2;
  for (let i = from; i < to; i++) {
    const p = scores + (<usize>i << 2);
    let top = load<f32>(p);
    for (let k = 1; k < classes; k++) top = max(top, load<f32>(p + <usize>k * bytes));
    let total: f64 = 0;
    for (let k = 0; k < classes; k++) total += NativeMath.exp(<f64>load<f32>(p + <usize>k * bytes) - <f64>top);
    const own = load<f32>(p + <usize>(<u32>load<f32>(targets + (<usize>i << 2))) * bytes);
    sum += weightOf(weights, i) * (NativeMath.log(total) + <f64>top - <f64>own);
  }
  return sum;
}
