// Shapley values of shallow trees against background rows (interventional), whatever their number. What a leaf adds to a row
// depends only on which of the features on its way send the row there, and which send each background row there: two
// bitmasks of at most 8 bits. So background rows are counted by mask at each leaf, and a row's values are looked up by its own.
// @see Yang, Fast TreeSHAP (2021), which tables subsets for the path-dependent values
//
// Nodes are those of `explaining.ts`; the game is that of `explaining-pairs.ts`.
const MISSING_LEFT: u32 = 1 << 24;
const CATEGORICAL: u32 = 1 << 25;
const LEAF: u32 = 1 << 31;
const FEATURE: u32 = MISSING_LEFT - 1;
const NODE: usize = 32;

let rows: usize = 0, background: usize = 0, pitch: usize = 0, otherPitch: usize = 0, n: usize = 0, m: usize = 0, others: usize = 0;
let sets: usize = 0, slots: usize = 0, weights: usize = 0, width: usize = 0, masks: usize = 0, out: usize = 0, outBytes: usize = 0;
// Scratch of a leaf: how many background rows have each mask (256 u32), which masks occur (256 u8), which masks of rows have
// been worked out (256 u8), and their values (256 x 8 f64). Then the features on the way (8 u32).
let counts: usize = 0, seen: usize = 0, done: usize = 0, values: usize = 0, path: usize = 0;

// @ts-ignore: decorator
@inline function four(x: usize, threshold: v128, missing: v128): v128 {
  const v = v128.load(x);
  return v128.or(f32x4.le(v, threshold), v128.and(f32x4.ne(v, v), missing));
}

// Masks of the left child's rows: the feature's bit stays where the row goes left. 16 rows at a time.
function turn(node: usize, flags: u32, column: usize, bit: v128, from: usize, to: usize, count: usize): void {
  const keep = v128.not(bit);
  if (flags & CATEGORICAL) {
    const set = sets + (<usize>load<u32>(node) << 5), lane = i8x16.extract_lane_u(bit, 0);
    for (let i: usize = 0; i < count; i++) {
      const bin = <u32>load<f32>(column + (i << 2)), left = ((<u32>load<u8>(set + <usize>(bin >> 3)) >> (bin & 7)) & 1) != 0;
      store<u8>(to + i, left ? load<u8>(from + i) : <u8>(load<u8>(from + i) & ~lane));
    }
    return;
  }
  const threshold = v128.load32_splat(node), missing = i32x4.splat(flags & MISSING_LEFT ? -1 : 0);
  for (let i: usize = 0; i < count; i += 16) {
    const x = column + (i << 2);
    const low = i16x8.narrow_i32x4_s(four(x, threshold, missing), four(x + 16, threshold, missing));
    const high = i16x8.narrow_i32x4_s(four(x + 32, threshold, missing), four(x + 48, threshold, missing));
    v128.store(to + i, v128.and(v128.load(from + i), v128.or(i8x16.narrow_i16x8_s(low, high), keep)));
  }
}
// Those of the right child: the bit flips where the way is open still.
// @ts-ignore: decorator
@inline function flip(from: usize, to: usize, bit: v128, count: usize): void {
  for (let i: usize = 0; i < count; i += 16) v128.store(to + i, v128.xor(v128.load(from + i), v128.and(v128.load(to + i), bit)));
}

// What the leaf adds to each feature on its way for rows of mask r.
function work(r: u32, all: u32, distinct: i32, occurring: usize, value: f64): void {
  const at = values + (<usize>r << 6);
  for (let j: usize = 0; j < 64; j += 8) store<f64>(at + j, 0);
  for (let i: usize = 0; i < occurring; i++) {
    const b = <u32>load<u8>(seen + i);
    if ((r | b) != all) continue;
    const known = r & ~b, unknown = b & ~r, x = popcnt(known), z = popcnt(unknown);
    const scaled = value * <f64>load<u32>(counts + (<usize>b << 2));
    const gained = x ? scaled * load<f64>(weights + ((<usize>(x - 1) * width + <usize>z) << 3)) : 0;
    const lost = z ? scaled * load<f64>(weights + ((<usize>x * width + <usize>(z - 1)) << 3)) : 0;
    for (let j: i32 = 0; j < distinct; j++) {
      const p = at + (<usize>j << 3);
      if ((known >> j) & 1) store<f64>(p, load<f64>(p) + gained);
      else if ((unknown >> j) & 1) store<f64>(p, load<f64>(p) - lost);
    }
  }
}

