// The log loss of a linear model with its gradient, in one pass over column-major float32 features (see features.ts).
//
// Parameters are blocks of d coefficients and an intercept. A result is the blocks' gradient and then the loss, one for each
// chunk of `chunk` rows, so that the caller adds them in an order that doesn't depend on threads.
import { centreColumn } from "./features";
import { exp2, pair, sum2 } from "./lanes";
import { multiply64, multiplyTransposed64 } from "./products";

const chunk = 4096;
// Rows that are worked on together, so that their features are still in the cache when the gradient reads them again.
const block = 512;

// Two classes: codes are 0 and 1, theta is one block. scratch: 512 doubles. results: d + 2 doubles a chunk.
export function binaryLogLoss(x: usize, pitch: i32, d: i32, theta: usize, codes: usize, weights: usize, from: i32, to: i32, results: usize, scratch: usize): void {
  const size = <usize>(d + 2) << 3;
  for (let start = from; start < to; start += chunk) {
    const result = results + <usize>(start / chunk) * size, end = min(start + chunk, to);
    memory.fill(result, 0, size);
    let loss: f64 = 0;
    for (let at = start; at < end; at += block) {
      const rows = min(block, end - at);
      score(x + (<usize>at << 2), pitch, d, theta, rows, scratch);
      loss += weights ? weightedResiduals(scratch, codes + (<usize>at << 2), weights + (<usize>at << 3), rows) : residuals(scratch, codes + (<usize>at << 2), rows);
      addGradient(x + (<usize>at << 2), pitch, d, scratch, rows, result);
    }
    store<f64>(result + (<usize>(d + 1) << 3), loss);
  }
}

// z = intercept + the features times their coefficients. Rows are rounded up to a pair: X is padded.
function score(x: usize, pitch: i32, d: i32, theta: usize, rows: i32, z: usize): void {
  const column = <usize>pitch << 2, intercept = f64x2.splat(load<f64>(theta + (<usize>d << 3)));
  const last = z + (<usize>((rows + 1) & ~1) << 3);
  for (let p = z; p < last; p += 16) v128.store(p, intercept);
  let f: i32 = 0, x0 = x;
  for (; f + 4 <= d; f += 4, x0 += 4 * column) {
    const w = theta + (<usize>f << 3);
    const a = v128.load64_splat(w), b = v128.load64_splat(w + 8), c = v128.load64_splat(w + 16), e = v128.load64_splat(w + 24);
    let p0 = x0, p1 = p0 + column, p2 = p1 + column, p3 = p2 + column;
    for (let p = z; p < last; p += 16) {
      const u = f64x2.add(f64x2.mul(a, pair(p0)), f64x2.mul(b, pair(p1))), v = f64x2.add(f64x2.mul(c, pair(p2)), f64x2.mul(e, pair(p3)));
      v128.store(p, f64x2.add(v128.load(p), f64x2.add(u, v)));
      p0 += 8; p1 += 8; p2 += 8; p3 += 8;
    }
  }
  for (; f < d; f++, x0 += column) {
    const a = v128.load64_splat(theta + (<usize>f << 3));
    let p0 = x0;
    for (let p = z; p < last; p += 16) {
      v128.store(p, f64x2.add(v128.load(p), f64x2.mul(a, pair(p0))));
      p0 += 8;
    }
  }
}

