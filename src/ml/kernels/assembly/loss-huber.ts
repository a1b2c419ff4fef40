// Huber's loss: squares up to delta, lines beyond; g = score - target cut off at delta, h = 1. The loss is divided by delta,
// so that it stays comparable while delta changes from round to round.
import { at, weight4, weightOf } from "./loss-math";

export function huberGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, delta: f32, g: usize, h: usize): void {
  const high = f32x4.splat(delta), low = f32x4.splat(-delta);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o);
    const d = f32x4.sub(v128.load(scores + o), v128.load(targets + o));
    v128.store(g + o, f32x4.mul(w, f32x4.pmax(f32x4.pmin(d, high), low)));
    v128.store(h + o, w);
  }
}

export function huberLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, delta: f64, out: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const d = abs(at(scores, i) - at(targets, i));
    sum += weightOf(weights, i) * (d <= delta ? (d * d) / (2 * delta) : d - delta / 2);
  }
  store<f64>(out, sum);
}

// The second half of a leaf's value: the sum over its entries of weight * (target - score - median), cut off at delta. Terms
// are rounded to multiples of 1 / scale and summed as integers, so their order doesn't matter. @see Friedman (2001), algorithm 4
export function sumCutResiduals(entries: usize, n: i32, scores: usize, targets: usize, weights: usize, median: f64, delta: f64, scale: f64, out: usize): void {
  let sum: i64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const i = load<i32>(p), d = at(targets, i) - at(scores, i) - median;
    sum += <i64>nearest(weightOf(weights, i) * min(max(d, -delta), delta) * scale);
  }
  store<f64>(out, <f64>sum / scale);
}
