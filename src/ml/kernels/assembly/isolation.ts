// One isolation tree over a few drawn samples, breadth first: a random feature that varies in the node, a random threshold
// between its extremes, until samples are alone, alike or deep enough.
//
// task (u32 words): 0 samples (f32, row-major), 1 their number, 2 features, 3 key, 4 depth limit, 5 rows, 6 spare rows, 7 queue
// (12 bytes a node: first row, last row + 1, depth), 8 order of features, 9 mean path lengths of 0, 1, .. samples (f64),
// tree: 10 features, 11 left children, 12 values, 13 samples of leaves (f32 a node); out: 14 nodes
import { hash } from "./random";

let order: usize = 0, samples: usize = 0, features: u32 = 0, rows: usize = 0;
let key: u32 = 0, drawn: u32 = 0;
let feature: u32 = 0, threshold: f32 = 0;

// Uniform in [0, below).
// @ts-ignore: decorator
@inline function integer(below: u32): u32 { return <u32>((<u64>hash(drawn++, key) * <u64>below) >> 32); }
// @ts-ignore: decorator
@inline function valueOf(i: u32, f: u32): f32 {
  return load<f32>(samples + ((<usize>load<u32>(rows + (<usize>i << 2)) * <usize>features + <usize>f) << 2));
}

// Draws a split of the rows from..to; false where no feature varies.
function drawSplit(from: u32, to: u32): bool {
  for (let i: u32 = 0; i < features; i++) {
    const a = order + (<usize>i << 2), b = order + (<usize>(i + integer(features - i)) << 2);
    feature = load<u32>(b);
    store<u32>(b, load<u32>(a));
    store<u32>(a, feature);
    let low = valueOf(from, feature), high = low;
    for (let r = from + 1; r < to; r++) {
      const value = valueOf(r, feature);
      low = min(low, value);
      high = max(high, value);
    }
    if (!(low < high)) continue;
    threshold = <f32>(<f64>low + <f64>hash(drawn++, key) / 4294967296.0 * (<f64>high - <f64>low));
    if (!(threshold < high) || threshold < low) threshold = low;
    return true;
  }
  return false;
}

// Rows at or below the threshold first, in their order. Returns where the others start.
function divide(from: u32, to: u32, spare: usize): u32 {
  let left = from, right: u32 = 0;
  for (let r = from; r < to; r++) {
    const row = load<u32>(rows + (<usize>r << 2));
    const isLeft = <u32>(valueOf(r, feature) <= threshold);
    store<u32>(rows + (<usize>left << 2), row); // one of the two stores is overwritten later
    store<u32>(spare + (<usize>right << 2), row);
    left += isLeft;
    right += 1 - isLeft;
  }
  memory.copy(rows + (<usize>left << 2), spare, <usize>right << 2);
  return left;
}

// @ts-ignore: decorator
@inline function enqueue(queue: usize, node: u32, from: u32, to: u32, depth: u32): void {
  const p = queue + <usize>node * 12;
  store<u32>(p, from); store<u32>(p, to, 4); store<u32>(p, depth, 8);
}

export function growIsolationTree(task: usize): void {
  const n = load<u32>(task, 4), deepest = load<u32>(task, 16), spare = <usize>load<u32>(task, 24), queue = <usize>load<u32>(task, 28);
  const lengths = <usize>load<u32>(task, 36), splits = <usize>load<u32>(task, 40), left = <usize>load<u32>(task, 44);
  const value = <usize>load<u32>(task, 48), weight = <usize>load<u32>(task, 52);
  samples = load<u32>(task); features = load<u32>(task, 8); key = load<u32>(task, 12); rows = load<u32>(task, 20); order = load<u32>(task, 32);
  drawn = 0;
  for (let i: u32 = 0; i < n; i++) store<u32>(rows + (<usize>i << 2), i);
  for (let f: u32 = 0; f < features; f++) store<u32>(order + (<usize>f << 2), f);
  let nodes: u32 = 1;
  enqueue(queue, 0, 0, n, 0);
  for (let node: u32 = 0; node < nodes; node++) {
    const frame = queue + <usize>node * 12, from = load<u32>(frame), to = load<u32>(frame, 4), depth = load<u32>(frame, 8);
    const at = <usize>node << 2;
    if (depth < deepest && to - from > 1 && drawSplit(from, to)) {
      const middle = divide(from, to, spare);
      store<i32>(splits + at, feature);
      store<u32>(left + at, nodes);
      store<f32>(value + at, threshold);
      enqueue(queue, nodes, from, middle, depth + 1);
      enqueue(queue, nodes + 1, middle, to, depth + 1);
      nodes += 2;
      continue;
    }
    store<i32>(splits + at, -1);
    store<u32>(left + at, 0);
    store<f32>(value + at, <f32>(<f64>depth + load<f64>(lengths + (<usize>(to - from) << 3))));
    store<f32>(weight + at, <f32>(to - from));
  }
  store<u32>(task, nodes, 56);
}
