// Squared error: g = score - target, h = 1; the loss is (score - target)^2.
import { at, weight4, weightOf } from "./loss-math";

export function squaredErrorGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f32, g: usize, h: usize): void {
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    v128.store(g + o, f32x4.mul(w, f32x4.sub(v128.load(scores + o), v128.load(targets + o))));
    v128.store(h + o, w);
  }
}

export function squaredErrorLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const d = at(scores, i) - at(targets, i);
    sum += weightOf(weights, i) * d * d;
  }
  store<f64>(out, sum);
}
