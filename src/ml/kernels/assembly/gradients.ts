// Rounding gradients to integers, and which rows a tree sees. What the losses' derivatives are stands in loss-*.ts.
import { hash, hash4 } from "./random";

// @ts-ignore: decorator
@inline function round4(x: v128, u: v128): v128 { // up with probability x - floor(x)
  const low = f32x4.floor(x), up = v128.and(f32x4.lt(u, f32x4.sub(x, low)), f32x4.splat(1));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(low, up));
}
// Entries of 8 bytes: u32 row, i16 hessian, i16 gradient, each scaled and rounded by the bits of (key, row).
export function quantise(g: usize, h: usize, from: i32, to: i32, key: u32, gScale: f32, hScale: f32, entries: usize): void {
  const keys = i32x4.splat(key), unit = f32x4.splat(1.0 / 65536.0), low16 = i32x4.splat(65535);
  let id = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, bits = hash4(id, keys);
    const ug = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(bits, 16)), unit);
    const uh = f32x4.mul(f32x4.convert_i32x4_u(v128.and(bits, low16)), unit);
    const gq = round4(f32x4.mul(v128.load(g + o), f32x4.splat(gScale)), ug);
    const hq = round4(f32x4.mul(v128.load(h + o), f32x4.splat(hScale)), uh);
    const q = v128.or(i32x4.shl(gq, 16), v128.and(hq, low16));
    v128.store(entries + (o << 1), v128.shuffle<u32>(id, q, 0, 4, 1, 5));
    v128.store(entries + (o << 1) + 16, v128.shuffle<u32>(id, q, 2, 6, 3, 7));
    id = i32x4.add(id, i32x4.splat(4));
  }
}
// Keeps the entries whose row is drawn: hash(row, key) < below. Order is kept. Returns how many stay.
export function sampleEntries(entries: usize, n: i32, key: u32, below: u32): i32 {
  let to = entries;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const entry = load<u64>(p);
    store<u64>(to, entry);
    to += hash(<u32>entry, key) < below ? 8 : 0;
  }
  return <i32>((to - entries) >> 3);
}
// Sums of the entries' integers: gradient << 32 + hessian.
export function sumEntries(entries: usize, n: i32): i64 {
  let sum: i64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const q = load<i32>(p, 4);
    sum += (<i64>(q >> 16) << 32) + <i64>(q & 65535);
  }
  return sum;
}
