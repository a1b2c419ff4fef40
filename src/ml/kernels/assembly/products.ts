// Dense matrix products of doubles. Matrices are row-major; strides are counted in values. Every value of C is one sum over k in one
// order, whichever rows a call is given and whatever stands beside it: rows may be shared among threads in any way.
//
// multiply64:           C (m x n) = A (m x k) * B (k x n). A's value (i, p) lies at i * aRow + p * aColumn, so that a
//                       transposed A is the same call with the strides exchanged. B's rows are bRow apart, C's cRow.
// multiplyTransposed64: C (m x n) = A (m x k) * Bt^T, where Bt is (n x k): both are read along their rows.
//
// Each computes C's rows [from, to); `add` adds to what stands in C instead of replacing it.
//
// multiplyLower64:      the same as multiplyTransposed64 for square C, in whole blocks that cover the lower triangle: a
//                       symmetric product (a Gram matrix) for half the work. Above the diagonal stands what is not to be read.

// Steps over k that one block of B's columns stays in the first-level cache for.
const depth = 256;

export function multiplyLower64(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, k: i32, add: i32): void {
  for (let i = from; i < to; i += 4) {
    const end = min(i + 4, to);
    multiplyTransposed64(a, aRow, b, bRow, c, cRow, i, end, end, k, add);
  }
}

// @ts-ignore: decorator
@inline function address(base: usize, index: i32): usize { return base + (<usize>index << 3); }

// @ts-ignore: decorator
@inline function madd(sum: v128, x: v128, y: v128): v128 { return f64x2.add(sum, f64x2.mul(x, y)); }

export function multiply64(a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  const wide = 4, aBytes = <usize>aRow * 8, cBytes = <usize>cRow * 8;
  if (k == 0) { if (!add) clearRows(c, cRow, from, to, n); return; }
  for (let start: i32 = 0; start < k; start += depth) {
    const steps = min(depth, k - start), keep: i32 = add | (start > 0 ? 1 : 0);
    const aStart = a + <usize>start * aColumn * 8, bStart = address(b, start * bRow);
    let j: i32 = 0;
    for (; j + wide <= n; j += wide) {
      const bAt = address(bStart, j);
      let i = from, aAt = aStart + <usize>from * aBytes, cAt = address(c, j) + <usize>from * cBytes;
      for (; i + 4 <= to; i += 4, aAt += 4 * aBytes, cAt += 4 * cBytes) four(aAt, aBytes, aColumn, bAt, bRow, cAt, cBytes, steps, keep);
      for (; i < to; i++, aAt += aBytes, cAt += cBytes) one(aAt, aColumn, bAt, bRow, cAt, steps, keep);
    }
    for (; j < n; j++) {
      for (let i = from; i < to; i++) {
        const at = address(c, j) + <usize>i * cBytes;
        let sum: f64 = keep ? load<f64>(at) : 0, p = aStart + <usize>i * aBytes, q = address(bStart, j);
        for (let s = 0; s < steps; s++) {
          sum += load<f64>(p) * load<f64>(q);
          p += <usize>aColumn * 8;
          q += <usize>bRow * 8;
        }
        store<f64>(at, sum);
      }
    }
  }
}

function clearRows(c: usize, cRow: i32, from: i32, to: i32, n: i32): void {
  for (let i = from; i < to; i++) memory.fill(c + <usize>i * cRow * 8, 0, <usize>n * 8);
}

// Four rows of A with 32 bytes of B's columns: eight sums that stay in registers.
function four(a: usize, aBytes: usize, aColumn: i32, b: usize, bRow: i32, c: usize, cBytes: usize, steps: i32, keep: i32): void {
  const zero = f64x2.splat(0), aStep = <usize>aColumn * 8, bStep = <usize>bRow * 8;
  const c1 = c + cBytes, c2 = c1 + cBytes, c3 = c2 + cBytes;
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero;
  if (keep) {
    s00 = v128.load(c); s01 = v128.load(c, 16);
    s10 = v128.load(c1); s11 = v128.load(c1, 16);
    s20 = v128.load(c2); s21 = v128.load(c2, 16);
    s30 = v128.load(c3); s31 = v128.load(c3, 16);
  }
  let a0 = a, a1 = a + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes;
  for (let s = 0; s < steps; s++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load64_splat(a0);
    s00 = madd(s00, x, b0); s01 = madd(s01, x, b1);
    x = v128.load64_splat(a1);
    s10 = madd(s10, x, b0); s11 = madd(s11, x, b1);
    x = v128.load64_splat(a2);
    s20 = madd(s20, x, b0); s21 = madd(s21, x, b1);
    x = v128.load64_splat(a3);
    s30 = madd(s30, x, b0); s31 = madd(s31, x, b1);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
    b += bStep;
  }
  v128.store(c, s00); v128.store(c, s01, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c3, s30); v128.store(c3, s31, 16);
}

