// Batches of rows on binned features, 64 rows of a block side by side.
//
// A bin is the number of the feature's thresholds (those that the trees use) below the value, so x <= threshold[j] is bin <= j;
// bins are stored less 128, as SIMD compares signed bytes. A feature has a slot of bytes a block for each way that its missing
// values go: bin 0 goes left everywhere, bin k (k thresholds) right. A categorical feature has two: its bin's byte in a set of
// 32 bytes, and its bit in that byte. Block: (slots, 64) bytes. Numbers of blocks, not of rows, bound all loops over slots; rows
// beyond the last are zero and their sums are dropped.
const BLOCK: usize = 64;
const CATEGORICAL: u32 = 2;
const NONE: u32 = 0xffffffff;

// Feature (32 bytes): u32 kind, u32 address of thresholds (2^steps - 1 f32, +inf behind the last) or of the table of bins,
// u32 steps or levels, u32 bin of missing that goes right, u32 slot of missing left or NONE, u32 slot of missing right or NONE.
// Of a categorical feature the slots are those of byte and bit. Last: u32 address of a grid or 0, u32 most thresholds in a bucket
// of it. A grid parts the range of the thresholds evenly, so that a bin is found by a look at its bucket and at the few
// thresholds in it: f32 low, f32 scale, then by bucket (1024 u8) how many thresholds the buckets below it have. The bucket of x is
// trunc((x - low) * scale) within 0..1023; float32 keeps that monotone, so a threshold in a lower bucket is below x.
function binFeature(values: usize, n: i32, feature: usize, blocks: usize, blockBytes: usize): void {
  const table = <usize>load<u32>(feature, 4), steps = load<u32>(feature, 8), missing = load<u32>(feature, 12);
  const left = load<u32>(feature, 16), right = load<u32>(feature, 20);
  const toLeft = blocks + (<usize>left << 6), toRight = blocks + (<usize>right << 6);
  if (load<u32>(feature) == CATEGORICAL) {
    for (let i = 0; i < n; i++) {
      const value = load<f32>(values + (<usize>i << 2));
      const bin: u32 = value >= 0 && value < <f32>steps ? load<u8>(table + <usize>(<u32>value)) : 0;
      const at = <usize>(i >> 6) * blockBytes + <usize>(i & 63);
      store<u8>(toLeft + at, <u8>(bin >> 3));
      store<u8>(toRight + at, <u8>(<u32>1 << (bin & 7)));
    }
    return;
  }
  const grid = <usize>load<u32>(feature, 24), crowd = load<u32>(feature, 28), last = f32x4.splat(1023);
  const low = f32x4.splat(load<f32>(grid)), scale = f32x4.splat(load<f32>(grid, 4));
  for (let i = 0; i < n; i += 4) {
    const v = values + (<usize>i << 2), a = load<f32>(v), b = load<f32>(v, 4), c = load<f32>(v, 8), d = load<f32>(v, 12);
    let p: usize = 0, q: usize = 0, r: usize = 0, s: usize = 0;
    if (grid) {
      const place = f32x4.mul(f32x4.sub(v128.load(v), low), scale);
      const bucket = i32x4.trunc_sat_f32x4_s(f32x4.pmin(last, f32x4.pmax(f32x4.splat(0), place)));
      p = <usize>load<u8>(grid + <usize>i32x4.extract_lane(bucket, 0), 8);
      q = <usize>load<u8>(grid + <usize>i32x4.extract_lane(bucket, 1), 8);
      r = <usize>load<u8>(grid + <usize>i32x4.extract_lane(bucket, 2), 8);
      s = <usize>load<u8>(grid + <usize>i32x4.extract_lane(bucket, 3), 8);
      for (let looks = crowd; looks > 0; looks--) {
        p += <usize>(load<f32>(table + (p << 2)) < a);
        q += <usize>(load<f32>(table + (q << 2)) < b);
        r += <usize>(load<f32>(table + (r << 2)) < c);
        s += <usize>(load<f32>(table + (s << 2)) < d);
      }
    } else {
      for (let half = <usize>1 << steps >> 1; half > 0; half >>= 1) {
        const t = table + (half << 2) - 4;
        p += <usize>(load<f32>(t + (p << 2)) < a) * half;
        q += <usize>(load<f32>(t + (q << 2)) < b) * half;
        r += <usize>(load<f32>(t + (r << 2)) < c) * half;
        s += <usize>(load<f32>(t + (s << 2)) < d) * half;
      }
    }
    const at = <usize>(i >> 6) * blockBytes + <usize>(i & 63);
    const bins = <u32>p | <u32>q << 8 | <u32>r << 16 | <u32>s << 24;
    if (left != NONE) store<u32>(toLeft + at, bins ^ 0x80808080);
    if (right != NONE) {
      const all = <u32>(a != a ? missing : <u32>p) | <u32>(b != b ? missing : <u32>q) << 8 | <u32>(c != c ? missing : <u32>r) << 16 | <u32>(d != d ? missing : <u32>s) << 24;
      store<u32>(toRight + at, all ^ 0x80808080);
    }
  }
}

