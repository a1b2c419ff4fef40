// Absolute error: g = sign(score - target), h = 1; the loss is |score - target|. Leaves are refitted to medians.
import { at, weight4, weightOf } from "./loss-math";

export function absoluteErrorGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f32, g: usize, h: usize): void {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    const d = f32x4.sub(v128.load(scores + o), v128.load(targets + o));
    const sign = f32x4.sub(v128.and(f32x4.gt(d, zero), one), v128.and(f32x4.lt(d, zero), one));
    v128.store(g + o, f32x4.mul(w, sign));
    v128.store(h + o, w);
  }
}

export function absoluteErrorLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) sum += weightOf(weights, i) * abs(at(scores, i) - at(targets, i));
  store<f64>(out, sum);
}
