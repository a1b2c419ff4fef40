// Two doubles at a time: what the kernels of linear models share. No relaxed SIMD, so the same bits everywhere.

// @ts-ignore: decorator
@inline export function pair(p: usize): v128 { return f64x2.promote_low_f32x4(v128.load64_zero(p)); } // two float32 as doubles
// @ts-ignore: decorator
@inline export function sum2(v: v128): f64 { return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1); }

// e^x for x in [-708, 708], clamped to it: Cephes' rational approximation, an ulp or two.
// @ts-ignore: decorator
@inline export function exp2(x0: v128): v128 {
  const shifter = f64x2.splat(6755399441055744); // 1.5 * 2^52: adding it rounds to a whole number that stands in the low bits
  const x = f64x2.pmin(f64x2.pmax(x0, f64x2.splat(-708)), f64x2.splat(708));
  const t = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634074)), shifter), n = f64x2.sub(t, shifter);
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(6.93145751953125e-1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.42860682030941723212e-6)));
  const s = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.mul(f64x2.splat(1.26177193074810590878e-4), s), f64x2.splat(3.02994407707441961300e-2));
  p = f64x2.mul(f64x2.add(f64x2.mul(p, s), f64x2.splat(9.99999999999999999910e-1)), r);
  let q = f64x2.add(f64x2.mul(f64x2.splat(3.00198505138664455042e-6), s), f64x2.splat(2.52448340349684104192e-3));
  q = f64x2.add(f64x2.mul(q, s), f64x2.splat(2.27265548208155028766e-1));
  q = f64x2.add(f64x2.mul(q, s), f64x2.splat(2.0));
  const ratio = f64x2.div(p, f64x2.sub(q, p));
  const e = f64x2.add(f64x2.splat(1), f64x2.add(ratio, ratio));
  return i64x2.add(e, i64x2.shl(t, 52));
}
