// Shapley values of trees, path-dependent. Let every feature be known with probability t, alone of the others, and let F(t)
// be what the tree then answers on average: a known feature sends a row where its value says, an unknown one sends it left
// and right by the training rows' shares. A feature's Shapley value is the integral over t in 0..1 of the slope of F in that
// feature's own probability (Owen, Multilinear extensions of games, 1972). Along a path of D distinct features the slope is a
// polynomial of degree D - 1 in t, so that ceil(D / 2) Gauss-Legendre knots integrate it exactly (an even tighter form of
// what Yu et al., Linear TreeSHAP, 2022 do by interpolation).
//
// A node is reached with probability A(t), and answers E(t) from there. With c the share of its rows that went left and d = 1
// where the row's value goes left, the row goes left with probability r = c + p (d - c), where p is the probability that the
// feature is known, given that the row came here: t, or, where the path asked for the same feature before, t / u with
// u = t + z (1 - t) and z the product of the shares of those earlier turns, if the row's value took them all, else 0. Then
//   E = E_right + r (E_left - E_right), and the feature's slope gains z (d - c) A (E_left - E_right) / u^2.
// Eight rows go through the whole tree together: every row visits every node, so that nothing branches on data.
//
// node (32 bytes, in preorder): f32 threshold or u32 set, u32 feature | flags, u32 bytes to the right child, u32 depth of the
// feature's last split above, f64 share c (leaf: its value), f64 z. The left child is the next node.
const MISSING_LEFT: u32 = 1 << 24;
const CATEGORICAL: u32 = 1 << 25;
const LEAVES: u32 = 1 << 26;
const REPEATED: u32 = 1 << 27;
const LEAF: u32 = 1 << 31;
const FEATURE: u32 = MISSING_LEFT - 1;
const NODE: usize = 32;

// frame (one a depth): d of 8 rows, whether they are still on the way that the values of its feature say (as f64 masks),
// node and side, then q x 8 values of A and of E_left.
const TAKEN: usize = 64;
const STATE: usize = 128;
const HEAD: usize = 192;

// @ts-ignore: decorator
@inline function splat(at: usize, value: f64): void {
  const v = f64x2.splat(value);
  v128.store(at, v); v128.store(at, v, 16); v128.store(at, v, 32); v128.store(at, v, 48);
}
// @ts-ignore: decorator
@inline function fill(at: usize, q: usize, value: f64): void {
  for (let i: usize = 0; i < q; i++) splat(at + (i << 6), value);
}

// d of eight rows.
// @ts-ignore: decorator
@inline function decide(node: usize, flags: u32, column: usize, sets: usize, frame: usize): void {
  if (flags & CATEGORICAL) {
    const set = sets + (<usize>load<u32>(node) << 5);
    for (let i: usize = 0; i < 8; i++) {
      const bin = <u32>load<f32>(column + (i << 2));
      store<i64>(frame + (i << 3), -<i64>((<u32>load<u8>(set + <usize>(bin >> 3)) >> (bin & 7)) & 1));
    }
    return;
  }
  const x = v128.load(column), y = v128.load(column, 16), threshold = v128.load32_splat(node);
  let a = f32x4.le(x, threshold), b = f32x4.le(y, threshold);
  if (flags & MISSING_LEFT) {
    a = v128.or(a, f32x4.ne(x, x));
    b = v128.or(b, f32x4.ne(y, y));
  }
  v128.store(frame, i64x2.extend_low_i32x4_s(a)); v128.store(frame, i64x2.extend_high_i32x4_s(a), 16);
  v128.store(frame, i64x2.extend_low_i32x4_s(b), 32); v128.store(frame, i64x2.extend_high_i32x4_s(b), 48);
}

// Which rows are still on their way after this turn; `side` flips d for the right child.
// @ts-ignore: decorator
@inline function turn(frame: usize, before: usize, side: v128): void {
  for (let i: usize = 0; i < 64; i += 16) {
    let taken = v128.xor(v128.load(frame + i), side);
    if (before) taken = v128.and(taken, v128.load(before + TAKEN + i));
    v128.store(frame + TAKEN + i, taken);
  }
}

// r of two rows, from its values for d = 1 and d = 0 and, off the way, c.
// @ts-ignore: decorator
@inline function ratio(i: usize, frame: usize, before: usize, r1: v128, r0: v128, c: v128): v128 {
  const r = v128.bitselect(r1, r0, v128.load(frame + i));
  return before ? v128.bitselect(r, c, v128.load(before + TAKEN + i)) : r;
}

