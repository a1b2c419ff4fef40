// Logistic: p = 1 / (1 + e^-score), g = p - target, h = p (1 - p); the loss is log(1 + e^-margin).
import { exp4 } from "./exponential";
import { at, weight4, weightOf } from "./loss-math";

export function logisticGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f32, g: usize, h: usize): void {
  const one = f32x4.splat(1), floor = f32x4.splat(1e-7);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    const p = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v128.load(scores + o)))));
    v128.store(g + o, f32x4.mul(w, f32x4.sub(p, v128.load(targets + o))));
    v128.store(h + o, f32x4.mul(w, f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), floor)));
  }
}

export function logisticLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const s = at(scores, i), margin = at(targets, i) > 0.5 ? s : -s;
    sum += weightOf(weights, i) * (max<f64>(0, -margin) + NativeMath.log1p(NativeMath.exp(-abs(margin))));
  }
  store<f64>(out, sum);
}