// z becomes p - y; returns the loss. One logarithm serves the block: each of its factors is at most 2.
function residuals(z: usize, codes: usize, rows: i32): f64 {
  const one = f64x2.splat(1), zero = f64x2.splat(0);
  let product = one, linear = zero, i: i32 = 0;
  for (; i + 2 <= rows; i += 2) {
    const at = z + (<usize>i << 3), s = v128.load(at), e = exp2(f64x2.neg(f64x2.abs(s)));
    const y = f64x2.convert_low_i32x4_s(v128.load64_zero(codes + (<usize>i << 2))), more = f64x2.add(one, e);
    const p = f64x2.div(v128.bitselect(one, e, f64x2.ge(s, zero)), more);
    linear = f64x2.add(linear, f64x2.sub(f64x2.pmax(zero, s), f64x2.mul(y, s)));
    product = f64x2.mul(product, more);
    v128.store(at, f64x2.sub(p, y));
  }
  let loss = sum2(linear) + NativeMath.log(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
  if (i < rows) {
    loss += oneResidual(z + (<usize>i << 3), load<i32>(codes + (<usize>i << 2)), 1);
    store<f64>(z + (<usize>i << 3), 0, 8);
  }
  return loss;
}
function weightedResiduals(z: usize, codes: usize, weights: usize, rows: i32): f64 {
  let loss: f64 = 0;
  for (let i: i32 = 0; i < rows; i++) loss += oneResidual(z + (<usize>i << 3), load<i32>(codes + (<usize>i << 2)), load<f64>(weights + (<usize>i << 3)));
  if (rows & 1) store<f64>(z + (<usize>rows << 3), 0);
  return loss;
}
// @ts-ignore: decorator
@inline function oneResidual(at: usize, y: i32, weight: f64): f64 {
  const s = load<f64>(at), e = NativeMath.exp(-abs(s));
  store<f64>(at, weight * ((s >= 0 ? 1 : e) / (1 + e) - <f64>y));
  return weight * (max<f64>(s, 0) - <f64>y * s + NativeMath.log1p(e));
}

// gradient += the features times the residuals, and their sum for the intercept. What follows an odd row's residual is 0.
function addGradient(x: usize, pitch: i32, d: i32, r: usize, rows: i32, gradient: usize): void {
  const column = <usize>pitch << 2, last = r + (<usize>((rows + 1) & ~1) << 3), zero = f64x2.splat(0);
  let f: i32 = 0, x0 = x;
  for (; f + 4 <= d; f += 4, x0 += 4 * column) {
    let p0 = x0, p1 = p0 + column, p2 = p1 + column, p3 = p2 + column, a = zero, b = zero, c = zero, e = zero;
    let a1 = zero, b1 = zero, c1 = zero, e1 = zero, p = r;
    for (; p + 16 < last; p += 32) {
      const u = v128.load(p), v = v128.load(p, 16);
      a = f64x2.add(a, f64x2.mul(u, pair(p0))); a1 = f64x2.add(a1, f64x2.mul(v, pair(p0 + 8)));
      b = f64x2.add(b, f64x2.mul(u, pair(p1))); b1 = f64x2.add(b1, f64x2.mul(v, pair(p1 + 8)));
      c = f64x2.add(c, f64x2.mul(u, pair(p2))); c1 = f64x2.add(c1, f64x2.mul(v, pair(p2 + 8)));
      e = f64x2.add(e, f64x2.mul(u, pair(p3))); e1 = f64x2.add(e1, f64x2.mul(v, pair(p3 + 8)));
      p0 += 16; p1 += 16; p2 += 16; p3 += 16;
    }
    if (p < last) {
      const u = v128.load(p);
      a = f64x2.add(a, f64x2.mul(u, pair(p0)));
      b = f64x2.add(b, f64x2.mul(u, pair(p1)));
      c = f64x2.add(c, f64x2.mul(u, pair(p2)));
      e = f64x2.add(e, f64x2.mul(u, pair(p3)));
    }
    addTo(gradient, f, sum2(f64x2.add(a, a1)));
    addTo(gradient, f + 1, sum2(f64x2.add(b, b1)));
    addTo(gradient, f + 2, sum2(f64x2.add(c, c1)));
    addTo(gradient, f + 3, sum2(f64x2.add(e, e1)));
  }
  for (; f < d; f++, x0 += column) {
    let a = zero, p0 = x0;
    for (let p = r; p < last; p += 16) {
      a = f64x2.add(a, f64x2.mul(v128.load(p), pair(p0)));
      p0 += 8;
    }
    addTo(gradient, f, sum2(a));
  }
  let total = zero;
  for (let p = r; p < last; p += 16) total = f64x2.add(total, v128.load(p));
  addTo(gradient, d, sum2(total));
}
// @ts-ignore: decorator
@inline function addTo(values: usize, i: i32, value: f64): void {
  const at = values + (<usize>i << 3);
  store<f64>(at, load<f64>(at) + value);
}

// Any number of classes: theta is a block for each. scratch: (classes + d + 3) * 512 doubles. results: classes * (d + 1) + 1
// doubles a chunk.
export function softmaxLogLoss(x: usize, pitch: i32, d: i32, theta: usize, classes: i32, codes: usize, weights: usize, from: i32, to: i32, results: usize, scratch: usize): void {
  const width = d + 1, size = <usize>(classes * width + 1) << 3, features = scratch + (<usize>classes * block << 3);
  const sums = features + (<usize>width * block << 3);
  for (let start = from; start < to; start += chunk) {
    const result = results + <usize>(start / chunk) * size, end = min(start + chunk, to);
    memory.fill(result, 0, size);
    let loss: f64 = 0;
    for (let at = start; at < end; at += block) {
      const rows = min(block, end - at);
      for (let f = 0; f < d; f++) centreColumn(x + ((<usize>f * pitch + at) << 2), 0, rows, features + (<usize>f * block << 3));
      fill(features + (<usize>d * block << 3), 1, rows); // the intercepts' feature
      multiply64(theta, width, 1, features, block, scratch, block, 0, classes, rows, width, 0);
      loss += softmaxResiduals(scratch, classes, codes + (<usize>at << 2), weights ? weights + (<usize>at << 3) : 0, rows, sums);
      multiplyTransposed64(scratch, block, features, block, result, width, 0, classes, width, rows, 1);
    }
    store<f64>(result + size - 8, loss);
  }
}
function fill(p: usize, value: f64, n: i32): void {
  for (let i: i32 = 0; i < n; i++) store<f64>(p + (<usize>i << 3), value);
}

// The blocks' margins become weight * (p - y), classes one below the other; returns the loss. tops: 2 * 512 doubles.
function softmaxResiduals(z: usize, classes: i32, codes: usize, weights: usize, rows: i32, sums: usize): f64 {
  const line = <usize>block << 3, tops = sums + line, end = <usize>((rows + 1) & ~1) << 3;
  let loss: f64 = 0;
  if (rows & 1) for (let k = 0; k < classes; k++) store<f64>(z + <usize>k * line + (<usize>rows << 3), 0);
  for (let o: usize = 0; o < end; o += 16) {
    let top = v128.load(z + o);
    for (let k = 1; k < classes; k++) top = f64x2.pmax(top, v128.load(z + o + <usize>k * line));
    v128.store(tops + o, top);
  }
  for (let i = 0; i < rows; i++) {
    const o = <usize>i << 3, own = load<f64>(z + <usize>load<i32>(codes + (<usize>i << 2)) * line + o);
    loss += (weights ? load<f64>(weights + o) : 1) * (load<f64>(tops + o) - own);
  }
  for (let o: usize = 0; o < end; o += 16) {
    const top = v128.load(tops + o);
    let sum = f64x2.splat(0);
    for (let k = 0; k < classes; k++) {
      const at = z + o + <usize>k * line, e = exp2(f64x2.sub(v128.load(at), top));
      v128.store(at, e);
      sum = f64x2.add(sum, e);
    }
    v128.store(sums + o, sum);
  }
  for (let i = 0; i < rows; i++) {
    const o = <usize>i << 3, one = weights ? load<f64>(weights + o) : 1, sum = load<f64>(sums + o);
    loss += one * NativeMath.log(sum);
    store<f64>(sums + o, one / sum);
  }
  for (let k = 0; k < classes; k++) {
    for (let o: usize = 0; o < end; o += 16) v128.store(z + <usize>k * line + o, f64x2.mul(v128.load(z + <usize>k * line + o), v128.load(sums + o)));
  }
  for (let i = 0; i < rows; i++) {
    const at = z + <usize>load<i32>(codes + (<usize>i << 2)) * line + (<usize>i << 3);
    store<f64>(at, load<f64>(at) - (weights ? load<f64>(weights + (<usize>i << 3)) : 1));
  }
  return loss;
}
