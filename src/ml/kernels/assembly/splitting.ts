// The best split of a leaf. score = T(GL)^2 / (HL + l2) + T(GR)^2 / (HR + l2), in f64 over sums that are exact integers; T pulls
// a sum to 0 by l1. Where values are bounded or must rise or fall with the feature, a side's term is that of its bounded value
// w: -(2 G w + (H + l2) w^2 + 2 l1 |w|), which is the same where the bounds are far. @see Chen and Guestrin, XGBoost (2016)
// Ties go to the lowest feature, then to missing right, then to the lowest bin, whoever searches.
//
// rules (f64): 0 gUnit, 8 hUnit, 16 l2, 24 l2 of categorical splits, 32 smoothing of levels, 40 least hessian of a side,
//              48 least hessian of a level, 56 l1, 64 lowest and 72 highest value of a side
// result (64 bytes): f64 score, i32 feature, i32 last bin on the left (numeric), i32 missing goes left (2: none are missing), i32 categorical,
//              i64 packed sums of the left side, 32 bytes: the bins on the left (categorical)
// scratch: prefix sums 0..2047, keys of levels 2048..4095, a bundle member's cells 4096..6143

// @ts-ignore: decorator
@inline function gradientOf(cell: i64): f64 { return <f64>(<i32>(cell >> 32)); }
// @ts-ignore: decorator
@inline function hessianOf(cell: i64): f64 { return <f64>(<u32>cell); }

let bestScore: f64 = 0;
let bestPlace: i32 = -1;

// Tries every prefix + `extra` as the left side. Keeps the best in bestScore and bestPlace (place + tag). A score is one fraction
// for both sides; most are turned away by a product, since division costs more than all else here: the slack of 1e-15 lets
// everything through to it that rounding could make better. `pulls` is whether there is an l1, known when this is compiled.
// @ts-ignore: decorator
@inline function tryAll(prefixes: usize, n: i32, extra: i64, tag: i32, total: i64, rules: usize, l2: f64, pulls: bool): void {
  const gUnit = f64x2.splat(load<f64>(rules)), hUnit = f64x2.splat(load<f64>(rules, 8)), lambda = f64x2.splat(l2);
  const least = f64x2.splat(load<f64>(rules, 40)), plus = i64x2.splat(extra), l1 = f64x2.splat(load<f64>(rules, 56)), zero = f64x2.splat(0);
  const G = f64x2.mul(f64x2.splat(gradientOf(total)), gUnit), H = f64x2.mul(f64x2.splat(hessianOf(total)), hUnit);
  let best = bestScore, place = bestPlace, bar = f64x2.splat(best - abs(best) * 1e-15);
  for (let i = 0; i < n; i += 2) {
    const x = i64x2.add(v128.load(prefixes + (<usize>i << 3)), plus);
    let tl = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<u32>(x, x, 1, 3, 1, 3)), gUnit), tr = f64x2.sub(G, tl);
    const hl = f64x2.mul(f64x2.convert_low_i32x4_u(v128.shuffle<u32>(x, x, 0, 2, 0, 2)), hUnit), hr = f64x2.sub(H, hl);
    const allowed = v128.and(f64x2.ge(hl, least), f64x2.ge(hr, least));
    if (pulls) {
      tl = f64x2.pmax(zero, f64x2.sub(f64x2.abs(tl), l1));
      tr = f64x2.pmax(zero, f64x2.sub(f64x2.abs(tr), l1));
    }
    const a = f64x2.add(hl, lambda), b = f64x2.add(hr, lambda), both = f64x2.mul(a, b);
    const sum = f64x2.add(f64x2.mul(f64x2.mul(tl, tl), b), f64x2.mul(f64x2.mul(tr, tr), a));
    const better = v128.and(allowed, f64x2.gt(sum, f64x2.mul(bar, both)));
    if (!v128.any_true(better)) continue;
    const scores = f64x2.div(sum, both);
    const s0 = f64x2.extract_lane(scores, 0), s1 = f64x2.extract_lane(scores, 1);
    if (i64x2.extract_lane(better, 0) && s0 > best) {
      best = s0;
      place = i + tag;
    }
    if (i64x2.extract_lane(better, 1) && s1 > best) {
      best = s1;
      place = i + 1 + tag;
    }
    bar = f64x2.splat(best - abs(best) * 1e-15);
  }
  bestScore = best;
  bestPlace = place;
}

function tryPrefixes(prefixes: usize, n: i32, extra: i64, tag: i32, total: i64, rules: usize, l2: f64): void {
  if (load<f64>(rules, 56) == 0) tryAll(prefixes, n, extra, tag, total, rules, l2, false);
  else tryAll(prefixes, n, extra, tag, total, rules, l2, true);
}

