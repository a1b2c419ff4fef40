// k-means: squared distances of float32 rows to centres, and what its seeding and its iterations make of them.
//
// Rows lie one after the other, `stride` values apart, padded with zeros to a multiple of 4. Centres lie twice: as rows of the
// same kind, and across (d x width, width a multiple of 4, padded with centres far off), four centres to a vector, so that one
// row meets them all without waiting for others. Sums are doubles over given ranges of rows; the caller adds ranges in order.
import { pair, sum2 } from "./lanes";

// The squared distances of one row to `width` centres that lie across.
// @ts-ignore: decorator
@inline function distancesTo(row: usize, d: i32, across: usize, width: i32, out: usize): void {
  const step = <usize>width << 2, end = row + (<usize>d << 2);
  let k: i32 = 0;
  for (; k + 16 <= width; k += 16) {
    let a = f32x4.splat(0), b = a, c = a, e = a, p = across + (<usize>k << 2);
    for (let x = row; x < end; x += 4) {
      const v = v128.load32_splat(x);
      let t = f32x4.sub(v, v128.load(p));
      a = f32x4.add(a, f32x4.mul(t, t));
      t = f32x4.sub(v, v128.load(p, 16));
      b = f32x4.add(b, f32x4.mul(t, t));
      t = f32x4.sub(v, v128.load(p, 32));
      c = f32x4.add(c, f32x4.mul(t, t));
      t = f32x4.sub(v, v128.load(p, 48));
      e = f32x4.add(e, f32x4.mul(t, t));
      p += step;
    }
    const to = out + (<usize>k << 2);
    v128.store(to, a); v128.store(to, b, 16); v128.store(to, c, 32); v128.store(to, e, 48);
  }
  for (; k + 8 <= width; k += 8) {
    let a = f32x4.splat(0), b = a, p = across + (<usize>k << 2);
    for (let x = row; x < end; x += 4) {
      const v = v128.load32_splat(x);
      let t = f32x4.sub(v, v128.load(p));
      a = f32x4.add(a, f32x4.mul(t, t));
      t = f32x4.sub(v, v128.load(p, 16));
      b = f32x4.add(b, f32x4.mul(t, t));
      p += step;
    }
    v128.store(out + (<usize>k << 2), a); v128.store(out + (<usize>k << 2), b, 16);
  }
  for (; k < width; k += 4) {
    let a = f32x4.splat(0), p = across + (<usize>k << 2);
    for (let x = row; x < end; x += 4) {
      const t = f32x4.sub(v128.load32_splat(x), v128.load(p));
      a = f32x4.add(a, f32x4.mul(t, t));
      p += step;
    }
    v128.store(out + (<usize>k << 2), a);
  }
}

// The squared distance of two rows.
// @ts-ignore: decorator
@inline function distanceOf(a: usize, b: usize, stride: i32): f32 {
  let sum = f32x4.splat(0);
  for (let o: usize = 0, end = <usize>stride << 2; o < end; o += 16) {
    const t = f32x4.sub(v128.load(a + o), v128.load(b + o));
    sum = f32x4.add(sum, f32x4.mul(t, t));
  }
  return (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

// @ts-ignore: decorator
@inline function weightAt(weights: usize, i: i32): f64 { return weights ? load<f64>(weights + (<usize>i << 3)) : 1; }

// potentials[k] = the sum over rows of weight * min(nearest, distance to candidate k), k < width.
export function seedPotentials(rows: usize, stride: i32, d: i32, across: usize, width: i32, nearest: usize, weights: usize, from: i32, to: i32, potentials: usize, scratch: usize): void {
  memory.fill(potentials, 0, <usize>width << 3);
  for (let i = from; i < to; i++) {
    distancesTo(rows + (<usize>i * stride << 2), d, across, width, scratch);
    const own = v128.load32_splat(nearest + (<usize>i << 2)), weight = f64x2.splat(weightAt(weights, i));
    for (let k: i32 = 0; k < width; k += 4) {
      const least = f32x4.pmin(own, v128.load(scratch + (<usize>k << 2))), at = potentials + (<usize>k << 3);
      v128.store(at, f64x2.add(v128.load(at), f64x2.mul(weight, f64x2.promote_low_f32x4(least))));
      const high = f64x2.promote_low_f32x4(v128.shuffle<u64>(least, least, 1, 1));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(weight, high)), 16);
    }
  }
}
// nearest = min(nearest, distance to the row `chosen`); potential = the sum of weight * nearest.
export function seedNearest(rows: usize, stride: i32, chosen: usize, nearest: usize, weights: usize, from: i32, to: i32, potential: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const at = nearest + (<usize>i << 2), least = min(load<f32>(at), distanceOf(rows + (<usize>i * stride << 2), chosen, stride));
    store<f32>(at, least);
    sum += weightAt(weights, i) * <f64>least;
  }
  store<f64>(potential, sum);
}

