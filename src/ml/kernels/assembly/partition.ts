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

// Copies a list, backwards where `step` is -8: the lists of a leaf that threads own, brought together in the order of rows.
export function copyEntries(source: usize, n: i32, target: usize, step: i32): void {
  let p = step < 0 ? source + (<usize>(n - 1) << 3) : source;
  for (const end = target + (<usize>n << 3); target < end; target += 8) {
    store<u64>(target, load<u64>(p));
    p += <usize>step;
  }
}

export function addToLeaf(entries: usize, n: i32, scores: usize, value: f32): void {
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    const score = scores + (<usize>load<u32>(p) << 2);
    store<f32>(score, load<f32>(score) + value);
  }
}

// The sum of a list's weights, each a multiple of 1 / scale: exact, and so the same in any order.
export function sumWeights(entries: usize, n: i32, weights: usize, scale: f64, sum: usize): void {
  let total: f64 = 0;
  for (let p = entries, end = entries + (<usize>n << 3); p < end; p += 8) {
    total += nearest(<f64>load<f32>(weights + (<usize>load<u32>(p) << 2)) * scale);
  }
  store<f64>(sum, total / scale);
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
