// Walking down trees of few levels that are filled up to perfect ones: a node's children follow from its place, so that a
// step is three loads and no branch, and all rows take the same number of steps. For thresholds on raw values, too many to bin
// (isolation forests); missing goes right. Trees are added in their order, so one row and a batch give the same bits.
//
// task (u32): 0 columns, 1 pitch, 3 features, 6 trees, 9 out (one f64 a row), 11 nodes, 12 values, 16 levels.
// Tree t: node i of 1 .. 2^levels - 1 at nodes + (t << levels + 3) + 8 i: u32 offset of the feature in a block, f32 threshold;
// its left child is node 2 i + 1, its right one 2 i. Values: f32 by the last step's place less 2^levels.

// Rows of a block, and the bytes of a feature in it: not a power of two, lest all features meet in one set of the cache.
const ROWS: i32 = 128;
const PITCH: usize = 544;

// @ts-ignore: decorator
@inline function step(tree: usize, p: usize, x: usize): usize {
  const node = tree + p;
  return (p << 1) + (<usize>(load<f32>(x + <usize>load<u32>(node)) <= load<f32>(node, 4)) << 3);
}

// The rows [from, to). scratch: a block of all features.
export function scoreShallow(task: usize, from: i32, to: i32, scratch: usize): void {
  const columns = <usize>load<u32>(task), pitch = <usize>load<u32>(task, 4), features = <usize>load<u32>(task, 12);
  const out = <usize>load<u32>(task, 36);
  for (let row = from; row < to; row += ROWS) {
    const n = <usize>min(ROWS, to - row);
    for (let f: usize = 0; f < features; f++) {
      const block = scratch + f * PITCH;
      memory.copy(block, columns + ((f * pitch + <usize>row) << 2), n << 2);
      memory.fill(block + (n << 2), 0, ((8 - n) & 7) << 2);
    }
    scoreBlock(task, n, scratch, out + (<usize>row << 3));
  }
}

function scoreBlock(task: usize, n: usize, block: usize, out: usize): void {
  const trees = load<i32>(task, 24), levels = load<i32>(task, 64), bytes = <usize>8 << <usize>levels;
  let tree = <usize>load<u32>(task, 44), values = <usize>load<u32>(task, 48) - (bytes >> 1);
  for (let t = 0; t < trees; t++, tree += bytes, values += bytes >> 1) {
    for (let i: usize = 0; i < n; i += 8) {
      const x = block + (i << 2);
      let a: usize = 8, b: usize = 8, c: usize = 8, d: usize = 8, e: usize = 8, f: usize = 8, g: usize = 8, h: usize = 8;
      for (let level = 0; level < levels; level++) {
        a = step(tree, a, x); b = step(tree, b, x + 4); c = step(tree, c, x + 8); d = step(tree, d, x + 12);
        e = step(tree, e, x + 16); f = step(tree, f, x + 20); g = step(tree, g, x + 24); h = step(tree, h, x + 28);
      }
      const row = out + (i << 3), left = n - i;
      add(row, values, a);
      if (left > 1) add(row + 8, values, b);
      if (left > 2) add(row + 16, values, c);
      if (left > 3) add(row + 24, values, d);
      if (left > 4) add(row + 32, values, e);
      if (left > 5) add(row + 40, values, f);
      if (left > 6) add(row + 48, values, g);
      if (left > 7) add(row + 56, values, h);
    }
  }
}
// @ts-ignore: decorator
@inline function add(sum: usize, values: usize, place: usize): void {
  store<f64>(sum, load<f64>(sum) + <f64>load<f32>(values + (place >> 1)));
}
