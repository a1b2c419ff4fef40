// What the losses share: the exponential of four floats, and reading weights and values.
// Ranges start at multiples of 4; arrays are padded to such, and what stands in the padding is never read as a row.
//
// Every loss of one score a row has the same two functions, so that a table can hold them:
// gradients(scores, targets, weights, from, to, parameter, g, h) and
// loss(scores, targets, weights, from, to, parameter, sum), which stores the weighted sum of rows [from, to) at `sum`.
// @ts-ignore: decorator
@inline export function exp4(x0: v128): v128 { // Cephes' polynomial; no relaxed SIMD, so the same bits everywhere
  const x = f32x4.pmin(f32x4.pmax(x0, f32x4.splat(-80)), f32x4.splat(80));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), f32x4.add(r, f32x4.splat(1)));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}
// @ts-ignore: decorator
@inline export function weight4(weights: usize, o: usize): v128 {
  return weights ? v128.load(weights + o) : f32x4.splat(1);
}

// The weight of a row, 1 where there are none.
// @ts-ignore: decorator
@inline export function weightOf(weights: usize, i: i32): f64 {
  return weights ? <f64>load<f32>(weights + (<usize>i << 2)) : 1;
}
// @ts-ignore: decorator
@inline export function at(values: usize, i: i32): f64 { return <f64>load<f32>(values + (<usize>i << 2)); }
