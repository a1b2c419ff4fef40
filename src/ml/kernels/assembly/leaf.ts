// All that a leaf's split brings, by one thread: its rows on their sides, the histogram of the smaller child, the larger one's as
// what that leaves of the leaf's, and the best split of each. Many leaves are split at once, a thread each.
//
// task: u32 0 lists, 4 column of the split's bins, 8 cells of the smaller child, 12 cells of the leaf, then of the larger child,
//       16 features that may split, 20 how many, 24 weights (0: all are 1), 28 whether children may be split at all
//       f64 32 scale of the weights, 40 least weight of a leaf, 48 least hessian of a side, 56 least weight of a level,
//           64 weight below which a leaf stays one, 72 weight of the leaf
//       80 i32 gradient and u32 hessian of the leaf, 88 of its left side
//       results: u32 96 rows on the left, 100 the smaller side (1 left, 2 right), 104 what was sought (1 the smaller child's split,
//                2 the larger's, 3 both), f64 112 weight on the left
//       128 rules of the left side's splits and 208 of the right's (splitting.ts) but for what depends on their weights
//       288 256 bytes of sides, as for `partition`; 544 and 608 the splits found of the smaller and the larger child
//       672 lists: u32 entries, rows, target, rows on the left; then entries and rows of the smaller side
import { accumulate, searchChildren } from "./histogram";
import { partition, sumWeights } from "./partition";

const LISTS: usize = 672, LIST: usize = 24;
const LEFT_RULES: usize = 128, RIGHT_RULES: usize = 208, SIDES: usize = 288, SPLITS: usize = 544;

// Whether a side may be split; then its rules are completed.
function complete(task: usize, rules: usize, n: i32, hessian: u32, weight: f64): bool {
  if (n < 2 || weight < load<f64>(task, 64) || hessian == 0) return false;
  const hUnit = load<f64>(rules, 8), perWeight = <f64>hessian * hUnit / weight * (1 - 1e-9);
  store<f64>(rules, max(max(load<f64>(task, 48), load<f64>(task, 40) * perWeight), hUnit / 2), 40);
  store<f64>(rules, load<f64>(task, 56) * perWeight, 48);
  return true;
}

// Rows go to their sides. Returns whether a histogram is wanted.
export function divideLeaf(task: usize): i32 {
  const lists = load<u32>(task), column = <usize>load<u32>(task, 4), weights = <usize>load<u32>(task, 24);
  let n = 0, left = 0, weight: f64 = 0;
  for (let i: u32 = 0, list = task + LISTS; i < lists; i++, list += LIST) {
    const source = <usize>load<u32>(list), rows = load<i32>(list, 4), target = <usize>load<u32>(list, 8);
    const count = rows > 0 ? partition(source, rows, target, column, task + SIDES) : 0;
    store<i32>(list, count, 12);
    n += rows;
    left += count;
    if (!weights) continue;
    sumWeights(target, count, weights, load<f64>(task, 32), task + 112);
    weight += load<f64>(task, 112);
  }
  if (!weights) weight = <f64>left;
  store<i32>(task, left, 96);
  store<f64>(task, weight, 112);
  const isLeftSmall = left <= n - left;
  store<i32>(task, isLeftSmall ? 1 : 2, 100);
  for (let i: u32 = 0, list = task + LISTS; i < lists; i++, list += LIST) {
    const target = load<u32>(list, 8), count = load<i32>(list, 12);
    store<u32>(list, isLeftSmall ? target : target + (count << 3), 16);
    store<i32>(list, isLeftSmall ? count : load<i32>(list, 4) - count, 20);
  }
  store<i32>(task, 0, 104);
  if (!load<u32>(task, 28)) return 0;
  const leftHessian = load<u32>(task, 92);
  const mayLeft = complete(task, task + LEFT_RULES, left, leftHessian, weight);
  const mayRight = complete(task, task + RIGHT_RULES, n - left, load<u32>(task, 84) - leftHessian, load<f64>(task, 72) - weight);
  const sought = isLeftSmall ? i32(mayLeft) | (i32(mayRight) << 1) : i32(mayRight) | (i32(mayLeft) << 1);
  store<i32>(task, sought, 104);
  return sought;
}

// The smaller side's histogram is made: the rest.
export function searchLeaf(task: usize, layout: usize, scratch: usize): void {
  const sought = load<i32>(task, 104), isLeftSmall = load<i32>(task, 100) == 1;
  const leftG = load<i32>(task, 88), leftH = load<u32>(task, 92);
  const rightG = load<i32>(task, 80) - leftG, rightH = load<u32>(task, 84) - leftH;
  const smallRules = task + (isLeftSmall ? LEFT_RULES : RIGHT_RULES), largeRules = task + (isLeftSmall ? RIGHT_RULES : LEFT_RULES);
  searchChildren(
    load<u32>(task, 8), 0, 0, 1, sought & 2 ? load<u32>(task, 12) : 0, layout, load<u32>(task, 16), load<i32>(task, 20),
    isLeftSmall ? leftG : rightG, isLeftSmall ? leftH : rightH, sought & 1 ? smallRules : 0,
    isLeftSmall ? rightG : leftG, isLeftSmall ? rightH : leftH, sought & 2 ? largeRules : 0, task + SPLITS, scratch,
  );
}

// With the histogram of any layout; the module emitted for one layout does the same (`splitLeafEmitted`).
export function splitLeaf(task: usize, rows: usize, bytes: usize, layout: usize, scratch: usize, stride: i32, features: i32): void {
  if (!divideLeaf(task)) return;
  const cells = <usize>load<u32>(task, 8);
  memory.fill(cells, 0, bytes);
  for (let i: u32 = 0, list = task + LISTS; i < load<u32>(task); i++, list += LIST) {
    accumulate(load<u32>(list, 16), load<i32>(list, 20), rows, stride, layout, 0, features, cells);
  }
  searchLeaf(task, layout, scratch);
}