function leaf(value: f64, level: usize, distinct: i32): void {
  if (value == 0) return;
  const own = masks + level * (n + others), all: u32 = (1 << distinct) - 1;
  memory.fill(counts, 0, 1024);
  memory.fill(done, 0, 256);
  let occurring: usize = 0;
  for (let i: usize = 0; i < m; i++) {
    const b = <u32>load<u8>(own + n + i) & all, p = counts + (<usize>b << 2), count = load<u32>(p);
    if (count == 0) store<u8>(seen + occurring++, <u8>b);
    store<u32>(p, count + 1);
  }
  for (let i: usize = 0; i < n; i++) {
    const r = <u32>load<u8>(own + i) & all, at = values + (<usize>r << 6);
    if (!load<u8>(done + <usize>r)) {
      work(r, all, distinct, occurring, value);
      store<u8>(done + <usize>r, 1);
    }
    for (let j: usize = 0; j < <usize>distinct; j++) {
      const p = out + <usize>load<u32>(path + (j << 2)) * outBytes + (i << 3);
      store<f64>(p, load<f64>(p) + load<f64>(at + (j << 3)));
    }
  }
}

function visit(node: usize, level: usize, distinct: i32): void {
  const flags = load<u32>(node, 4);
  if (flags & LEAF) return leaf(load<f64>(node, 16), level, distinct);
  const feature = <usize>(flags & FEATURE), slot = <i32>load<u8>(slots + feature), isNew = slot == 0;
  const place = isNew ? distinct : slot - 1;
  if (isNew) {
    store<u8>(slots + feature, <u8>(distinct + 1));
    store<u32>(path + (<usize>distinct << 2), <u32>feature);
  }
  const from = masks + level * (n + others), to = from + n + others, bit = i8x16.splat(<i8>(<i32>1 << place));
  const known = isNew ? distinct + 1 : distinct;
  turn(node, flags, rows + feature * pitch, bit, from, to, n);
  turn(node, flags, background + feature * otherPitch, bit, from + n, to + n, others);
  visit(node + NODE, level + 1, known);
  flip(from, to, bit, n + others);
  visit(node + <usize>load<u32>(node, 8), level + 1, known);
  if (isNew) store<u8>(slots + feature, 0);
}

// Adds, over all background rows, the contributions of `count` rows from `from` on (both multiples of 16) to `out` (f64,
// (features, outputs) columns of `rowPitch` rows). Columns are f32, categories as bins, room for a multiple of 16 rows. `trees`
// as in `explainRows`, none with more than 8 distinct features on a path. `table`: k! l! / (k + l + 1)! for k, l < `size`.
// `slotsAt`: zeroes, a byte a feature. `scratch`: 18,000 bytes, then (depth + 1) x (count + background rows, rounded up to 16).
export function explainMasks(trees: usize, treeCount: i32, columns: usize, rowPitch: usize, from: usize, count: usize, backgroundColumns: usize, backgroundPitch: usize, backgrounds: usize, outputs: usize, levels: usize, slotsAt: usize, table: usize, size: usize, scratch: usize, contributions: usize): void {
  rows = columns + (from << 2); pitch = rowPitch << 2; n = count;
  background = backgroundColumns; otherPitch = backgroundPitch << 2; m = backgrounds; others = (backgrounds + 15) & ~15;
  sets = levels; slots = slotsAt; weights = table; width = size; outBytes = (outputs * rowPitch) << 3;
  counts = scratch; seen = scratch + 1024; done = scratch + 1280; path = scratch + 1536; values = scratch + 1600; masks = scratch + 18000;
  for (let t: i32 = 0; t < treeCount; t++) {
    const tree = trees + (<usize>t << 4);
    out = contributions + ((<usize>load<u32>(tree, 12) * rowPitch + from) << 3);
    memory.fill(masks, 255, n + others);
    visit(<usize>load<u32>(tree), 0, 0);
  }
}
