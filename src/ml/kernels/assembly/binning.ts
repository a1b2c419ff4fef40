// From float columns to uint8 bins. Bin 0 is missing, 1..255 are values in ascending order.

// Order-preserving u32 keys of the values; NaN is left out. Returns how many there are.
export function sortableKeys(values: usize, n: i32, keys: usize): i32 {
  let count: usize = 0;
  for (let i = 0; i < n; i++) {
    const bits = load<u32>(values + (<usize>i << 2));
    if ((bits & 0x7fffffff) > 0x7f800000) continue;
    store<u32>(keys + (count << 2), bits ^ (<u32>(<i32>bits >> 31) | 0x80000000));
    count++;
  }
  return <i32>count;
}

// Ascending order by three passes of 11 bits. The result is in `sorted`; `counts` is 24576 bytes of scratch.
export function radixSort(keys: usize, n: i32, sorted: usize, counts: usize): void {
  memory.fill(counts, 0, 24576);
  for (let i = 0; i < n; i++) {
    const key = load<u32>(keys + (<usize>i << 2));
    next(counts, key & 2047);
    next(counts + 8192, (key >> 11) & 2047);
    next(counts + 16384, key >> 22);
  }
  let from = keys, to = sorted;
  for (let pass: u32 = 0; pass < 3; pass++) {
    const starts = counts + (<usize>pass << 13), shift = pass * 11;
    let sum: u32 = 0;
    for (let p = starts; p < starts + 8192; p += 4) {
      const count = load<u32>(p);
      store<u32>(p, sum);
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const key = load<u32>(from + (<usize>i << 2));
      store<u32>(to + (<usize>next(starts, (key >> shift) & 2047) << 2), key);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
}
// @ts-ignore: decorator
@inline function next(counters: usize, i: u32): u32 {
  const p = counters + (<usize>i << 2), value = load<u32>(p);
  store<u32>(p, value + 1);
  return value;
}

// bin = 1 + number of thresholds below x, by two 16-way counts. `table` (1088 bytes): 16 pivots (thresholds 15, 31, ..
// 255), then 256 ascending thresholds, both padded with +inf.
export function binNumeric(values: usize, n: i32, table: usize, bins: usize): void {
  for (let i = 0; i < n; i++) {
    const value = load<f32>(values + (<usize>i << 2)), lanes = f32x4.splat(value);
    const high = countBelow(table, lanes), low = countBelow(table + 64 + (<usize>high << 6), lanes);
    store<u8>(bins + <usize>i, select<u32>(0, 1 + (high << 4) + low, value != value));
  }
}
// @ts-ignore: decorator
@inline function countBelow(p: usize, x: v128): u32 {
  const a = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(p), x), f32x4.lt(v128.load(p, 16), x));
  const b = i16x8.narrow_i32x4_s(f32x4.lt(v128.load(p, 32), x), f32x4.lt(v128.load(p, 48), x));
  return <u32>popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(a, b)));
}

// Codes through a table of bins; NaN and codes outside of it are missing.
export function binCategorical(values: usize, n: i32, table: usize, levels: i32, bins: usize): void {
  for (let i = 0; i < n; i++) {
    const value = load<f32>(values + (<usize>i << 2));
    const known = value >= 0 && value < <f32>levels;
    store<u8>(bins + <usize>i, known ? load<u8>(table + <usize>(<u32>value)) : 0);
  }
}

// Rows of `stride` bytes out of columns of `n` bytes, 256 rows at a time so that a row's line is fetched once.
export function interleave(columns: usize, n: i32, features: i32, stride: i32, rows: usize): void {
  for (let from = 0; from < n; from += 256) {
    const to = min(n, from + 256);
    for (let f = 0; f < features; f++) {
      const column = columns + <usize>f * <usize>n;
      let row = rows + <usize>from * <usize>stride + <usize>f;
      for (let i = from; i < to; i++) {
        store<u8>(row, load<u8>(column + <usize>i));
        row += <usize>stride;
      }
    }
  }
}
