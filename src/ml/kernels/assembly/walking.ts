// Prediction on raw float32 rows. Every row is walked alone and its trees are added in their order, so one row and a batch
// give the same bits.
//
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

// One row out of `columns` (column-major, `pitch` rows): codes become bins by the feature's table, 0 if there is none.
// `categories`: 8 bytes a feature, u32 address of the table (0: numeric), u32 levels.
function fetchRow(columns: usize, pitch: i32, i: i32, features: i32, categories: usize, x: usize): void {
  for (let f = 0; f < features; f++) {
    let value = load<f32>(columns + ((<usize>f * <usize>pitch + <usize>i) << 2));
    const table = <usize>load<u32>(categories + (<usize>f << 3));
    if (table) {
      const known = value >= 0 && value < <f32>load<u32>(categories + (<usize>f << 3), 4);
      value = known ? <f32>load<u8>(table + <usize>(<u32>value)) : 0;
    }
    store<f32>(x + (<usize>f << 2), value);
  }
}

// @ts-ignore: decorator
@inline function addLeaf(nodes: usize, j: u32, t: i32, outputs: i32, vectors: usize, out: usize): void {
  const leaf = nodes + (<usize>j << 4);
  if (!vectors) {
    const p = out + (<usize>(t % outputs) << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(leaf, 12));
    return;
  }
  const vector = vectors + ((<usize>load<u32>(leaf, 12) * <usize>outputs) << 2);
  for (let k: usize = 0; k < <usize>outputs; k++) {
    const p = out + (k << 3);
    store<f64>(p, load<f64>(p) + <f64>load<f32>(vector + (k << 2)));
  }
}

// Adds to out (f64, n x outputs): tree t's value to output t % outputs, or its leaf's vector to all of them. Rows go four at
// a time through tree after tree, so that a tree's nodes stay in the cache and misses overlap; fewer rows than that go alone.
// `x`: room for n rows of fetched values.
export function predictRows(columns: usize, pitch: i32, n: i32, features: i32, categories: usize, nodes: usize, sets: usize, roots: usize, trees: i32, outputs: i32, vectors: usize, x: usize, out: usize): void {
  const xBytes = <usize>features << 2, outBytes = <usize>outputs << 3;
  for (let i = 0; i < n; i++) fetchRow(columns, pitch, i, features, categories, x + <usize>i * xBytes);
  const together = n & ~3;
  for (let t = 0; t < trees && together > 0; t++) {
    const root = load<u32>(roots + (<usize>t << 2));
    let xi = x, row = out;
    for (let i = 0; i < together; i += 4) {
      const x1 = xi + xBytes, x2 = x1 + xBytes, x3 = x2 + xBytes;
      let a = root, b = root, c = root, d = root;
      for (;;) {
        const a1 = step(nodes, a, xi, sets), b1 = step(nodes, b, x1, sets), c1 = step(nodes, c, x2, sets), d1 = step(nodes, d, x3, sets);
        const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d);
        a = a1; b = b1; c = c1; d = d1;
        if (!moved) break;
      }
      addLeaf(nodes, a, t, outputs, vectors, row);
      addLeaf(nodes, b, t, outputs, vectors, row + outBytes);
      addLeaf(nodes, c, t, outputs, vectors, row + 2 * outBytes);
      addLeaf(nodes, d, t, outputs, vectors, row + 3 * outBytes);
      xi = x3 + xBytes;
      row += 4 * outBytes;
    }
  }
  for (let i = together; i < n; i++) {
    predictRow(x + <usize>i * xBytes, nodes, sets, roots, trees, outputs, vectors, out + <usize>i * outBytes);
  }
}

// One row: four trees walk together, so that their cache misses overlap.
function predictRow(x: usize, nodes: usize, sets: usize, roots: usize, trees: i32, outputs: i32, vectors: usize, row: usize): void {
  let t = 0;
  for (; t + 4 <= trees; t += 4) {
    const r = roots + (<usize>t << 2);
    let a = load<u32>(r), b = load<u32>(r, 4), c = load<u32>(r, 8), d = load<u32>(r, 12);
    for (;;) {
      const a1 = step(nodes, a, x, sets), b1 = step(nodes, b, x, sets), c1 = step(nodes, c, x, sets), d1 = step(nodes, d, x, sets);
      const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d);
      a = a1; b = b1; c = c1; d = d1;
      if (!moved) break;
    }
    addLeaf(nodes, a, t, outputs, vectors, row);
    addLeaf(nodes, b, t + 1, outputs, vectors, row);
    addLeaf(nodes, c, t + 2, outputs, vectors, row);
    addLeaf(nodes, d, t + 3, outputs, vectors, row);
  }
  for (; t < trees; t++) {
    let a = load<u32>(roots + (<usize>t << 2));
    for (;;) {
      const a1 = step(nodes, a, x, sets);
      if (a1 == a) break;
      a = a1;
    }
    addLeaf(nodes, a, t, outputs, vectors, row);
  }
}