// One iteration over rows [from, to), after the centres have moved. A row is skipped where its bounds prove that its centre is
// still the nearest (Hamerly 2010): upper is at least the distance to its own, lower at most that to any other; half is half the
// distance from a centre to the nearest other. drift[k] is how far centre k moved, and drift[centres + k] how far any other did.
// What changes its centre is moved between the centres' sums: delta (centres x stride doubles, then centres masses, then how
// many changed). A row's cluster is -1 at first. slack: relative, covers the rounding of float32 distances.
export function assignRows(rows: usize, stride: i32, d: i32, own: usize, across: usize, width: i32, centres: i32, drift: usize, half: usize, slack: f32, clusters: usize, upper: usize, lower: usize, weights: usize, from: i32, to: i32, delta: usize, scratch: usize): void {
  const masses = delta + (<usize>centres * stride << 3), line = <usize>stride << 3;
  memory.fill(delta, 0, <usize>centres * line + (<usize>(centres + 1) << 3));
  const more: f32 = 1 + slack, less: f32 = 1 - slack;
  let changed: i32 = 0;
  for (let i = from; i < to; i++) {
    const o = <usize>i << 2, row = rows + (<usize>i * stride << 2), before = load<i32>(clusters + o);
    if (before >= 0) {
      let u = (load<f32>(upper + o) + load<f32>(drift + (<usize>before << 2))) * more;
      const l = (load<f32>(lower + o) - load<f32>(drift + (<usize>(centres + before) << 2))) * less;
      const bound = max(l, load<f32>(half + (<usize>before << 2)));
      store<f32>(lower + o, l);
      if (u > bound) u = sqrt(distanceOf(row, own + (<usize>before * stride << 2), stride)) * more;
      store<f32>(upper + o, u);
      if (u <= bound) continue;
    }
    distancesTo(row, d, across, width, scratch);
    // Four centres at a time, and then the four lanes: no branch, since which centre is nearer can't be foretold.
    let first = f32x4.splat(f32.MAX_VALUE), second = first, nearest = i32x4.splat(0), k4 = i32x4(0, 1, 2, 3);
    for (let k = 0; k < width; k += 4) {
      const distance = v128.bitselect(v128.load(scratch + (<usize>k << 2)), f32x4.splat(f32.MAX_VALUE), i32x4.lt_s(k4, i32x4.splat(centres)));
      const isNearer = f32x4.lt(distance, first);
      second = f32x4.pmin(second, v128.bitselect(first, distance, isNearer));
      first = v128.bitselect(distance, first, isNearer);
      nearest = v128.bitselect(k4, nearest, isNearer);
      k4 = i32x4.add(k4, i32x4.splat(4));
    }
    for (let turn = 0; turn < 2; turn++) {
      const f = turn ? v128.shuffle<i32>(first, first, 1, 0, 3, 2) : v128.shuffle<i32>(first, first, 2, 3, 0, 1);
      const s = turn ? v128.shuffle<i32>(second, second, 1, 0, 3, 2) : v128.shuffle<i32>(second, second, 2, 3, 0, 1);
      const n = turn ? v128.shuffle<i32>(nearest, nearest, 1, 0, 3, 2) : v128.shuffle<i32>(nearest, nearest, 2, 3, 0, 1);
      const isOther = v128.or(f32x4.lt(f, first), v128.and(f32x4.eq(f, first), i32x4.lt_s(n, nearest))); // the first of equals
      second = f32x4.pmin(f32x4.pmin(second, s), v128.bitselect(first, f, isOther));
      first = v128.bitselect(f, first, isOther);
      nearest = v128.bitselect(n, nearest, isOther);
    }
    const best = i32x4.extract_lane(nearest, 0);
    store<f32>(upper + o, sqrt(f32x4.extract_lane(first, 0)) * more);
    store<f32>(lower + o, sqrt(f32x4.extract_lane(second, 0)) * less);
    if (best == before) continue;
    store<i32>(clusters + o, best);
    changed++;
    const weight = weightAt(weights, i);
    addRow(row, stride, weight, delta + <usize>best * line);
    store<f64>(masses + (<usize>best << 3), load<f64>(masses + (<usize>best << 3)) + weight);
    if (before < 0) continue;
    addRow(row, stride, -weight, delta + <usize>before * line);
    store<f64>(masses + (<usize>before << 3), load<f64>(masses + (<usize>before << 3)) - weight);
  }
  store<f64>(masses + (<usize>centres << 3), <f64>changed);
}
// @ts-ignore: decorator
@inline function addRow(row: usize, stride: i32, weight: f64, sum: usize): void {
  const w = f64x2.splat(weight);
  for (let f: i32 = 0; f < stride; f += 2) {
    const at = sum + (<usize>f << 3);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(w, pair(row + (<usize>f << 2)))));
  }
}

// inertia = the sum of weight * squared distance to the row's own centre (centres x stride doubles).
export function inertiaRows(rows: usize, stride: i32, clusters: usize, weights: usize, centres: usize, from: i32, to: i32, inertia: usize): void {
  let sum: f64 = 0;
  for (let i = from; i < to; i++) {
    const row = rows + (<usize>i * stride << 2), centre = centres + (<usize>load<i32>(clusters + (<usize>i << 2)) * stride << 3);
    let a = f64x2.splat(0);
    for (let f: i32 = 0; f < stride; f += 2) {
      const t = f64x2.sub(pair(row + (<usize>f << 2)), v128.load(centre + (<usize>f << 3)));
      a = f64x2.add(a, f64x2.mul(t, t));
    }
    sum += weightAt(weights, i) * sum2(a);
  }
  store<f64>(inertia, sum);
}
