// Dense matrix products. Matrices are row-major; strides are counted in values. Every value of C is one sum over k in one
// order, whichever rows a call is given and whatever stands beside it: rows may be shared among threads in any way.
//
// multiply:           C (m x n) = A (m x k) * B (k x n). A's value (i, p) lies at i * aRow + p * aColumn, so that a transposed
//                     A is the same call with the strides exchanged. B's rows are bRow apart, C's cRow.
// multiplyTransposed: C (m x n) = A (m x k) * Bt^T, where Bt is (n x k): both are read along their rows.
//
// Each computes C's rows [from, to); `add` adds to what stands in C instead of replacing it.
//
// multiplyLower64:    the same as multiplyTransposed64 for square C, in whole blocks that cover the lower triangle: a symmetric
//                     product (a Gram matrix) for half the work. What stands above the diagonal is not to be read.

// Steps over k that one block of B's columns stays in the first-level cache for.
const depth = 256;

export function multiply32(a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  multiply<f32>(a, aRow, aColumn, b, bRow, c, cRow, from, to, n, k, add);
}
export function multiply64(a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  multiply<f64>(a, aRow, aColumn, b, bRow, c, cRow, from, to, n, k, add);
}
export function multiplyTransposed32(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  multiplyTransposed<f32>(a, aRow, b, bRow, c, cRow, from, to, n, k, add);
}
export function multiplyTransposed64(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  multiplyTransposed<f64>(a, aRow, b, bRow, c, cRow, from, to, n, k, add);
}

export function multiplyLower64(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, k: i32, add: i32): void {
  for (let i = from; i < to; i += 4) {
    const end = min(i + 4, to);
    multiplyTransposed<f64>(a, aRow, b, bRow, c, cRow, i, end, end, k, add);
  }
}

// @ts-ignore: decorator
@inline function address<T>(base: usize, index: i32): usize { return base + <usize>index * sizeof<T>(); }

// @ts-ignore: decorator
@inline function madd<T>(sum: v128, x: v128, y: v128): v128 { return v128.add<T>(sum, v128.mul<T>(x, y)); }

function multiply<T>(a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  const wide: i32 = 32 / sizeof<T>(), aBytes = <usize>aRow * sizeof<T>(), cBytes = <usize>cRow * sizeof<T>();
  if (k == 0) { if (!add) clearRows<T>(c, cRow, from, to, n); return; }
  for (let start: i32 = 0; start < k; start += depth) {
    const steps = min(depth, k - start), keep: i32 = add | (start > 0 ? 1 : 0);
    const aStart = a + <usize>start * aColumn * sizeof<T>(), bStart = address<T>(b, start * bRow);
    let j: i32 = 0;
    for (; j + wide <= n; j += wide) {
      const bAt = address<T>(bStart, j);
      let i = from, aAt = aStart + <usize>from * aBytes, cAt = address<T>(c, j) + <usize>from * cBytes;
      for (; i + 4 <= to; i += 4, aAt += 4 * aBytes, cAt += 4 * cBytes) four<T>(aAt, aBytes, aColumn, bAt, bRow, cAt, cBytes, steps, keep);
      for (; i < to; i++, aAt += aBytes, cAt += cBytes) one<T>(aAt, aColumn, bAt, bRow, cAt, steps, keep);
    }
    for (; j < n; j++) {
      for (let i = from; i < to; i++) {
        const at = address<T>(c, j) + <usize>i * cBytes;
        let sum: T = keep ? load<T>(at) : <T>0, p = aStart + <usize>i * aBytes, q = address<T>(bStart, j);
        for (let s = 0; s < steps; s++) {
          sum += load<T>(p) * load<T>(q);
          p += <usize>aColumn * sizeof<T>();
          q += <usize>bRow * sizeof<T>();
        }
        store<T>(at, sum);
      }
    }
  }
}

function clearRows<T>(c: usize, cRow: i32, from: i32, to: i32, n: i32): void {
  for (let i = from; i < to; i++) memory.fill(c + <usize>i * cRow * sizeof<T>(), 0, <usize>n * sizeof<T>());
}

// Four rows of A with 32 bytes of B's columns: eight sums that stay in registers.
function four<T>(a: usize, aBytes: usize, aColumn: i32, b: usize, bRow: i32, c: usize, cBytes: usize, steps: i32, keep: i32): void {
  const zero = v128.splat<T>(<T>0), aStep = <usize>aColumn * sizeof<T>(), bStep = <usize>bRow * sizeof<T>();
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
    let x = v128.load_splat<T>(a0);
    s00 = madd<T>(s00, x, b0); s01 = madd<T>(s01, x, b1);
    x = v128.load_splat<T>(a1);
    s10 = madd<T>(s10, x, b0); s11 = madd<T>(s11, x, b1);
    x = v128.load_splat<T>(a2);
    s20 = madd<T>(s20, x, b0); s21 = madd<T>(s21, x, b1);
    x = v128.load_splat<T>(a3);
    s30 = madd<T>(s30, x, b0); s31 = madd<T>(s31, x, b1);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
    b += bStep;
  }
  v128.store(c, s00); v128.store(c, s01, 16);
  v128.store(c1, s10); v128.store(c1, s11, 16);
  v128.store(c2, s20); v128.store(c2, s21, 16);
  v128.store(c3, s30); v128.store(c3, s31, 16);
}

