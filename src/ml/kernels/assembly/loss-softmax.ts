// Softmax over `classes` columns of `pitch` values each: g = p - [target is the class], h = factor p (1 - p); the loss is
// cross-entropy.
import { exp4 } from "./exponential";
import { weight4, weightOf } from "./loss-math";

export function softmaxGradients(scores: usize, targets: usize, weights: usize, from: i32, to: i32, classes: i32, pitch: i32, factor: f32, g: usize, h: usize): void {
  const one = f32x4.splat(1), floor = f32x4.splat(1e-7), bytes = <usize>pitch << 2;
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, w = weight4(weights, o), target = v128.load(targets + o);
    let top = v128.load(scores + o), sum = f32x4.splat(0);
    for (let k = 1; k < classes; k++) top = f32x4.pmax(top, v128.load(scores + o + <usize>k * bytes));
    for (let k = 0; k < classes; k++) {
      const e = exp4(f32x4.sub(v128.load(scores + o + <usize>k * bytes), top));
      v128.store(g + o + <usize>k * bytes, e);
      sum = f32x4.add(sum, e);
    }
    for (let k = 0; k < classes; k++) {
      const at = o + <usize>k * bytes, p = f32x4.div(v128.load(g + at), sum);
      const hit = v128.and(f32x4.eq(target, f32x4.splat(<f32>k)), one);
      v128.store(g + at, f32x4.mul(w, f32x4.sub(p, hit)));
      v128.store(h + at, f32x4.mul(w, f32x4.mul(f32x4.splat(factor), f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), floor))));
    }
  }
}

export function softmaxLoss(scores: usize, targets: usize, weights: usize, from: i32, to: i32, classes: i32, pitch: i32, out: usize): void {
  let sum: f64 = 0;
  const bytes = <usize>pitch << 2;
  for (let i = from; i < to; i++) {
    const p = scores + (<usize>i << 2);
    let top = load<f32>(p);
    for (let k = 1; k < classes; k++) top = max(top, load<f32>(p + <usize>k * bytes));
    let total: f64 = 0;
    for (let k = 0; k < classes; k++) total += NativeMath.exp(<f64>load<f32>(p + <usize>k * bytes) - <f64>top);
    const own = load<f32>(p + <usize>(<u32>load<f32>(targets + (<usize>i << 2))) * bytes);
    sum += weightOf(weights, i) * (NativeMath.log(total) + <f64>top - <f64>own);
  }
  store<f64>(out, sum);
}