function one(a: usize, aColumn: i32, b: usize, bRow: i32, c: usize, steps: i32, keep: i32): void {
  const zero = f64x2.splat(0), aStep = <usize>aColumn * 8, bStep = <usize>bRow * 8;
  let s0 = keep ? v128.load(c) : zero, s1 = keep ? v128.load(c, 16) : zero;
  for (let s = 0; s < steps; s++) {
    const x = v128.load64_splat(a);
    s0 = madd(s0, x, v128.load(b)); s1 = madd(s1, x, v128.load(b, 16));
    a += aStep;
    b += bStep;
  }
  v128.store(c, s0); v128.store(c, s1, 16);
}

export function multiplyTransposed64(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    let j: i32 = 0;
    for (; j + 2 <= n; j += 2) {
      eightDots(address(a, i * aRow), <usize>aRow * 8, address(b, j * bRow), <usize>bRow * 8, address(c, i * cRow + j), <usize>cRow * 8, k, add);
    }
    if (j < n) for (let r = i; r < i + 4; r++) oneDot(address(a, r * aRow), address(b, j * bRow), address(c, r * cRow + j), k, add);
  }
  for (; i < to; i++) {
    for (let j = 0; j < n; j++) oneDot(address(a, i * aRow), address(b, j * bRow), address(c, i * cRow + j), k, add);
  }
}

// The dot products of four rows of A with two of B; lanes hold k, k + 1, ... and are summed at the end.
function eightDots(a: usize, aBytes: usize, b: usize, bBytes: usize, c: usize, cBytes: usize, k: i32, add: i32): void {
  const zero = f64x2.splat(0);
  const a1 = a + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes, b1 = b + bBytes;
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero, p: usize = 0, s: i32 = 0;
  for (; s + 2 <= k; s += 2, p += 16) {
    const y0 = v128.load(b + p), y1 = v128.load(b1 + p);
    let x = v128.load(a + p);
    s00 = madd(s00, x, y0); s01 = madd(s01, x, y1);
    x = v128.load(a1 + p);
    s10 = madd(s10, x, y0); s11 = madd(s11, x, y1);
    x = v128.load(a2 + p);
    s20 = madd(s20, x, y0); s21 = madd(s21, x, y1);
    x = v128.load(a3 + p);
    s30 = madd(s30, x, y0); s31 = madd(s31, x, y1);
  }
  const rest = k - s, o: usize = 8;
  finish(s00, a + p, b + p, rest, c, add); finish(s01, a + p, b1 + p, rest, c + o, add);
  finish(s10, a1 + p, b + p, rest, c + cBytes, add); finish(s11, a1 + p, b1 + p, rest, c + cBytes + o, add);
  finish(s20, a2 + p, b + p, rest, c + 2 * cBytes, add); finish(s21, a2 + p, b1 + p, rest, c + 2 * cBytes + o, add);
  finish(s30, a3 + p, b + p, rest, c + 3 * cBytes, add); finish(s31, a3 + p, b1 + p, rest, c + 3 * cBytes + o, add);
}

function oneDot(a: usize, b: usize, c: usize, k: i32, add: i32): void {
  let sum = f64x2.splat(0), p: usize = 0, s: i32 = 0;
  for (; s + 2 <= k; s += 2, p += 16) sum = madd(sum, v128.load(a + p), v128.load(b + p));
  finish(sum, a + p, b + p, k - s, c, add);
}

// @ts-ignore: decorator
@inline function finish(lanes: v128, a: usize, b: usize, rest: i32, c: usize, add: i32): void {
  let sum: f64 = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
  for (let s = 0; s < rest; s++) sum += load<f64>(address(a, s)) * load<f64>(address(b, s));
  store<f64>(c, add ? load<f64>(c) + sum : sum);
}
