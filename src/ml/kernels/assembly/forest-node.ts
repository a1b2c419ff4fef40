// What the kernels of a forest share: the tree's task, its rows as entries, and the node at hand. Threads have an instance
// each, so that these globals are a thread's own.
//
// task (u32 words):
//   data     0 bins by columns, 1 rows in X, 2 features, 3 bins of each feature (u32; bit 31: categorical), 4 bins by rows,
//            5 integer values or classes (16 bits a row), 6 targets (f32 a row), 7 thresholds of all features (f32), 8 where a
//            feature's begin (u32), 9 centres of bins (f32, 256 a feature; 0: the best threshold is searched, not drawn)
//   rules    10 classes (0: means of values), 11 features a split, 12 least count of a leaf, 13 depth limit, 14 key
//   drawing  15 with replacement (1) or not (0), 16 rows drawn, or the share kept (of 2^32 - 1), 17 weights (f32 a row; with
//            replacement: cumulated, f64), 18 guide through cumulated weights
//   scratch  19 counts (u16 a row), 20 list of entries, 21 spare list, 22 stack, 23 order of features, 24 cells, 25 levels
//   tree     26 features (i32 a node, -1: leaf), 27 left children or vectors (u32), 28 values (f32: threshold or leaf),
//            29 flags (u8: 1 missing left, 2 categorical), 30 last bins on the left (u8), 31 sets (32 bytes each), 32 vectors,
//            36 how often a leaf's rows were drawn (f32 a node)
//   out      33 nodes, 34 sets, 35 vectors
// entry (8 bytes, one for each row that was drawn): u32 row, u16 times drawn, i16 value or u16 class

export let task: usize = 0;
// @ts-ignore: decorator
@inline export function word(i: usize): usize { return <usize>load<u32>(task + (i << 2)); }

export let columns: usize = 0, pitch: usize = 0, cells: usize = 0, levels: usize = 0, list: usize = 0;
export let classes: i32 = 0, leastLeaf: f64 = 1;

// Entries of the node: from..to in the list; its depth.
export let from: i32 = 0, to: i32 = 0;

// Sums of the node, whether all its rows have the same value or class, and its most frequent class.
export let total: i64 = 0, nodeCount: f64 = 0, isPure: bool = false, frequent: usize = 0;

export function beginTask(at: usize): void {
  task = at;
  columns = word(0); pitch = word(1); cells = word(24); levels = word(25); list = word(20);
  classes = <i32>word(10); leastLeaf = <f64>word(12);
}
export function beginNode(begin: i32, end: i32): void {
  from = begin; to = end;
  step = end - begin > SMALL ? 1 : (word(2) + 7) & ~7;
  sumNode();
}

// @ts-ignore: decorator
@inline export function entryAt(i: i32): u64 { return load<u64>(list + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function rowOf(entry: u64): usize { return <usize>(<u32>entry); }
// @ts-ignore: decorator
@inline export function countOf(entry: u64): u32 { return <u32>(entry >> 32) & 65535; }
// @ts-ignore: decorator
@inline export function classOf(entry: u64): usize { return <usize>(entry >> 48); }
// value * count << 32 + count
// @ts-ignore: decorator
@inline export function quantityOf(entry: u64): i64 {
  const n = <i64>countOf(entry);
  return (((<i64>entry >> 48) * n) << 32) + n;
}

// Where the bins of the feature at hand lie: bin of a row at place + row * step. Small nodes read whole rows, whose line stays in
// the cache from one feature to the next; large ones read columns.
const SMALL: i32 = 384;
export let step: usize = 1;
// @ts-ignore: decorator
@inline export function binsOf(feature: i32): usize {
  return step == 1 ? columns + <usize>feature * pitch : word(4) + <usize>feature;
}

// Counts of classes: of the left side of a split, of the node. They lie behind the levels' scratch.
// @ts-ignore: decorator
@inline export function leftCounts(): usize { return levels + 6144; }
// @ts-ignore: decorator
@inline export function totalCounts(): usize { return leftCounts() + (<usize>classes << 2); }

function sumNode(): void {
  if (classes) return sumClasses();
  const first = <i64>entryAt(from) >> 48;
  let differences: i64 = 0, sum: i64 = 0;
  for (let i = from; i < to; i++) {
    const entry = entryAt(i);
    sum += quantityOf(entry);
    differences |= (<i64>entry >> 48) ^ first;
  }
  total = sum;
  nodeCount = <f64>(<u32>sum);
  isPure = differences == 0;
}
function sumClasses(): void {
  const t = totalCounts();
  for (let k: usize = 0; k < <usize>classes; k++) store<u32>(t + (k << 2), 0);
  let drawn: u32 = 0;
  for (let i = from; i < to; i++) {
    const entry = entryAt(i), at = t + (classOf(entry) << 2), n = countOf(entry);
    store<u32>(at, load<u32>(at) + n);
    drawn += n;
  }
  nodeCount = <f64>drawn;
  let top: usize = 0;
  for (let k: usize = 1; k < <usize>classes; k++) if (load<u32>(t + (k << 2)) > load<u32>(t + (top << 2))) top = k;
  isPure = load<u32>(t + (top << 2)) == drawn;
  frequent = top;
}
