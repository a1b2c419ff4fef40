// Walking down trees, for what lanes don't fit: trees of many leaves (on bins), features of more thresholds than a byte can tell
// apart (on raw values), and single rows. Trees are added in their order, so one row and a batch give the same bits.
import { binRows } from "./block-lanes";

// ---- raw values
// node (16 bytes): f32 threshold or u32 set, u32 left child (right is left + 1), u32 feature | flags, f32 value or u32 vector.
// x <= threshold goes left. A leaf is its own left child, with threshold +inf and missing left: it stays where it is.
const MISSING_LEFT: u32 = 1 << 24;
const CATEGORICAL: u32 = 1 << 25;
const FEATURE: u32 = MISSING_LEFT - 1;

// @ts-ignore: decorator
@inline function step(nodes: usize, j: u32, x: usize, sets: usize): u32 {
  const node = nodes + (<usize>j << 4), left = load<u32>(node, 4), w = load<u32>(node, 8);
  const value = load<f32>(x + (<usize>(w & FEATURE) << 2));
  if (w & CATEGORICAL) {
    const bin = <u32>value, bits = <u32>load<u8>(sets + (<usize>load<u32>(node) << 5) + <usize>(bin >> 3));
    return left + (1 - ((bits >> (bin & 7)) & 1));
  }
  return left + (<u32>(value > load<f32>(node)) | (<u32>(value != value) & <u32>((w & MISSING_LEFT) == 0)));
}

// Codes become bins by the feature's table, 0 where there is none.
// `categories`: 8 bytes a feature, u32 address of the table (0: numeric), u32 levels.
// @ts-ignore: decorator
@inline function fetched(value: f32, category: usize): f32 {
  const table = <usize>load<u32>(category);
  if (!table) return value;
  return value >= 0 && value < <f32>load<u32>(category, 4) ? <f32>load<u8>(table + <usize>(<u32>value)) : 0;
}

// @ts-ignore: decorator
@inline function addLeaf(nodes: usize, j: u32, output: i32, outputs: i32, vectors: usize, out: usize): void {
  const leaf = nodes + (<usize>j << 4);
  if (!vectors) {
    const p = out + (<usize>output << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(leaf, 12));
    return;
  }
  const vector = vectors + ((<usize>load<u32>(leaf, 12) * <usize>outputs) << 2);
  for (let k: usize = 0; k < <usize>outputs; k++) {
    const p = out + (k << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(vector + (k << 2)));
  }
}

// The rows [from, to) on raw values, eight at a time through tree after tree, so that a tree's nodes stay in the cache and
// misses overlap. Task (u32): columns, pitch, -, features, -, roots, trees, outputs, vectors or 0, out, -, nodes, -, sets, -,
// categories. scratch: the rows, row-major f32, of a whole number of eights.
export function scoreRaw(task: usize, from: i32, to: i32, scratch: usize): void {
  const columns = <usize>load<u32>(task), pitch = <usize>load<u32>(task, 4), features = <usize>load<u32>(task, 12);
  const roots = <usize>load<u32>(task, 20), trees = load<i32>(task, 24), outputs = load<i32>(task, 28), vectors = <usize>load<u32>(task, 32);
  const nodes = <usize>load<u32>(task, 44), sets = <usize>load<u32>(task, 52), categories = <usize>load<u32>(task, 60);
  const n = to - from, xBytes = features << 2, outBytes = <usize>outputs << 3, out = <usize>load<u32>(task, 36) + <usize>from * outBytes;
  for (let f: usize = 0; f < features; f++) {
    const column = columns + ((f * pitch + <usize>from) << 2), category = categories + (f << 3);
    for (let i: usize = 0, x = scratch + (f << 2); i < <usize>n; i++, x += xBytes) store<f32>(x, fetched(load<f32>(column + (i << 2)), category));
  }
  for (let t = 0, output = 0; t < trees; t++) {
    const root = load<u32>(roots + (<usize>t << 2));
    let x = scratch, row = out;
    for (let i = 0; i < n; i += 8) {
      const x1 = x + xBytes, x2 = x1 + xBytes, x3 = x2 + xBytes, x4 = x3 + xBytes, x5 = x4 + xBytes, x6 = x5 + xBytes, x7 = x6 + xBytes;
      let a = root, b = root, c = root, d = root, e = root, f = root, g = root, h = root;
      for (;;) {
        const a1 = step(nodes, a, x, sets), b1 = step(nodes, b, x1, sets), c1 = step(nodes, c, x2, sets), d1 = step(nodes, d, x3, sets);
        const e1 = step(nodes, e, x4, sets), f1 = step(nodes, f, x5, sets), g1 = step(nodes, g, x6, sets), h1 = step(nodes, h, x7, sets);
        const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d) | (e1 ^ e) | (f1 ^ f) | (g1 ^ g) | (h1 ^ h);
        a = a1; b = b1; c = c1; d = d1; e = e1; f = f1; g = g1; h = h1;
        if (!moved) break;
      }
      const left = n - i;
      addLeaf(nodes, a, output, outputs, vectors, row);
      if (left > 1) addLeaf(nodes, b, output, outputs, vectors, row + outBytes);
      if (left > 2) addLeaf(nodes, c, output, outputs, vectors, row + 2 * outBytes);
      if (left > 3) addLeaf(nodes, d, output, outputs, vectors, row + 3 * outBytes);
      if (left > 4) addLeaf(nodes, e, output, outputs, vectors, row + 4 * outBytes);
      if (left > 5) addLeaf(nodes, f, output, outputs, vectors, row + 5 * outBytes);
      if (left > 6) addLeaf(nodes, g, output, outputs, vectors, row + 6 * outBytes);
      if (left > 7) addLeaf(nodes, h, output, outputs, vectors, row + 7 * outBytes);
      x = x7 + xBytes;
      row += 8 * outBytes;
    }
    if (++output == outputs) output = 0;
  }
}