// @ts-ignore: decorator
@inline function boundedValue(g: f64, h: f64, rules: usize, l2: f64): f64 {
  const pulled = max<f64>(0, abs(g) - load<f64>(rules, 56)), free = h + l2 > 0 ? (g > 0 ? -pulled : pulled) / (h + l2) : 0;
  return min(max(free, load<f64>(rules, 64)), load<f64>(rules, 72));
}
// @ts-ignore: decorator
@inline function scoreOf(g: f64, h: f64, w: f64, rules: usize, l2: f64): f64 {
  return -(2 * g * w + (h + l2) * w * w + 2 * load<f64>(rules, 56) * abs(w));
}
// As tryPrefixes, where values are bounded: `sign` 1 wants the right side's not below the left's, -1 not above, 0 whatever.
function tryBounded(prefixes: usize, n: i32, extra: i64, tag: i32, total: i64, rules: usize, l2: f64, sign: i32): void {
  const gUnit = load<f64>(rules), hUnit = load<f64>(rules, 8), least = load<f64>(rules, 40);
  const G = gradientOf(total) * gUnit, H = hessianOf(total) * hUnit;
  for (let i = 0; i < n; i++) {
    const x = load<i64>(prefixes + (<usize>i << 3)) + extra;
    const gl = gradientOf(x) * gUnit, hl = hessianOf(x) * hUnit, gr = G - gl, hr = H - hl;
    if (hl < least || hr < least) continue;
    const wl = boundedValue(gl, hl, rules, l2), wr = boundedValue(gr, hr, rules, l2);
    if (<f64>sign * (wr - wl) < 0) continue;
    const score = scoreOf(gl, hl, wl, rules, l2) + scoreOf(gr, hr, wr, rules, l2);
    if (score > bestScore) {
      bestScore = score;
      bestPlace = i + tag;
    }
  }
}

const LEFT: i32 = 1024;

// Prefixes of n places, the last repeated to an even number; a repeated candidate can't win a tie.
function search(n: i32, rest: i64, total: i64, rules: usize, l2: f64, sign: i32, scratch: usize): void {
  bestPlace = -1;
  if (sign != 0 || load<f64>(rules, 64) > -Infinity || load<f64>(rules, 72) < Infinity) {
    tryBounded(scratch, n, 0, 0, total, rules, l2, sign);
    if (rest != 0) tryBounded(scratch, n, rest, LEFT, total, rules, l2, sign);
    return;
  }
  if (n & 1) store<i64>(scratch + (<usize>n << 3), load<i64>(scratch + (<usize>(n - 1) << 3)));
  tryPrefixes(scratch, n, 0, 0, total, rules, l2);
  if (rest != 0) tryPrefixes(scratch, n, rest, LEFT, total, rules, l2);
}

function take(result: usize, feature: i32, rest: i64, missing: i64, scratch: usize, categorical: i32): void {
  const place = bestPlace & (LEFT - 1), restLeft = bestPlace >= LEFT;
  store<f64>(result, bestScore);
  store<i32>(result, feature, 8);
  store<i32>(result, place + 1, 12);
  store<i32>(result, missing == 0 ? 2 : restLeft ? 1 : 0, 16);
  store<i32>(result, categorical, 20);
  store<i64>(result, load<i64>(scratch + (<usize>place << 3)) + (restLeft ? rest : 0), 24);
}

// Place i: bins 1..i+1 go left. Bin 0, the missing rows, is tried on both sides where there are any.
function searchNumeric(histogram: usize, bins: i32, feature: i32, sign: i32, total: i64, rules: usize, result: usize, scratch: usize): void {
  let sum: i64 = 0;
  for (let b = 1; b < bins; b++) {
    sum += load<i64>(histogram + (<usize>b << 3));
    store<i64>(scratch + (<usize>(b - 1) << 3), sum);
  }
  const missing = load<i64>(histogram);
  search(bins - 1, missing, total, rules, load<f64>(rules, 16), sign, scratch);
  if (bestPlace >= 0) take(result, feature, missing, missing, scratch, 0);
}

