// Counter-based randomness: the bits of a row depend on (key, row) alone, so neither threads nor order enter.
// @see murmur3's finaliser (Appleby), with the key mixed in between its rounds
// @ts-ignore: decorator
@inline export function hash(id: u32, key: u32): u32 {
  let x = (id ^ key) * 0x9e3779b1;
  x ^= x >> 15;
  x = (x ^ key) * 0x85ebca77;
  x ^= x >> 13;
  x *= 0xc2b2ae3d;
  return x ^ (x >> 16);
}
// @ts-ignore: decorator
@inline export function hash4(id: v128, key: v128): v128 {
  let x = i32x4.mul(v128.xor(id, key), i32x4.splat(0x9e3779b1));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(v128.xor(x, key), i32x4.splat(0x85ebca77));
  x = v128.xor(x, i32x4.shr_u(x, 13));
  x = i32x4.mul(x, i32x4.splat(0xc2b2ae3d));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
