// Pinball loss of the quantile q: q (target - score) above the score, (1 - q) (score - target) below; g = 1 - q where the
// score is too high, -q where it is too low, h = 1. Leaves are refitted to quantiles.
import { at, weight4, weightOf } from "./loss-math";

export function quantileGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, q: f32, g: usize, h: usize): void {
  const zero = f32x4.splat(0), over = f32x4.splat(1 - q), under = f32x4.splat(q);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    const d = f32x4.sub(v128.load(scores + o), v128.load(targets + o));
    const slope = f32x4.sub(v128.and(f32x4.gt(d, zero), over), v128.and(f32x4.lt(d, zero), under));
    v128.store(g + o, f32x4.mul(w, slope));
    v128.store(h + o, w);
  }
}

export function quantileLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, q: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const d = at(targets, i) - at(scores, i);
    sum += weightOf(weights, i) * (d > 0 ? q * d : (q - 1) * d);
  }
  store<f64>(out, sum);
}