// Probability that the feature is known, given that the row came here on its way.
// @ts-ignore: decorator
@inline function known(t: f64, before: usize, z: f64): f64 { return before ? t / (t + z * (1 - t)) : t; }
// @ts-ignore: decorator
@inline function slope(t: f64, before: usize, z: f64): f64 {
  if (!before) return 1;
  const u = t + z * (1 - t);
  return 1 / (u * u);
}

// A of the left child.
function descend(node: usize, q: usize, knots: usize, frame: usize, before: usize, next: usize): void {
  const c = load<f64>(node, 16), z = load<f64>(node, 24), cc = f64x2.splat(c);
  for (let k: usize = 0; k < q; k++) {
    const p = known(load<f64>(knots + (k << 4)), before, z), at = HEAD + (k << 6);
    const r1 = f64x2.splat(c + p * (1 - c)), r0 = f64x2.splat(c - p * c);
    for (let i: usize = 0; i < 64; i += 16) {
      v128.store(next + at + i, f64x2.mul(v128.load(frame + at + i), ratio(i, frame, before, r1, r0, cc)));
    }
  }
}
// A of the right child is what the left one's leaves.
// @ts-ignore: decorator
@inline function cross(q: usize, frame: usize, next: usize): void {
  const end = HEAD + (q << 6);
  for (let at = HEAD; at < end; at += 16) v128.store(next + at, f64x2.sub(v128.load(frame + at), v128.load(next + at)));
}

// Adds z (d - c) s to the feature's contributions.
// @ts-ignore: decorator
@inline function gain(i: usize, frame: usize, before: usize, on: v128, off: v128, s: v128, out: usize): void {
  let g = v128.bitselect(on, off, v128.load(frame + i));
  if (before) g = v128.and(g, v128.load(before + TAKEN + i));
  v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.mul(g, s)));
}

// E of a node from its children's, and its part of the contributions.
function combine(node: usize, q: usize, knots: usize, frame: usize, before: usize, right: usize, target: usize, out: usize): void {
  const c = load<f64>(node, 16), z = load<f64>(node, 24), cc = f64x2.splat(c), left = HEAD + (q << 6);
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let k: usize = 0; k < q; k++) {
    const t = load<f64>(knots + (k << 4)), p = known(t, before, z), at = k << 6, a = frame + HEAD + at, l = frame + left + at;
    const r1 = f64x2.splat(c + p * (1 - c)), r0 = f64x2.splat(c - p * c), u = f64x2.splat(slope(t, before, z));
    const e0 = v128.load(right + at), e1 = v128.load(right + at, 16), e2 = v128.load(right + at, 32), e3 = v128.load(right + at, 48);
    const d0 = f64x2.sub(v128.load(l), e0), d1 = f64x2.sub(v128.load(l, 16), e1), d2 = f64x2.sub(v128.load(l, 32), e2), d3 = f64x2.sub(v128.load(l, 48), e3);
    v128.store(target + at, f64x2.add(e0, f64x2.mul(ratio(0, frame, before, r1, r0, cc), d0)));
    v128.store(target + at, f64x2.add(e1, f64x2.mul(ratio(16, frame, before, r1, r0, cc), d1)), 16);
    v128.store(target + at, f64x2.add(e2, f64x2.mul(ratio(32, frame, before, r1, r0, cc), d2)), 32);
    v128.store(target + at, f64x2.add(e3, f64x2.mul(ratio(48, frame, before, r1, r0, cc), d3)), 48);
    s0 = f64x2.add(s0, f64x2.mul(f64x2.mul(v128.load(a), u), d0));
    s1 = f64x2.add(s1, f64x2.mul(f64x2.mul(v128.load(a, 16), u), d1));
    s2 = f64x2.add(s2, f64x2.mul(f64x2.mul(v128.load(a, 32), u), d2));
    s3 = f64x2.add(s3, f64x2.mul(f64x2.mul(v128.load(a, 48), u), d3));
  }
  const on = f64x2.splat(z * (1 - c)), off = f64x2.splat(-z * c);
  gain(0, frame, before, on, off, s0, out);
  gain(16, frame, before, on, off, s1, out);
  gain(32, frame, before, on, off, s2, out);
  gain(48, frame, before, on, off, s3, out);
}