// Levels of enough mass, sorted by G / (H + smoothing); every prefix goes left. The rest (missing, unseen, too rare) stays
// together and is tried on both sides. @see Fisher, On grouping for maximum homogeneity (1958)
function searchCategorical(histogram: usize, bins: i32, feature: i32, total: i64, rules: usize, result: usize, scratch: usize): void {
  const keys = scratch + 2048, gUnit = load<f64>(rules), hUnit = load<f64>(rules, 8);
  const smoothing = load<f64>(rules, 32), least = load<f64>(rules, 48);
  let n = 0, rest = load<i64>(histogram);
  for (let b = 1; b < bins; b++) {
    const cell = load<i64>(histogram + (<usize>b << 3)), mass = hessianOf(cell) * hUnit;
    if (mass <= 0 || mass < least) {
      rest += cell;
      continue;
    }
    const bits = reinterpret<u32>(<f32>(gradientOf(cell) * gUnit / (mass + smoothing)));
    store<u64>(keys + (<usize>n << 3), (<u64>(bits ^ (<u32>(<i32>bits >> 31) | 0x80000000)) << 8) | <u64>b);
    n++;
  }
  if (n == 0) return;
  sortKeys(keys, n);
  let sum: i64 = 0;
  for (let i = 0; i < n; i++) {
    sum += load<i64>(histogram + (<usize>(load<u64>(keys + (<usize>i << 3)) & 255) << 3));
    store<i64>(scratch + (<usize>i << 3), sum);
  }
  search(n, rest, total, rules, load<f64>(rules, 24), 0, scratch);
  if (bestPlace < 0) return;
  take(result, feature, rest, load<i64>(histogram), scratch, 1);
  memory.fill(result + 32, 0, 32);
  const last = bestPlace & (LEFT - 1), restLeft = bestPlace >= LEFT;
  if (restLeft) {
    for (let b = 0; b < bins; b++) setBit(result + 32, b, 1);
    for (let i = last + 1; i < n; i++) setBit(result + 32, <i32>(load<u64>(keys + (<usize>i << 3)) & 255), 0);
  } else {
    for (let i = 0; i <= last; i++) setBit(result + 32, <i32>(load<u64>(keys + (<usize>i << 3)) & 255), 1);
  }
}
// @ts-ignore: decorator
@inline function setBit(set: usize, b: i32, value: u32): void {
  const p = set + <usize>(b >> 3), mask: u32 = 1 << (<u32>b & 7), old = <u32>load<u8>(p);
  store<u8>(p, value ? old | mask : old & ~mask);
}
// Shell's sort; keys are distinct, so it needs no stability.
export function sortKeys(keys: usize, n: i32): void {
  let gap = 1;
  while (gap < n / 3) gap = gap * 3 + 1;
  for (; gap > 0; gap /= 3) {
    for (let i = gap; i < n; i++) {
      const key = load<u64>(keys + (<usize>i << 3));
      let j = i;
      while (j >= gap && load<u64>(keys + (<usize>(j - gap) << 3)) > key) {
        store<u64>(keys + (<usize>j << 3), load<u64>(keys + (<usize>(j - gap) << 3)));
        j -= gap;
      }
      store<u64>(keys + (<usize>j << 3), key);
    }
  }
}

// A bundle's members by themselves: their own bins are put together, with the usual one as what the others leave of the leaf,
// so that each is searched as it would be alone; what is found is a set of the bundle's bins.
// members: u32 count, padded to 16 bytes, then 16 bytes each: u32 first bin in the bundle, u32 bins, u32 usual bin.
function searchBundle(histogram: usize, column: i32, members: usize, total: i64, rules: usize, result: usize, scratch: usize): void {
  const own = scratch + 4096, set = result + 32;
  store<i64>(own, 0);
  for (let m = members + 16, end = m + (<usize>load<u32>(members) << 4); m < end; m += 16) {
    const first = load<i32>(m), bins = load<i32>(m, 4), usual = load<i32>(m, 8);
    let rest = total, cell = histogram + (<usize>first << 3);
    for (let b = 1; b < bins; b++) {
      if (b == usual) continue;
      rest -= load<i64>(cell);
      store<i64>(own + (<usize>b << 3), load<i64>(cell));
      cell += 8;
    }
    store<i64>(own + (<usize>usual << 3), rest);
    searchNumeric(own, bins, column, 0, total, rules, result, scratch);
    if (bestPlace < 0) continue;
    const last = bestPlace + 1, usualLeft = usual <= last;
    store<i32>(result, usualLeft ? 1 : 0, 16);
    store<i32>(result, 1, 20);
    memory.fill(set, usualLeft ? 255 : 0, 32);
    for (let b = 1, place = first; b < bins; b++) if (b != usual) setBit(set, place++, b <= last ? 1 : 0);
  }
}

// The best split of one leaf over a list of features. `layout`: 16 bytes a feature: offset, bins, 1 if categorical
// or 2 if a bundle, sign (1: values must rise with the feature, -1: fall) or the bundle's members.
export function searchFeatures(histogram: usize, layout: usize, features: usize, n: i32, total: i64, rules: usize, result: usize, scratch: usize): void {
  bestScore = load<f64>(rules, 64) > -Infinity || load<f64>(rules, 72) < Infinity ? -Infinity : 0;
  store<i32>(result, -1, 8);
  for (let k = 0; k < n; k++) {
    const feature = load<i32>(features + (<usize>k << 2)), d = layout + (<usize>feature << 4);
    const at = histogram + <usize>load<u32>(d), bins = load<i32>(d, 4);
    if (bins < 2) continue;
    const kind = load<i32>(d, 8);
    if (kind == 2) searchBundle(at, feature, load<u32>(d, 12), total, rules, result, scratch);
    else if (kind == 1) searchCategorical(at, bins, feature, total, rules, result, scratch);
    else searchNumeric(at, bins, feature, load<i32>(d, 12), total, rules, result, scratch);
  }
}
