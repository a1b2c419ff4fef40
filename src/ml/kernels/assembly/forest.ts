// One tree of a forest, grown depth first to the end. Sums are integers, so ties and thresholds depend on nothing but
// (data, seed, tree): not on the thread that grows it. The task is laid out in forest-node.ts.
import { drawFeature, readQuantities } from "./forest-chance";
import { drawRows } from "./forest-draw";
import { FEW, readFew } from "./forest-groups";
import {
  beginNode, beginTask, binsOf, classes, countOf, entryAt, from, frequent, isPure, leastLeaf, levels, list, nodeCount,
  rowOf, step, to, totalCounts, word,
} from "./forest-node";
import {
  beginSearch, bestBin, bestFeature, bestHadMissing, bestMissingLeft, bestScore, bestSet, searchFeature,
} from "./forest-splits";
import { hash } from "./random";

// Features in random order until enough that are not constant here were tried, and on until one splits. A split that none can
// beat ends the search: one that leaves both sides pure.
function findSplit(salt: u32): void {
  const features = <i32>word(2), order = word(23), wanted = <i32>word(11), bins = word(3), isDrawn = word(9) != 0;
  const perfect = classes ? nodeCount : to - from == 2 ? 0 : f64.MAX_VALUE;
  if (!classes && to - from <= FEW) readFew();
  if (!classes && isDrawn) readQuantities();
  let tried = 0;
  for (let i = 0; i < features; i++) {
    if (bestFeature >= 0 && (tried >= wanted || bestScore >= perfect)) break;
    const j = i + <i32>((<u64>hash(<u32>i, salt) * <u64>(features - i)) >> 32);
    const feature = load<i32>(order + (<usize>j << 2));
    store<i32>(order + (<usize>j << 2), load<i32>(order + (<usize>i << 2)));
    store<i32>(order + (<usize>i << 2), feature);
    const info = load<u32>(bins + (<usize>feature << 2));
    if ((info & 0x7fffffff) < 2) continue;
    tried += <i32>(isDrawn ? drawFeature(feature, info, salt) : searchFeature(feature, info));
  }
}

function goesLeft(bin: u32): bool {
  if (bestBin < 0) return ((<u32>load<u8>(bestSet + <usize>(bin >> 3)) >> (bin & 7)) & 1) != 0;
  return bin == 0 ? bestMissingLeft != 0 : <i32>bin <= bestBin;
}
// Both sides keep the order of rows. Returns where the right side starts.
function divide(): i32 {
  const column = binsOf(bestFeature), spare = word(21), sides = levels;
  for (let b: u32 = 0; b < 256; b++) store<u8>(sides + <usize>b, goesLeft(b) ? 8 : 0);
  let left = list + (<usize>from << 3), right = spare;
  for (let p = left, end = list + (<usize>to << 3); p < end; p += 8) {
    const entry = load<u64>(p), move = <usize>load<u8>(sides + <usize>load<u8>(column + rowOf(entry) * step));
    store<u64>(left, entry); // one of the two stores is overwritten later
    store<u64>(right, entry);
    left += move;
    right += 8 - move;
  }
  const middle = <i32>((left - list) >> 3);
  memory.copy(left, spare, right - spare);
  return middle;
}

let nodes: usize = 0, sets: usize = 0, vectors: usize = 0;

function writeNode(id: usize, feature: i32, left: u32, value: f32, flags: u8, bin: u8): void {
  store<i32>(word(26) + (id << 2), feature);
  store<u32>(word(27) + (id << 2), left);
  store<f32>(word(28) + (id << 2), value);
  store<u8>(word(29) + id, flags);
  store<u8>(word(30) + id, bin);
}
// A leaf is its mean value, or the index of its shares of classes: pure ones first, then those that are written here.
function writeLeaf(id: usize): void {
  store<f32>(word(36) + (id << 2), <f32>nodeCount);
  if (!classes) {
    const targets = word(6);
    let sum: f64 = 0;
    for (let i = from; i < to; i++) {
      const entry = entryAt(i);
      sum += <f64>load<f32>(targets + (rowOf(entry) << 2)) * <f64>countOf(entry);
    }
    return writeNode(id, -1, 0, <f32>(sum / nodeCount), 0, 0);
  }
  if (isPure) return writeNode(id, -1, <u32>frequent, 0, 0, 0);
  const shares = word(32) + ((vectors * <usize>classes) << 2);
  for (let k: usize = 0; k < <usize>classes; k++) {
    store<f32>(shares + (k << 2), <f32>(<f64>load<u32>(totalCounts() + (k << 2)) / nodeCount));
  }
  writeNode(id, -1, <u32>classes + <u32>vectors, 0, 0, 0);
  vectors++;
}
function writeSplit(id: usize, middle: i32): void {
  let flags: u8 = 0, value: f32 = 0;
  if (bestBin < 0) {
    flags = 2 | (load<u8>(bestSet) & 1);
    sets++;
  } else {
    // where none is missing nothing speaks for a side: the larger one
    const missingLeft = bestHadMissing ? bestMissingLeft : <i32>(middle - from >= to - middle);
    flags = <u8>missingLeft;
    value = load<f32>(word(7) + (<usize>(load<u32>(word(8) + (<usize>bestFeature << 2)) + <u32>bestBin - 1) << 2));
  }
  writeNode(id, bestFeature, <u32>nodes, value, flags, <u8>max(0, bestBin));
}

// Grows the task's tree and writes it there.
export function growForestTree(at: usize): void {
  beginTask(at);
  const stack = word(22), order = word(23), key = <u32>word(14), deepest = <i32>word(13);
  for (let f: u32 = 0; f < <u32>word(2); f++) store<u32>(order + (<usize>f << 2), f);
  nodes = 1; sets = 0; vectors = 0;
  push(stack, 0, 0, drawRows(), 0);
  let top = 1;
  while (top > 0) {
    top--;
    const frame = stack + (<usize>top << 4);
    const id = load<u32>(frame), depth = load<i32>(frame, 12);
    beginNode(load<i32>(frame, 4), load<i32>(frame, 8));
    let isLeaf = nodeCount < 2 * leastLeaf || depth >= deepest || isPure;
    if (!isLeaf) {
      beginSearch(word(31) + (sets << 5));
      findSplit(hash(id, key));
      isLeaf = bestFeature < 0;
    }
    if (isLeaf) {
      writeLeaf(<usize>id);
      continue;
    }
    const middle = divide();
    writeSplit(<usize>id, middle);
    push(frame, <u32>nodes + 1, middle, to, depth + 1);
    push(frame + 16, <u32>nodes, from, middle, depth + 1);
    top += 2;
    nodes += 2;
  }
  store<u32>(at, <u32>nodes, 132);
  store<u32>(at, <u32>sets, 136);
  store<u32>(at, <u32>vectors, 140);
}
function push(frame: usize, id: u32, begin: i32, end: i32, depth: i32): void {
  store<u32>(frame, id); store<i32>(frame, begin, 4); store<i32>(frame, end, 8); store<i32>(frame, depth, 12);
}
