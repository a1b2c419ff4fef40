// Extremely randomised trees: one cut a feature, drawn between the node's extremes. Values are those of bins' centres.
// @see Geurts, Ernst and Wehenkel, Extremely randomized trees (2006)
import { binOf, clearClasses, groupClasses, groups, groupValues } from "./forest-groups";
import { binsOf, cells, classes, classOf, countOf, entryAt, from, list, quantityOf, step, to, word } from "./forest-node";
import { beginClasses, moveClass, searchLevels, setMissing, tryClasses, tryClassesWith, tryValues } from "./forest-splits";
import { hash } from "./random";

// Tries the feature at a cut drawn by `salt`. Returns false where all rows of the node lie in one bin.
export function drawFeature(feature: i32, info: u32, salt: u32): bool {
  const chance = hash(<u32>feature, salt ^ 0x63757473);
  return info >> 31 ? drawLevels(feature, info & 0x7fffffff, chance) : drawBin(feature, chance);
}

// Until the node is divided, the spare list holds its rows' quantities, and then their bins of the feature at hand.
// @ts-ignore: decorator
@inline function rowBins(): usize { return word(21) + (<usize>(to - from) << 3); }

// Quantities of the node's rows, the same for each feature that is tried.
export function readQuantities(): void {
  let p = word(21);
  for (let i = from; i < to; i++, p += 8) store<i64>(p, quantityOf(entryAt(i)));
}

function drawBin(feature: i32, chance: u32): bool {
  const column = binsOf(feature), n = <usize>(to - from);
  let p = rowBins(), low: u32 = 255, high: u32 = 0, least: u32 = 255;
  for (let entry = list + (<usize>from << 3), end = entry + (n << 3); entry < end; entry += 8, p++) {
    const bin = <u32>load<u8>(column + <usize>load<u32>(entry) * step);
    store<u8>(p, <u8>bin);
    low = min(low, (bin - 1) & 255); // the missing are last here
    high = max(high, bin);
    least = min(least, bin);
  }
  low++;
  const hasMissing = least == 0;
  if (high == 0 || (low == high && !hasMissing)) return false;
  setMissing(hasMissing);
  const cut = low == high ? low : cutBetween(feature, low, high, chance);
  if (classes) tryCutOfClasses(feature, cut, hasMissing);
  else tryCutOfValues(feature, cut, hasMissing);
  return true;
}
// The last bin on the left: the last whose centre lies below a point drawn between those of the extremes.
function cutBetween(feature: i32, low: u32, high: u32, chance: u32): u32 {
  const centres = word(9) + (<usize>feature << 10);
  const first = <f64>load<f32>(centres + (<usize>low << 2)), last = <f64>load<f32>(centres + (<usize>high << 2));
  const point = first + (last - first) * (<f64>chance / 4294967296.0);
  let above = high;
  while (above - low > 1) {
    const middle = (low + above) >> 1;
    if (<f64>load<f32>(centres + (<usize>middle << 2)) <= point) low = middle;
    else above = middle;
  }
  return low;
}
function tryCutOfValues(feature: i32, cut: u32, hasMissing: bool): void {
  const bins = rowBins(), quantities = word(21), n = <usize>(to - from);
  let left: i64 = 0, missing: i64 = 0;
  for (let i: usize = 0; i < n; i++) {
    const place = <u32>load<u8>(bins + i) - 1;
    left += load<i64>(quantities + (i << 3)) & -<i64>(place < cut);
  }
  tryValues(left, feature, cut, 0);
  if (!hasMissing) return;
  for (let i: usize = 0; i < n; i++) if (!load<u8>(bins + i)) missing += load<i64>(quantities + (i << 3));
  tryValues(left + missing, feature, cut, 1);
}
function tryCutOfClasses(feature: i32, cut: u32, hasMissing: bool): void {
  const bins = rowBins(), n = <usize>(to - from), width = <usize>classes << 2;
  for (let i: usize = 0; i < n; i++) {
    const bin = <u32>load<u8>(bins + i);
    if (bin > cut) continue;
    const entry = entryAt(from + <i32>i), at = cells + (bin ? width : 0) + (classOf(entry) << 2);
    store<u32>(at, load<u32>(at) + countOf(entry));
  }
  beginClasses();
  for (let k: usize = 0; k < <usize>classes; k++) moveClass(k, load<u32>(cells + width + (k << 2)));
  tryClasses(feature, cut, 0);
  if (hasMissing) tryClassesWith(cells, feature, cut);
  memory.fill(cells, 0, width << 1);
}

// Levels in their order by mean or share, cut at a place drawn among all.
function drawLevels(feature: i32, bins: u32, chance: u32): bool {
  if (classes) groupClasses(feature);
  else groupValues(feature, bins);
  const varies = groups > 1;
  if (varies) {
    setMissing(binOf(0) == 0);
    searchLevels(feature, 1 + <i32>((<u64>chance * <u64>(groups - 1)) >> 32));
  }
  if (classes) clearClasses();
  return varies;
}
