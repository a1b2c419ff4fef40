// Dense layers of a neural network in float32: the matrix product, activations, the encoding of raw rows, and the way forward.
// Every output sums its products in the order of the inputs, whatever the number of rows, so a row scores the same
// alone as in a batch. No relaxed SIMD: the same bits everywhere.
//
// `net` is a block of 32-bit words: 0 raw features, 1 inputs (multiple of 4), 2 embedded inputs (multiple of 8),
// 3 categories, 4 their table, 5 numerics, 6 their table, 7 hidden layers, 8 width (multiple of 8),
// 9 outputs (padded to 8), 10 activation (0 relu, 1 silu), 11 first layer's offset among the parameters (floats).
// A category has 6 words: feature, levels, pointer to the slot of each level (u32, the unknown's slot after them), size of its
// vectors, its first input, offset of its vectors among the parameters (floats).
// A numeric has 8: feature, centre, scale, its input, the input that says missing (-1: none), first input of its
// pieces, pieces (multiple of 4), pointer to their left edges and then to 1 / their widths.
import { exp4 } from "./exponential";

// c (m, n) = a (m, k) b (k, n) + bias (n, or none). Strides in bytes; a's go by row and by column, so that it may be transposed.
// n is a multiple of 8.
export function product(a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize, m: i32, n: i32, k: i32, bias: usize): void {
  if (m == 1) return rowProduct(a, aColumn, b, bRow, c, n, k, bias);
  for (let j: usize = 0; j < (<usize>n << 2); j += 32) {
    const start0 = bias ? v128.load(bias + j) : f32x4.splat(0), start1 = bias ? v128.load(bias + j, 16) : f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= m; i += 4) {
      let p = a + <usize>i * aRow, q = b + j;
      const p1 = aRow, p2 = aRow + aRow, p3 = p2 + aRow;
      let c00 = start0, c01 = start1, c10 = start0, c11 = start1, c20 = start0, c21 = start1, c30 = start0, c31 = start1;
      for (let s = 0; s < k; s++) {
        const b0 = v128.load(q), b1 = v128.load(q, 16);
        const a0 = v128.load32_splat(p);
        c00 = f32x4.add(c00, f32x4.mul(a0, b0)); c01 = f32x4.add(c01, f32x4.mul(a0, b1));
        const a1 = v128.load32_splat(p + p1);
        c10 = f32x4.add(c10, f32x4.mul(a1, b0)); c11 = f32x4.add(c11, f32x4.mul(a1, b1));
        const a2 = v128.load32_splat(p + p2);
        c20 = f32x4.add(c20, f32x4.mul(a2, b0)); c21 = f32x4.add(c21, f32x4.mul(a2, b1));
        const a3 = v128.load32_splat(p + p3);
        c30 = f32x4.add(c30, f32x4.mul(a3, b0)); c31 = f32x4.add(c31, f32x4.mul(a3, b1));
        p += aColumn;
        q += bRow;
      }
      let o = c + <usize>i * cRow + j;
      v128.store(o, c00); v128.store(o, c01, 16); o += cRow;
      v128.store(o, c10); v128.store(o, c11, 16); o += cRow;
      v128.store(o, c20); v128.store(o, c21, 16); o += cRow;
      v128.store(o, c30); v128.store(o, c31, 16);
    }
    for (; i < m; i++) {
      let p = a + <usize>i * aRow, q = b + j, c0 = start0, c1 = start1;
      for (let s = 0; s < k; s++) {
        const a0 = v128.load32_splat(p);
        c0 = f32x4.add(c0, f32x4.mul(a0, v128.load(q))); c1 = f32x4.add(c1, f32x4.mul(a0, v128.load(q, 16)));
        p += aColumn;
        q += bRow;
      }
      const o = c + <usize>i * cRow + j;
      v128.store(o, c0); v128.store(o, c1, 16);
    }
  }
}

// One row: eight vectors wide, since one sum after the other would wait for itself.
function rowProduct(a: usize, aColumn: usize, b: usize, bRow: usize, c: usize, n: i32, k: i32, bias: usize): void {
  const end = <usize>n << 2;
  let j: usize = 0;
  for (; j + 128 <= end; j += 128) {
    let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
    if (bias) {
      const s = bias + j;
      c0 = v128.load(s); c1 = v128.load(s, 16); c2 = v128.load(s, 32); c3 = v128.load(s, 48);
      c4 = v128.load(s, 64); c5 = v128.load(s, 80); c6 = v128.load(s, 96); c7 = v128.load(s, 112);
    }
    let p = a, q = b + j;
    for (let s = 0; s < k; s++) {
      const x = v128.load32_splat(p);
      c0 = f32x4.add(c0, f32x4.mul(x, v128.load(q))); c1 = f32x4.add(c1, f32x4.mul(x, v128.load(q, 16)));
      c2 = f32x4.add(c2, f32x4.mul(x, v128.load(q, 32))); c3 = f32x4.add(c3, f32x4.mul(x, v128.load(q, 48)));
      c4 = f32x4.add(c4, f32x4.mul(x, v128.load(q, 64))); c5 = f32x4.add(c5, f32x4.mul(x, v128.load(q, 80)));
      c6 = f32x4.add(c6, f32x4.mul(x, v128.load(q, 96))); c7 = f32x4.add(c7, f32x4.mul(x, v128.load(q, 112)));
      p += aColumn;
      q += bRow;
    }
    const o = c + j;
    v128.store(o, c0); v128.store(o, c1, 16); v128.store(o, c2, 32); v128.store(o, c3, 48);
    v128.store(o, c4, 64); v128.store(o, c5, 80); v128.store(o, c6, 96); v128.store(o, c7, 112);
  }
  for (; j < end; j += 32) {
    let c0 = bias ? v128.load(bias + j) : f32x4.splat(0), c1 = bias ? v128.load(bias + j, 16) : f32x4.splat(0);
    let p = a, q = b + j;
    for (let s = 0; s < k; s++) {
      const x = v128.load32_splat(p);
      c0 = f32x4.add(c0, f32x4.mul(x, v128.load(q))); c1 = f32x4.add(c1, f32x4.mul(x, v128.load(q, 16)));
      p += aColumn;
      q += bRow;
    }
    v128.store(c + j, c0); v128.store(c + j, c1, 16);
  }
}

