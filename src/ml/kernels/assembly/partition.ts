// Moving rows to their leaves and adding leaf values to scores.

// `table`: 256 bytes, 8 where the bin goes left, else 0: threshold, missing direction and categories alike. Left keeps the
// order, right reverses it, so every list stays monotone in row id. Returns the number of entries on the left.
export function partition(source: usize, n: i32, target: usize, column: usize, table: usize): i32 {
  let left = target, right = target + (<usize>(n - 1) << 3);
  for (let p = source, end = source + (<usize>n << 3); p < end; p += 8) {
    const entry = load<u64>(p), step = <usize>load<u8>(table + <usize>load<u8>(column + <usize>(<u32>entry)));
    store<u64>(left, entry); // one of the two stores is overwritten later
    store<u64>(right, entry);
    left += step;
    right -= 8 - step;
  }
  return <i32>((left - target) >> 3);
}

export function addToLeaf(entries: usize, n: i32, scores: usize, value: f32): void {
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const score = scores + (<usize>load<u32>(p) << 2);
    store<f32>(score, load<f32>(score) + value);
  }
}

// The sum of a leaf's weights, in its list's order.
export function sumWeights(entries: usize, n: i32, weights: usize): f64 {
  let sum: f64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    sum += <f64>load<f32>(weights + (<usize>load<u32>(p) << 2));
  }
  return sum;
}

// Adds a tree's leaf values to the scores of rows [from, to). nodes: 12 bytes, u32 feature (0xffffffff: leaf), u32 left
// child (right is left + 1), f32 value; tables: 256 bytes a node as for `partition`.
export function addTree(rows: usize, stride: i32, from: i32, to: i32, nodes: usize, tables: usize, scores: usize): void {
  for (let i = from; i < to; i++) {
    const row = rows + <usize>i * <usize>stride;
    let j: usize = 0;
    for (;;) {
      const node = nodes + j * 12, feature = load<u32>(node);
      if (feature == 0xffffffff) {
        const score = scores + (<usize>i << 2);
        store<f32>(score, load<f32>(score) + load<f32>(node, 8));
        break;
      }
      j = <usize>load<u32>(node, 4) + (load<u8>(tables + (j << 8) + <usize>load<u8>(row + <usize>feature)) ? 0 : 1);
    }
  }
}