function one<T>(a: usize, aColumn: i32, b: usize, bRow: i32, c: usize, steps: i32, keep: i32): void {
  const zero = v128.splat<T>(<T>0), aStep = <usize>aColumn * sizeof<T>(), bStep = <usize>bRow * sizeof<T>();
  let s0 = keep ? v128.load(c) : zero, s1 = keep ? v128.load(c, 16) : zero;
  for (let s = 0; s < steps; s++) {
    const x = v128.load_splat<T>(a);
    s0 = madd<T>(s0, x, v128.load(b)); s1 = madd<T>(s1, x, v128.load(b, 16));
    a += aStep;
    b += bStep;
  }
  v128.store(c, s0); v128.store(c, s1, 16);
}

function multiplyTransposed<T>(a: usize, aRow: i32, b: usize, bRow: i32, c: usize, cRow: i32, from: i32, to: i32, n: i32, k: i32, add: i32): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    let j: i32 = 0;
    for (; j + 2 <= n; j += 2) {
      eightDots<T>(address<T>(a, i * aRow), <usize>aRow * sizeof<T>(), address<T>(b, j * bRow), <usize>bRow * sizeof<T>(), address<T>(c, i * cRow + j), <usize>cRow * sizeof<T>(), k, add);
    }
    if (j < n) for (let r = i; r < i + 4; r++) oneDot<T>(address<T>(a, r * aRow), address<T>(b, j * bRow), address<T>(c, r * cRow + j), k, add);
  }
  for (; i < to; i++) {
    for (let j = 0; j < n; j++) oneDot<T>(address<T>(a, i * aRow), address<T>(b, j * bRow), address<T>(c, i * cRow + j), k, add);
  }
}

// The dot products of four rows of A with two of B; lanes hold k, k + 1, ... and are summed at the end.
function eightDots<T>(a: usize, aBytes: usize, b: usize, bBytes: usize, c: usize, cBytes: usize, k: i32, add: i32): void {
  const zero = v128.splat<T>(<T>0), lanes: i32 = 16 / sizeof<T>();
  const a1 = a + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes, b1 = b + bBytes;
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero, p: usize = 0, s: i32 = 0;
  for (; s + lanes <= k; s += lanes, p += 16) {
    const y0 = v128.load(b + p), y1 = v128.load(b1 + p);
    let x = v128.load(a + p);
    s00 = madd<T>(s00, x, y0); s01 = madd<T>(s01, x, y1);
    x = v128.load(a1 + p);
    s10 = madd<T>(s10, x, y0); s11 = madd<T>(s11, x, y1);
    x = v128.load(a2 + p);
    s20 = madd<T>(s20, x, y0); s21 = madd<T>(s21, x, y1);
    x = v128.load(a3 + p);
    s30 = madd<T>(s30, x, y0); s31 = madd<T>(s31, x, y1);
  }
  const rest = k - s, o = sizeof<T>();
  finish<T>(s00, a + p, b + p, rest, c, add); finish<T>(s01, a + p, b1 + p, rest, c + o, add);
  finish<T>(s10, a1 + p, b + p, rest, c + cBytes, add); finish<T>(s11, a1 + p, b1 + p, rest, c + cBytes + o, add);
  finish<T>(s20, a2 + p, b + p, rest, c + 2 * cBytes, add); finish<T>(s21, a2 + p, b1 + p, rest, c + 2 * cBytes + o, add);
  finish<T>(s30, a3 + p, b + p, rest, c + 3 * cBytes, add); finish<T>(s31, a3 + p, b1 + p, rest, c + 3 * cBytes + o, add);
}

function oneDot<T>(a: usize, b: usize, c: usize, k: i32, add: i32): void {
  const lanes: i32 = 16 / sizeof<T>();
  let sum = v128.splat<T>(<T>0), p: usize = 0, s: i32 = 0;
  for (; s + lanes <= k; s += lanes, p += 16) sum = madd<T>(sum, v128.load(a + p), v128.load(b + p));
  finish<T>(sum, a + p, b + p, k - s, c, add);
}

// @ts-ignore: decorator
@inline function finish<T>(lanes: v128, a: usize, b: usize, rest: i32, c: usize, add: i32): void {
  let sum: T = v128.extract_lane<T>(lanes, 0) + v128.extract_lane<T>(lanes, 1);
  if (sizeof<T>() == 4) sum += v128.extract_lane<T>(lanes, 2) + v128.extract_lane<T>(lanes, 3);
  for (let s = 0; s < rest; s++) sum += load<T>(address<T>(a, s)) * load<T>(address<T>(b, s));
  store<T>(c, add ? load<T>(c) + sum : sum);
}