// The same for a node above two leaves, whose E don't depend on t.
function combineLeaves(node: usize, q: usize, knots: usize, frame: usize, before: usize, target: usize, out: usize): void {
  const c = load<f64>(node, 16), z = load<f64>(node, 24), right = load<f64>(node + 2 * NODE, 16), delta = load<f64>(node + NODE, 16) - right;
  const cc = f64x2.splat(right + c * delta);
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let k: usize = 0; k < q; k++) {
    const t = load<f64>(knots + (k << 4)), p = known(t, before, z), at = k << 6, a = frame + HEAD + at;
    const e1 = f64x2.splat(right + (c + p * (1 - c)) * delta), e0 = f64x2.splat(right + (c - p * c) * delta);
    for (let i: usize = 0; i < 64; i += 16) v128.store(target + at + i, ratio(i, frame, before, e1, e0, cc));
    if (before) {
      const u = f64x2.splat(slope(t, before, z));
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a), u));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a, 16), u));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a, 32), u));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a, 48), u));
    } else {
      s0 = f64x2.add(s0, v128.load(a));
      s1 = f64x2.add(s1, v128.load(a, 16));
      s2 = f64x2.add(s2, v128.load(a, 32));
      s3 = f64x2.add(s3, v128.load(a, 48));
    }
  }
  const on = f64x2.splat(z * (1 - c) * delta), off = f64x2.splat(-z * c * delta);
  gain(0, frame, before, on, off, s0, out);
  gain(16, frame, before, on, off, s1, out);
  gain(32, frame, before, on, off, s2, out);
  gain(48, frame, before, on, off, s3, out);
}

// Eight rows through one tree whose root splits. `scratch`: q x 64 bytes, then a frame for each depth.
function explainEight(root: usize, q: usize, knots: usize, column: usize, columnBytes: usize, sets: usize, scratch: usize, out: usize, outBytes: usize): void {
  const first = scratch + (q << 6), frameBytes = HEAD + (q << 7), ones = i64x2.splat(-1), none = i64x2.splat(0);
  for (let k: usize = 0; k < q; k++) splat(first + HEAD + (k << 6), load<f64>(knots + (k << 4), 8));
  let node = root, frame = first;
  for (;;) {
    const flags = load<u32>(node, 4), feature = <usize>(flags & FEATURE);
    const before = flags & REPEATED ? first + <usize>load<u32>(node, 12) * frameBytes : 0;
    decide(node, flags, column + feature * columnBytes, sets, frame);
    store<u32>(frame, <u32>node, STATE);
    // 0: E of the left child is wanted, 1: of the right one
    const above = frame - frameBytes;
    if (flags & LEAVES) {
      const target = frame != first && load<u32>(above, STATE + 4) == 0 ? above + HEAD + (q << 6) : scratch;
      combineLeaves(node, q, knots, frame, before, target, out + feature * outBytes);
    } else {
      store<u32>(frame, 0, STATE + 4);
      turn(frame, before, none);
      descend(node, q, knots, frame, before, frame + frameBytes);
      const left = node + NODE;
      if (!(load<u32>(left, 4) & LEAF)) {
        frame += frameBytes;
        node = left;
        continue;
      }
      fill(frame + HEAD + (q << 6), q, load<f64>(left, 16));
      frame += frameBytes;
    }
    // up to the next node whose right side is to be seen
    let goes = false;
    while (frame != first) {
      frame -= frameBytes;
      const parent = <usize>load<u32>(frame, STATE), bits = load<u32>(parent, 4);
      const earlier = bits & REPEATED ? first + <usize>load<u32>(parent, 12) * frameBytes : 0;
      if (load<u32>(frame, STATE + 4) == 0) {
        store<u32>(frame, 1, STATE + 4);
        const right = parent + <usize>load<u32>(parent, 8);
        if (!(load<u32>(right, 4) & LEAF)) {
          turn(frame, earlier, ones);
          cross(q, frame, frame + frameBytes);
          frame += frameBytes;
          node = right;
          goes = true;
          break;
        }
        fill(scratch, q, load<f64>(right, 16));
      }
      const higher = frame - frameBytes;
      const target = frame != first && load<u32>(higher, STATE + 4) == 0 ? higher + HEAD + (q << 6) : scratch;
      combine(parent, q, knots, frame, earlier, scratch, target, out + <usize>(bits & FEATURE) * outBytes);
    }
    if (!goes) return;
  }
}

// Adds the contributions of rows [from, to), both multiples of 8, to `out` (f64, (features, outputs) columns of `pitch` rows).
// `columns`: f32 columns of `pitch` rows, categories as bins. `trees`, 16 bytes each: u32 root, u32 knots (f64 t, weight),
// u32 number of knots, u32 output.
export function explainRows(trees: usize, count: i32, columns: usize, pitch: usize, from: usize, to: usize, outputs: usize, sets: usize, scratch: usize, out: usize): void {
  for (let i: i32 = 0; i < count; i++) {
    const tree = trees + (<usize>i << 4), column = out + ((<usize>load<u32>(tree, 12) * pitch) << 3);
    for (let row = from; row < to; row += 8) {
      explainEight(<usize>load<u32>(tree), <usize>load<u32>(tree, 8), <usize>load<u32>(tree, 4), columns + (row << 2), pitch << 2, sets, scratch, column + (row << 3), (outputs * pitch) << 3);
    }
  }
}