// Bins of the rows [from, from + n) of columns (f32, column-major, room for whole blocks), n <= rows of a part.
// Task (u32): columns, pitch, features, number of features, slots.
export function binRows(task: usize, from: i32, n: i32, blocks: usize): void {
  const columns = <usize>load<u32>(task), pitch = <usize>load<u32>(task, 4), features = <usize>load<u32>(task, 8);
  const count = load<u32>(task, 12), blockBytes = <usize>load<u32>(task, 16) << 6;
  for (let f: usize = 0; f < <usize>count; f++) {
    const feature = features + (f << 5);
    if (load<u32>(feature)) binFeature(columns + ((f * pitch + <usize>from) << 2), n, feature, blocks, blockBytes);
  }
}

// Tree (64 bytes): u32 address and number of its splits of two leaves, of its other splits, of its categorical splits, of the
// places of leaves whose parent isn't a split of two leaves; u32 address of the leaves' values (f64) or vectors (u32 numbers).
//
// Split (8 bytes): u16 slot, u16 place, i8 threshold, u8 first leaf, u16 place of its left child.
// Places are byte offsets of 64 bytes in `reached`: the leaf that each row of the block would reach from there.
// Leaves are numbered from left to right, so of the two children's leaves the right one's is the larger.
//
// All splits are looked at for all rows, from the leaves to the root, without a branch. On 20 features that took a third
// of the time of walking at 60 leaves a tree and two thirds at 256, the most that a byte tells apart.

// @ts-ignore: decorator
@inline function reachPair(split: usize, block: usize, reached: usize): void {
  const x = block + (<usize>load<u16>(split) << 6), to = reached + <usize>load<u16>(split, 2);
  const threshold = v128.load_splat<i8>(split, 4), leaf = v128.load_splat<i8>(split, 5);
  v128.store(to, i8x16.sub(leaf, i8x16.gt_s(v128.load(x), threshold)));
  v128.store(to, i8x16.sub(leaf, i8x16.gt_s(v128.load(x, 16), threshold)), 16);
  v128.store(to, i8x16.sub(leaf, i8x16.gt_s(v128.load(x, 32), threshold)), 32);
  v128.store(to, i8x16.sub(leaf, i8x16.gt_s(v128.load(x, 48), threshold)), 48);
}

// @ts-ignore: decorator
@inline function reach(split: usize, block: usize, reached: usize): void {
  const x = block + (<usize>load<u16>(split) << 6), to = reached + <usize>load<u16>(split, 2), child = reached + <usize>load<u16>(split, 6);
  const threshold = v128.load_splat<i8>(split, 4);
  v128.store(to, i8x16.max_u(v128.load(child), v128.and(v128.load(child, 64), i8x16.gt_s(v128.load(x), threshold))));
  v128.store(to, i8x16.max_u(v128.load(child, 16), v128.and(v128.load(child, 80), i8x16.gt_s(v128.load(x, 16), threshold))), 16);
  v128.store(to, i8x16.max_u(v128.load(child, 32), v128.and(v128.load(child, 96), i8x16.gt_s(v128.load(x, 32), threshold))), 32);
  v128.store(to, i8x16.max_u(v128.load(child, 48), v128.and(v128.load(child, 112), i8x16.gt_s(v128.load(x, 48), threshold))), 48);
}

