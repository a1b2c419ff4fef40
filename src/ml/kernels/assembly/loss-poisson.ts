// Poisson with a log link: mu = e^score, g = mu - target, h = mu; the loss is the deviance.
import { exp4 } from "./exponential";
import { at, weight4, weightOf } from "./loss-math";

export function poissonGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f32, g: usize, h: usize): void {
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o), mu = exp4(v128.load(scores + o));
    v128.store(g + o, f32x4.mul(w, f32x4.sub(mu, v128.load(targets + o))));
    v128.store(h + o, f32x4.mul(w, mu));
  }
}

export function poissonLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, parameter: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const s = at(scores, i), y = at(targets, i);
    const surprise = y > 0 ? y * (NativeMath.log(y) - s) - y : 0;
    sum += weightOf(weights, i) * 2 * max<f64>(0, surprise + NativeMath.exp(s));
  }
  store<f64>(out, sum);
}