// @ts-ignore: decorator
@inline export function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

// h = activation(z), n values (a multiple of 4); h may be z.
export function activate(kind: i32, z: usize, h: usize, n: i32): void {
  const end = <usize>n << 2;
  if (kind == 0) for (let o: usize = 0; o < end; o += 16) v128.store(h + o, f32x4.max(v128.load(z + o), f32x4.splat(0)));
  else for (let o: usize = 0; o < end; o += 16) {
    const x = v128.load(z + o);
    v128.store(h + o, f32x4.mul(x, sigmoid4(x)));
  }
}

// Raw rows -> inputs (n, inputs). data is (rows, features) row-major with NaN for missing; rows picks them (0: as they stand).
export function encode(net: usize, params: usize, data: usize, rows: usize, n: i32, x: usize): void {
  const features = load<u32>(net), inputs = load<u32>(net, 4);
  for (let i = 0; i < n; i++) {
    const raw = data + (<usize>(rows ? load<u32>(rows + (<usize>i << 2)) : <u32>i) * features << 2);
    const out = x + (<usize>i * inputs << 2);
    memory.fill(out, 0, inputs << 2);
    encodeCategories(net, params, raw, out);
    encodeNumbers(net, raw, out);
  }
}

// The slot of a category's value: whole numbers below `levels` have their own, all else the unknown's.
// @ts-ignore: decorator
@inline export function slotOf(entry: usize, raw: usize): u32 {
  const value = load<f32>(raw + (<usize>load<u32>(entry) << 2)), levels = load<u32>(entry, 4);
  const level = value >= 0 && value < <f32>levels ? <u32>value : levels;
  return load<u32>(<usize>load<u32>(entry, 8) + (<usize>level << 2));
}

function encodeCategories(net: usize, params: usize, raw: usize, out: usize): void {
  const count = load<u32>(net, 12);
  for (let c: u32 = 0, entry = <usize>load<u32>(net, 16); c < count; c++, entry += 24) {
    const size = load<u32>(entry, 12);
    const vector = params + (<usize>(load<u32>(entry, 20) + slotOf(entry, raw) * size) << 2);
    memory.copy(out + (<usize>load<u32>(entry, 16) << 2), vector, size << 2);
  }
}

function encodeNumbers(net: usize, raw: usize, out: usize): void {
  const count = load<u32>(net, 20);
  for (let f: u32 = 0, entry = <usize>load<u32>(net, 24); f < count; f++, entry += 32) {
    const value = load<f32>(raw + (<usize>load<u32>(entry) << 2)), centre = load<f32>(entry, 4);
    const isMissing = value != value, known = isMissing ? centre : value;
    // bounded first, as the square of a huge value would be infinite; then outliers come near 3 and never reach it
    const z = max<f32>(-1000, min<f32>(1000, (known - centre) * load<f32>(entry, 8)));
    store<f32>(out + (<usize>load<u32>(entry, 12) << 2), z / sqrt<f32>(1 + z * z * <f32>(1.0 / 9.0)));
    const indicator = load<i32>(entry, 16);
    if (isMissing && indicator >= 0) store<f32>(out + (<usize>indicator << 2), 1);
    const pieces = <usize>load<u32>(entry, 24) << 2, edges = <usize>load<u32>(entry, 28);
    const target = out + (<usize>load<u32>(entry, 20) << 2), here = f32x4.splat(known);
    for (let o: usize = 0; o < pieces; o += 16) {
      const share = f32x4.mul(f32x4.sub(here, v128.load(edges + o)), v128.load(edges + pieces + o));
      // in this order, so that NaN (infinity in a piece of no width) becomes 0
      v128.store(target + o, f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), share)));
    }
  }
}

// Where layer l's weights begin, in bytes from the parameters; its biases follow them. Layer `layers` gives the outputs.
export function layerAt(net: usize, layer: i32): usize {
  const inputs = load<u32>(net, 4), layers = load<i32>(net, 28), width = load<u32>(net, 32), first = load<u32>(net, 44);
  if (layer == 0) return <usize>first << 2;
  return <usize>(first + (inputs + 1) * width + <u32>(min(layer, layers) - 1) * (width + 1) * width) << 2;
}

// Raw rows -> outputs (n, padded outputs). x holds (n, inputs), h twice (n, width).
export function forwardNetwork(net: usize, params: usize, data: usize, rows: usize, n: i32, x: usize, h: usize, out: usize): void {
  const layers = load<i32>(net, 28), width = load<i32>(net, 32), outputs = load<i32>(net, 36);
  const row = <usize>width << 2;
  encode(net, params, data, rows, n, x);
  let from = x, fromWidth = load<i32>(net, 4);
  for (let l = 0; l <= layers; l++) {
    const weights = params + layerAt(net, l), wide = l == layers ? outputs : width;
    const to = l == layers ? out : h + (l & 1 ? <usize>n * row : 0);
    product(from, <usize>fromWidth << 2, 4, weights, <usize>wide << 2, to, <usize>wide << 2, n, wide, fromWidth, weights + (<usize>fromWidth * wide << 2));
    if (l < layers) activate(load<i32>(net, 40), to, to, n * wide);
    from = to;
    fromWidth = wide;
  }
}