// Categorical split (8 bytes): u16 slot of the bins' bytes, u16 slot to write, u32 address of its set. Writes 0 where the row
// goes right and -1 where it goes left, so that the split itself is one of numbers, with the threshold -1.
// @ts-ignore: decorator
@inline function lookUp(one: usize, block: usize): void {
  const x = block + (<usize>load<u16>(one) << 6), to = block + (<usize>load<u16>(one, 2) << 6), set = <usize>load<u32>(one, 4);
  const low = v128.load(set), high = v128.load(set, 16), sixteen = i8x16.splat(16);
  for (let at: usize = 0; at < BLOCK; at += 16) {
    const byte = v128.load(x + at), bit = v128.load(x + at, 64);
    const bits = v128.or(i8x16.swizzle(low, byte), i8x16.swizzle(high, i8x16.sub(byte, sixteen)));
    v128.store(to + at, i8x16.eq(v128.and(bits, bit), bit));
  }
}

// Adds the trees' leaves to out (f64, rows x outputs, zeroed) for the rows [from, to) of the task's columns.
// Task goes on: u32 trees, u32 number of trees, u32 outputs, u32 vectors or 0, u32 out.
// scratch: places of the largest tree x 64 bytes, then the blocks of a part.
export function scoreLanes(task: usize, from: i32, to: i32, scratch: usize): void {
  const slots = <usize>load<u32>(task, 16), trees = <usize>load<u32>(task, 20), nTrees = load<i32>(task, 24);
  const outputs = load<i32>(task, 28), vectors = <usize>load<u32>(task, 32), reached = scratch;
  const blocks = scratch + <usize>load<u32>(task, 40), blockBytes = slots << 6, n = to - from;
  const out = <usize>load<u32>(task, 36) + ((<usize>from * <usize>outputs) << 3);
  binRows(task, from, n, blocks);
  for (let t = 0, output = 0; t < nTrees; t++) {
    const tree = trees + (<usize>t << 6);
    const pairs = <usize>load<u32>(tree), pairsEnd = pairs + (<usize>load<u32>(tree, 4) << 3);
    const others = <usize>load<u32>(tree, 8), othersEnd = others + (<usize>load<u32>(tree, 12) << 3);
    const sets = <usize>load<u32>(tree, 16), setsEnd = sets + (<usize>load<u32>(tree, 20) << 3);
    const ends = <usize>load<u32>(tree, 24), endsEnd = ends + (<usize>load<u32>(tree, 28) << 2), leaves = <usize>load<u32>(tree, 32);
    for (let p = ends; p < endsEnd; p += 4) memory.fill(reached + <usize>load<u16>(p), load<u8>(p, 2), BLOCK);
    for (let i = 0, block = blocks; i < n; i += 64, block += blockBytes) {
      for (let p = sets; p < setsEnd; p += 8) lookUp(p, block);
      for (let p = pairs; p < pairsEnd; p += 8) reachPair(p, block, reached);
      for (let p = others; p < othersEnd; p += 8) reach(p, block, reached);
      const rows = min(64, n - i);
      if (vectors) addVectors(reached, rows, leaves, vectors, outputs, out + ((<usize>i * <usize>outputs) << 3));
      else if (outputs == 1) addValues(reached, rows, leaves, out + (<usize>i << 3));
      else addTo(reached, rows, leaves, <usize>outputs << 3, out + ((<usize>i * <usize>outputs + <usize>output) << 3));
    }
    if (++output == outputs) output = 0;
  }
}

// @ts-ignore: decorator
@inline function addOne(reached: usize, leaves: usize, out: usize): void {
  store<f64>(out, load<f64>(out) + load<f64>(leaves + (<usize>load<u8>(reached) << 3)));
}

function addValues(reached: usize, rows: i32, leaves: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4, reached += 4, out += 32) {
    addOne(reached, leaves, out);
    addOne(reached + 1, leaves, out + 8);
    addOne(reached + 2, leaves, out + 16);
    addOne(reached + 3, leaves, out + 24);
  }
  for (; i < rows; i++, reached++, out += 8) addOne(reached, leaves, out);
}

function addTo(reached: usize, rows: i32, leaves: usize, stride: usize, out: usize): void {
  for (let i = 0; i < rows; i++, reached++, out += stride) addOne(reached, leaves, out);
}

function addVectors(reached: usize, rows: i32, leaves: usize, vectors: usize, outputs: i32, out: usize): void {
  for (let i = 0; i < rows; i++, reached++) {
    let vector = vectors + ((<usize>load<u32>(leaves + (<usize>load<u8>(reached) << 3)) * <usize>outputs) << 2);
    for (let k = 0; k < outputs; k++, vector += 4, out += 8) store<f64>(out, load<f64>(out) + <f64>load<f32>(vector));
  }
}
