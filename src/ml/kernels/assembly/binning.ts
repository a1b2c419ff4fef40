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

// The same of (key << 32 | index) by the key alone; stable, so equal keys stay in the order of their indices.
export function radixSortPairs(pairs: usize, n: i32, sorted: usize, counts: usize): void {
  memory.fill(counts, 0, 24576);
  for (let i = 0; i < n; i++) {
    const key = <u32>(load<u64>(pairs + (<usize>i << 3)) >> 32);
    next(counts, key & 2047);
    next(counts + 8192, (key >> 11) & 2047);
    next(counts + 16384, key >> 22);
  }
  let from = pairs, to = sorted;
  for (let pass: u32 = 0; pass < 3; pass++) {
    const starts = counts + (<usize>pass << 13), shift = pass * 11 + 32;
    let sum: u32 = 0;
    for (let p = starts; p < starts + 8192; p += 4) {
      const count = load<u32>(p);
      store<u32>(p, sum);
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const pair = load<u64>(from + (<usize>i << 3));
      store<u64>(to + (<usize>next(starts, <u32>(pair >> shift) & 2047) << 3), pair);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
}

// Thresholds of one feature: at most `most` - 1 f32 at `out`, their number at out + 1020. The values are overwritten.
// weights: f64 by position, or 0. room: 24 bytes a value, then 24576.
export function fitThresholds(values: usize, n: i32, weights: usize, most: i32, room: usize, out: usize): void {
  const spare = room + (<usize>n << 3), masses = room + (<usize>n << 4), counts = room + <usize>n * 24;
  let known: i32;
  if (weights) {
    known = sortablePairs(values, n, room);
    radixSortPairs(room, known, spare, counts);
  } else {
    known = sortableKeys(values, n, values);
    radixSort(values, known, spare, counts);
  }
  // distinct values into `values`, their masses into `masses`
  let distinct = 0;
  for (let i = 0; i < known; i++) {
    const key = weights ? <u32>(load<u64>(spare + (<usize>i << 3)) >> 32) : load<u32>(spare + (<usize>i << 2));
    const mass = weights ? load<f64>(weights + (<usize>load<u32>(spare + (<usize>i << 3)) << 3)) : 1;
    const value = valueOfKey(key);
    if (distinct == 0 || value != load<f32>(values + (<usize>(distinct - 1) << 2))) {
      store<f32>(values + (<usize>distinct << 2), value);
      store<f64>(masses + (<usize>distinct << 3), 0);
      distinct++;
    }
    const at = masses + (<usize>(distinct - 1) << 3);
    store<f64>(at, load<f64>(at) + mass);
  }
  store<i32>(out + 1020, placeThresholds(values, masses, distinct, most, out));
}
function sortablePairs(values: usize, n: i32, pairs: usize): i32 {
  let count: usize = 0;
  for (let i = 0; i < n; i++) {
    const bits = load<u32>(values + (<usize>i << 2));
    if ((bits & 0x7fffffff) > 0x7f800000) continue;
    const key = bits == 0x80000000 ? 0x80000000 : bits ^ (<u32>(<i32>bits >> 31) | 0x80000000); // -0 as 0: one run
    store<u64>(pairs + (count << 3), (<u64>key << 32) | <u64>i);
    count++;
  }
  return <i32>count;
}
// @ts-ignore: decorator
@inline function valueOfKey(key: u32): f32 { // infinities count as the largest floats
  const value = reinterpret<f32>(key & 0x80000000 ? key ^ 0x80000000 : ~key);
  return min(f32.MAX_VALUE, max(-f32.MAX_VALUE, value));
}
// @ts-ignore: decorator
@inline function massAt(masses: usize, i: i32): f64 { return load<f64>(masses + (<usize>i << 3)); }

// Bins of about equal mass; values heavier than a bin get one of their own, few distinct values get one each.
function placeThresholds(values: usize, masses: usize, n: i32, most: i32, out: usize): i32 {
  let cuts = 0;
  if (n <= most) {
    for (; cuts + 1 < n; cuts++) store<f32>(out + (<usize>cuts << 2), between(values, cuts));
    return cuts;
  }
  let rest: f64 = 0, restBins = most;
  for (let i = 0; i < n; i++) rest += massAt(masses, i);
  const fair = rest / <f64>most;
  for (let i = 0; i < n; i++) {
    if (massAt(masses, i) < fair) continue;
    rest -= massAt(masses, i);
    restBins--;
  }
  let goal: f64 = restBins > 0 ? rest / <f64>restBins : 0, inBin: f64 = 0;
  for (let i = 0; i + 1 < n && cuts < most - 1; i++) {
    const mass = massAt(masses, i), heavy = mass >= fair;
    inBin += mass;
    if (!heavy) rest -= mass;
    if (!heavy && inBin < goal && !(massAt(masses, i + 1) >= fair && inBin >= goal / 2)) continue;
    store<f32>(out + (<usize>cuts << 2), between(values, i));
    cuts++;
    inBin = 0;
    if (!heavy) goal = --restBins > 0 ? rest / <f64>restBins : 0;
  }
  return cuts;
}
// The middle of two neighbours, a <= middle < b.
function between(values: usize, i: i32): f32 {
  const a = load<f32>(values + (<usize>i << 2)), b = load<f32>(values + (<usize>i << 2), 4);
  const middle = <f32>((<f64>a + <f64>b) / 2);
  return middle < b && middle >= a ? middle : a;
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

// One feature of a block of rows: values to bins. A table of levels where there are any, else of thresholds (levels < 0).
export function binColumn(values: usize, n: i32, table: usize, levels: i32, bins: usize): void {
  if (levels < 0) binNumeric(values, n, table, bins);
  else binCategorical(values, n, table, levels, bins);
}

// Rows [from, to) of `stride` bytes out of columns of `n` bytes, 256 rows at a time so that a row's line is fetched once.
export function interleave(columns: usize, n: i32, from: i32, to: i32, features: i32, stride: i32, rows: usize): void {
  for (let first = from; first < to; first += 256) {
    const last = min(to, first + 256);
    for (let f = 0; f < features; f++) {
      const column = columns + <usize>f * <usize>n;
      let row = rows + <usize>first * <usize>stride + <usize>f;
      for (let i = first; i < last; i++) {
        store<u8>(row, load<u8>(column + <usize>i));
        row += <usize>stride;
      }
    }
  }
}
