// Tweedie with a log link and a power p between 1 (Poisson) and 2 (gamma): with a = target e^((1 - p) score) and
// b = e^((2 - p) score), g = b - a, h = (p - 1) a + (2 - p) b; the loss is the deviance.
import { exp4 } from "./exponential";
import { at, weight4, weightOf } from "./loss-math";

export function tweedieGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, power: f32, g: usize, h: usize): void {
  const p1 = f32x4.splat(power - 1), p2 = f32x4.splat(2 - power), low = f32x4.splat(1 - power);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o), s = v128.load(scores + o);
    const a = f32x4.mul(v128.load(targets + o), exp4(f32x4.mul(low, s))), b = exp4(f32x4.mul(p2, s));
    v128.store(g + o, f32x4.mul(w, f32x4.sub(b, a)));
    v128.store(h + o, f32x4.mul(w, f32x4.add(f32x4.mul(p1, a), f32x4.mul(p2, b))));
  }
}

export function tweedieLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, power: f64, out: usize): void {
  let sum: f64 = 0;
  const p1 = 1 - power, p2 = 2 - power;
  for (let i = from; i < to; i++) {
    const s = at(scores, i), y = at(targets, i);
    const own = y > 0 ? NativeMath.exp(p2 * NativeMath.log(y)) / (p1 * p2) : 0;
    const deviance = own - y * NativeMath.exp(p1 * s) / p1 + NativeMath.exp(p2 * s) / p2;
    sum += weightOf(weights, i) * 2 * max<f64>(0, deviance);
  }
  store<f64>(out, sum);
}
