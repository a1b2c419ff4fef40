// Gaussian mixtures: the log densities of rows under each component and the sums that refit it. Rows are columns of float32
// (see features.ts), all else is doubles; sums run over given ranges of rows, which the caller adds in order.
import { centreColumn } from "./features";
import { exp2 } from "./lanes";

const block = 256;

// logs[i] = constant - |whiten (x - mean)|^2 / 2 for rows [from, to). whiten is d x d lower triangular, row-major, or with
// `diagonal` d values. scratch: (d + 1) * 256 doubles.
export function logDensities(x: usize, pitch: i32, d: i32, mean: usize, whiten: usize, diagonal: i32, constant: f64, from: i32, to: i32, logs: usize, scratch: usize): void {
  const sums = scratch + (<usize>d * block << 3);
  for (let start = from; start < to; start += block) {
    const rows = min(block, to - start), end = <usize>rows << 3;
    memory.fill(sums, 0, block << 3);
    for (let f = 0; f < d; f++) centreColumn(x + ((<usize>f * pitch + start) << 2), load<f64>(mean + (<usize>f << 3)), rows, scratch + (<usize>f * block << 3));
    for (let f = 0; f < d; f++) {
      if (diagonal) {
        addSquares(scratch + (<usize>f * block << 3), load<f64>(whiten + (<usize>f << 3)), end, sums);
      } else addSquaredProduct(scratch, whiten + (<usize>f * d << 3), f + 1, end, sums);
    }
    const target = logs + (<usize>start << 3);
    for (let o: usize = 0; o < end; o += 8) store<f64>(target + o, constant - 0.5 * load<f64>(sums + o));
  }
}
// @ts-ignore: decorator
@inline function addSquares(column: usize, factor: f64, end: usize, sums: usize): void {
  const w = f64x2.splat(factor);
  for (let o: usize = 0; o < end; o += 16) { // the block is whole pairs: what is beyond an odd row is never read
    const t = f64x2.mul(w, v128.load(column + o));
    v128.store(sums + o, f64x2.add(v128.load(sums + o), f64x2.mul(t, t)));
  }
}
// sums += (the first `terms` columns times `factors`)^2, 8 rows at a time.
// @ts-ignore: decorator
@inline function addSquaredProduct(columns: usize, factors: usize, terms: i32, end: usize, sums: usize): void {
  for (let o: usize = 0; o < end; o += 64) {
    let a = f64x2.splat(0), b = a, c = a, e = a, p = columns + o;
    for (let g = 0; g < terms; g++) {
      const w = v128.load64_splat(factors + (<usize>g << 3));
      a = f64x2.add(a, f64x2.mul(w, v128.load(p)));
      b = f64x2.add(b, f64x2.mul(w, v128.load(p, 16)));
      c = f64x2.add(c, f64x2.mul(w, v128.load(p, 32)));
      e = f64x2.add(e, f64x2.mul(w, v128.load(p, 48)));
      p += block << 3;
    }
    const at = sums + o;
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(a, a)));
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(b, b)), 16);
    v128.store(at, f64x2.add(v128.load(at, 32), f64x2.mul(c, c)), 32);
    v128.store(at, f64x2.add(v128.load(at, 48), f64x2.mul(e, e)), 48);
  }
}

// logs (components lines of `pitch` doubles) become responsibilities, times the row's weight where there are weights;
// result = the sum of weight * log likelihood, and then each component's mass.
export function responsibilities(logs: usize, pitch: i32, components: i32, weights: usize, from: i32, to: i32, result: usize): void {
  const line = <usize>pitch << 3;
  memory.fill(result, 0, <usize>(components + 1) << 3);
  let likelihood: f64 = 0;
  for (let i = from; i < to; i++) {
    const o = logs + (<usize>i << 3), weight = weights ? load<f64>(weights + (<usize>i << 3)) : 1;
    let top = load<f64>(o), sum: f64 = 0;
    for (let k = 1; k < components; k++) top = max(top, load<f64>(o + <usize>k * line));
    for (let k = 0; k < components; k++) {
      const e = f64x2.extract_lane(exp2(f64x2.splat(load<f64>(o + <usize>k * line) - top)), 0);
      store<f64>(o + <usize>k * line, e);
      sum += e;
    }
    likelihood += weight * (top + NativeMath.log(sum));
    const share = weight / sum;
    for (let k = 0; k < components; k++) {
      const r = load<f64>(o + <usize>k * line) * share, mass = result + (<usize>(k + 1) << 3);
      store<f64>(o + <usize>k * line, r);
      store<f64>(mass, load<f64>(mass) + r);
    }
  }
  store<f64>(result, likelihood);
}