// One row, given as f32 at `columns` (pitch 1): eight trees walk together, so that their cache misses overlap. Its sums are
// written to out, zeroed before. scratch: room for one row of an ensemble that has categories.
export function scoreRow(task: usize, scratch: usize): void {
  let x = <usize>load<u32>(task);
  const features = <usize>load<u32>(task, 12), roots = <usize>load<u32>(task, 20), trees = load<i32>(task, 24), outputs = load<i32>(task, 28);
  const vectors = <usize>load<u32>(task, 32), out = <usize>load<u32>(task, 36), nodes = <usize>load<u32>(task, 44), sets = <usize>load<u32>(task, 52);
  const categories = <usize>load<u32>(task, 60);
  if (categories) {
    for (let f: usize = 0; f < features; f++) store<f32>(scratch + (f << 2), fetched(load<f32>(x + (f << 2)), categories + (f << 3)));
    x = scratch;
  }
  memory.fill(out, 0, <usize>outputs << 3);
  let t = 0, output = 0;
  for (; t + 8 <= trees; t += 8) {
    const r = roots + (<usize>t << 2);
    let a = load<u32>(r), b = load<u32>(r, 4), c = load<u32>(r, 8), d = load<u32>(r, 12);
    let e = load<u32>(r, 16), f = load<u32>(r, 20), g = load<u32>(r, 24), h = load<u32>(r, 28);
    for (;;) {
      const a1 = step(nodes, a, x, sets), b1 = step(nodes, b, x, sets), c1 = step(nodes, c, x, sets), d1 = step(nodes, d, x, sets);
      const e1 = step(nodes, e, x, sets), f1 = step(nodes, f, x, sets), g1 = step(nodes, g, x, sets), h1 = step(nodes, h, x, sets);
      const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d) | (e1 ^ e) | (f1 ^ f) | (g1 ^ g) | (h1 ^ h);
      a = a1; b = b1; c = c1; d = d1; e = e1; f = f1; g = g1; h = h1;
      if (!moved) break;
    }
    addLeaf(nodes, a, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, b, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, c, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, d, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, e, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, f, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, g, output, outputs, vectors, out); if (++output == outputs) output = 0;
    addLeaf(nodes, h, output, outputs, vectors, out); if (++output == outputs) output = 0;
  }
  for (; t < trees; t++) {
    let a = load<u32>(roots + (<usize>t << 2));
    for (;;) {
      const a1 = step(nodes, a, x, sets);
      if (a1 == a) break;
      a = a1;
    }
    addLeaf(nodes, a, output, outputs, vectors, out);
    if (++output == outputs) output = 0;
  }
}

// ---- bins (see block-lanes.ts)
// node (8 bytes): u32 left child, u32: i8 threshold, bit 8 categorical, from bit 8 on the slot's offset in a block (a multiple of
// 64). A leaf is its own left child, with threshold 127. Of a categorical node, `setOf` holds the number of the set.

