// Sums over column-major float32 features in doubles: feature f of row i is at x + 4 * (f * pitch + i). Weights are doubles, or
// 0 for none. A call adds over rows [from, to) in their order; the caller adds the results of fixed ranges in theirs.
import { pair, sum2 } from "./lanes";
import { multiplyLower64 } from "./products";

// Rows that are centred together: a column of them, in doubles, is 2 KB.
const block = 256;

// out[f] = the sum of w (x - centre[f]) over the rows; centre may be 0 for none.
export function sumFeatures(x: usize, pitch: i32, d: i32, centre: usize, weights: usize, from: i32, to: i32, out: usize): void {
  for (let f = 0; f < d; f++) {
    const column = x + (<usize>f * pitch << 2), middle = centre ? load<f64>(centre + (<usize>f << 3)) : 0, m = f64x2.splat(middle);
    let a = f64x2.splat(0), b = a, i = from;
    for (; i + 4 <= to; i += 4) {
      const p = column + (<usize>i << 2);
      let u = f64x2.sub(pair(p), m), v = f64x2.sub(pair(p + 8), m);
      if (weights) {
        u = f64x2.mul(u, v128.load(weights + (<usize>i << 3)));
        v = f64x2.mul(v, v128.load(weights + (<usize>i << 3), 16));
      }
      a = f64x2.add(a, u);
      b = f64x2.add(b, v);
    }
    let sum = sum2(f64x2.add(a, b));
    for (; i < to; i++) sum += (<f64>load<f32>(column + (<usize>i << 2)) - middle) * weightAt(weights, i);
    store<f64>(out + (<usize>f << 3), sum);
  }
}

// out[f] = the sum of w (x - centre[f])^2.
export function sumSquares(x: usize, pitch: i32, d: i32, centre: usize, weights: usize, from: i32, to: i32, out: usize): void {
  for (let f = 0; f < d; f++) {
    const column = x + (<usize>f * pitch << 2), middle = load<f64>(centre + (<usize>f << 3)), m = f64x2.splat(middle);
    let a = f64x2.splat(0), i = from;
    for (; i + 2 <= to; i += 2) {
      const u = f64x2.sub(pair(column + (<usize>i << 2)), m);
      const v = weights ? f64x2.mul(u, v128.load(weights + (<usize>i << 3))) : u;
      a = f64x2.add(a, f64x2.mul(u, v));
    }
    let sum = sum2(a);
    for (; i < to; i++) {
      const u = <f64>load<f32>(column + (<usize>i << 2)) - middle;
      sum += u * u * weightAt(weights, i);
    }
    store<f64>(out + (<usize>f << 3), sum);
  }
}

// out (d x d, lower triangle) = the sum of w (x - centre) (x - centre)^T; and, where y is given, outY[f] = the sum of
// w (x_f - centre_f) y. scratch: 2 * d * 256 doubles.
export function gramRows(x: usize, pitch: i32, d: i32, centre: usize, weights: usize, y: usize, from: i32, to: i32, out: usize, outY: usize, scratch: usize): void {
  const weighted = weights ? scratch + (<usize>d * block << 3) : scratch;
  memory.fill(out, 0, <usize>d * d << 3);
  if (y) memory.fill(outY, 0, <usize>d << 3);
  for (let start = from; start < to; start += block) {
    const rows = min(block, to - start);
    for (let f = 0; f < d; f++) {
      const at = <usize>f * block << 3;
      centreColumn(x + ((<usize>f * pitch + start) << 2), load<f64>(centre + (<usize>f << 3)), rows, scratch + at);
      if (weights) timesColumn(scratch + at, weights + (<usize>start << 3), rows, weighted + at);
      if (y) store<f64>(outY + (<usize>f << 3), load<f64>(outY + (<usize>f << 3)) + dotColumn(weighted + at, y + (<usize>start << 3), rows));
    }
    multiplyLower64(weighted, block, scratch, block, out, d, 0, d, rows, 1);
  }
}

// to = x - middle, in doubles.
export function centreColumn(x: usize, middle: f64, rows: i32, to: usize): void {
  const m = f64x2.splat(middle);
  let i: i32 = 0;
  for (; i + 2 <= rows; i += 2) v128.store(to + (<usize>i << 3), f64x2.sub(pair(x + (<usize>i << 2)), m));
  if (i < rows) store<f64>(to + (<usize>i << 3), <f64>load<f32>(x + (<usize>i << 2)) - middle);
}
function timesColumn(a: usize, b: usize, rows: i32, to: usize): void {
  let i: i32 = 0;
  for (; i + 2 <= rows; i += 2) v128.store(to + (<usize>i << 3), f64x2.mul(v128.load(a + (<usize>i << 3)), v128.load(b + (<usize>i << 3))));
  if (i < rows) store<f64>(to + (<usize>i << 3), load<f64>(a + (<usize>i << 3)) * load<f64>(b + (<usize>i << 3)));
}
function dotColumn(a: usize, b: usize, rows: i32): f64 {
  let s = f64x2.splat(0), i: i32 = 0;
  for (; i + 2 <= rows; i += 2) s = f64x2.add(s, f64x2.mul(v128.load(a + (<usize>i << 3)), v128.load(b + (<usize>i << 3))));
  return i < rows ? sum2(s) + load<f64>(a + (<usize>i << 3)) * load<f64>(b + (<usize>i << 3)) : sum2(s);
}

// @ts-ignore: decorator
@inline function weightAt(weights: usize, i: i32): f64 { return weights ? load<f64>(weights + (<usize>i << 3)) : 1; }