// @ts-ignore: decorator
@inline function stepBins(nodes: usize, j: u32, x: usize, sets: usize, setOf: usize, mayHaveSets: bool): u32 {
  const node = nodes + (<usize>j << 3), w = load<u32>(node, 4);
  if (mayHaveSets && (w & 256)) {
    const at = x + <usize>((w >>> 8) & ~1), set = sets + (<usize>load<u32>(setOf + (<usize>j << 2)) << 5);
    return load<u32>(node) + <u32>((load<u8>(set + <usize>load<u8>(at)) & load<u8>(at, 64)) == 0);
  }
  return load<u32>(node) + <u32>(<i32>load<i8>(x + <usize>(w >>> 8)) > <i32>load<i8>(node, 4));
}

// @ts-ignore: decorator
@inline function addBinLeaf(leaf: usize, output: i32, outputs: i32, vectors: usize, out: usize): void {
  if (!vectors) {
    const p = out + (<usize>output << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(leaf));
    return;
  }
  const vector = vectors + ((<usize>load<u32>(leaf) * <usize>outputs) << 2);
  for (let k: usize = 0; k < <usize>outputs; k++) {
    const p = out + (k << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(vector + (k << 2)));
  }
}

// The rows [from, to) on bins. Task as in block-lanes.ts but for: u32 trees: roots; u32 [11] nodes, [12] values (f32, or u32 vectors)
// by node, [13] sets, [14] setOf or 0. scratch: the blocks of a part.
export function scoreWalk(task: usize, from: i32, to: i32, scratch: usize): void {
  binRows(task, from, to - from, scratch);
  if (load<u32>(task, 56)) walkBins(task, from, to, scratch, true);
  else walkBins(task, from, to, scratch, false);
}

// @ts-ignore: decorator
@inline function walkBins(task: usize, from: i32, to: i32, blocks: usize, mayHaveSets: bool): void {
  const blockBytes = <usize>load<u32>(task, 16) << 6, roots = <usize>load<u32>(task, 20), trees = load<i32>(task, 24), outputs = load<i32>(task, 28);
  const vectors = <usize>load<u32>(task, 32), nodes = <usize>load<u32>(task, 44), values = <usize>load<u32>(task, 48);
  const sets = <usize>load<u32>(task, 52), setOf = <usize>load<u32>(task, 56), n = to - from;
  const outBytes = <usize>outputs << 3, out = <usize>load<u32>(task, 36) + <usize>from * outBytes;
  for (let t = 0, output = 0; t < trees; t++) {
    const root = load<u32>(roots + (<usize>t << 2));
    let row = out;
    for (let i = 0; i < n; i += 8) {
      const x = blocks + <usize>(i >> 6) * blockBytes + <usize>(i & 63);
      let a = root, b = root, c = root, d = root, e = root, f = root, g = root, h = root;
      for (;;) {
        const a1 = stepBins(nodes, a, x, sets, setOf, mayHaveSets), b1 = stepBins(nodes, b, x + 1, sets, setOf, mayHaveSets);
        const c1 = stepBins(nodes, c, x + 2, sets, setOf, mayHaveSets), d1 = stepBins(nodes, d, x + 3, sets, setOf, mayHaveSets);
        const e1 = stepBins(nodes, e, x + 4, sets, setOf, mayHaveSets), f1 = stepBins(nodes, f, x + 5, sets, setOf, mayHaveSets);
        const g1 = stepBins(nodes, g, x + 6, sets, setOf, mayHaveSets), h1 = stepBins(nodes, h, x + 7, sets, setOf, mayHaveSets);
        const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d) | (e1 ^ e) | (f1 ^ f) | (g1 ^ g) | (h1 ^ h);
        a = a1; b = b1; c = c1; d = d1; e = e1; f = f1; g = g1; h = h1;
        if (!moved) break;
      }
      const left = n - i;
      addBinLeaf(values + (<usize>a << 2), output, outputs, vectors, row);
      if (left > 1) addBinLeaf(values + (<usize>b << 2), output, outputs, vectors, row + outBytes);
      if (left > 2) addBinLeaf(values + (<usize>c << 2), output, outputs, vectors, row + 2 * outBytes);
      if (left > 3) addBinLeaf(values + (<usize>d << 2), output, outputs, vectors, row + 3 * outBytes);
      if (left > 4) addBinLeaf(values + (<usize>e << 2), output, outputs, vectors, row + 4 * outBytes);
      if (left > 5) addBinLeaf(values + (<usize>f << 2), output, outputs, vectors, row + 5 * outBytes);
      if (left > 6) addBinLeaf(values + (<usize>g << 2), output, outputs, vectors, row + 6 * outBytes);
      if (left > 7) addBinLeaf(values + (<usize>h << 2), output, outputs, vectors, row + 7 * outBytes);
      row += 8 * outBytes;
    }
    if (++output == outputs) output = 0;
  }
}
