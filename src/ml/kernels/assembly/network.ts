// Training of a neural network: batches forward and back, and the loss on rows held out. All that a network needs
// is its own, so several train side by side and none waits for another.
//
// `task` is a block of 32-bit words: 0 net (see layers.ts), 1 parameters, 2 gradients, 3 first moments, 4 second moments,
// 5 number of parameters (multiple of 4), 6 of which vectors of categories (multiple of 4), 7 data, 8 targets (f32 by row), 9 weights or 0,
// 10 order of the training rows, 11 batch size, 12 x, 13 z of all layers, 14 h of all layers, 15 outputs and their derivatives,
// 16 and 17 derivatives of a layer, 18 a transposed matrix, 19 derivatives of embedded inputs, 20 rates (4 floats a step),
// 21 loss (0 squared, 1 logistic, 2 softmax), 22 outputs, 23 dropout (u32 below which a unit is left out), 24 scale of the rest,
// 25 key of the dropout, 26 rows held out, 27 how many, 28 where sums go (f64: training loss, loss held out), 29 and 30: betas.
import { hash4 } from "./random";
import { activate, encode, forwardNetwork, layerAt, product, sigmoid4, slotOf } from "./layers";

// @ts-ignore: decorator
@inline function word(task: usize, at: usize): usize { return <usize>load<u32>(task + (at << 2)); }

// Steps [from, to) of an epoch, counted from its first batch; `epochStep` is the fit's step at which the epoch begins.
export function trainNetwork(task: usize, from: i32, to: i32, epochStep: i32): void {
  const batch = load<i32>(task, 44), order = word(task, 10);
  for (let s = from; s < to; s++) {
    const rows = order + (<usize>s * batch << 2);
    forward(task, rows, batch, epochStep + s);
    const sum = lossGradient(task, rows, batch, 1 / <f64>batch, true);
    store<f64>(word(task, 28), load<f64>(word(task, 28)) + sum);
    backward(task, rows, batch, epochStep + s);
    adam(task, word(task, 20) + (<usize>s << 4));
  }
}

// The summed loss of the rows held out.
export function measureNetwork(task: usize): void {
  const batch = load<i32>(task, 44), rows = word(task, 26), count = load<i32>(task, 108), net = word(task, 0);
  let sum: f64 = 0;
  for (let at = 0; at < count; at += batch) {
    const n = min(batch, count - at), some = rows + (<usize>at << 2);
    forwardNetwork(net, word(task, 1), word(task, 7), some, n, word(task, 12), word(task, 13), word(task, 15));
    sum += lossGradient(task, some, n, 0, false);
  }
  store<f64>(word(task, 28), sum, 8);
}

function forward(task: usize, rows: usize, n: i32, step: i32): void {
  const net = word(task, 0), params = word(task, 1), x = word(task, 12);
  const layers = load<i32>(net, 28), width = load<i32>(net, 32), outputs = load<i32>(net, 36), size = <usize>n * width << 2;
  encode(net, params, word(task, 7), rows, n, x);
  let from = x, fromWidth = load<i32>(net, 4);
  for (let l = 0; l <= layers; l++) {
    const weights = params + layerAt(net, l), wide = l == layers ? outputs : width;
    const z = l == layers ? word(task, 15) : word(task, 13) + <usize>l * size;
    product(from, <usize>fromWidth << 2, 4, weights, <usize>wide << 2, z, <usize>wide << 2, n, wide, fromWidth, weights + (<usize>fromWidth * wide << 2));
    if (l == layers) return;
    const h = word(task, 14) + <usize>l * size;
    activate(load<i32>(net, 40), z, h, n * wide);
    dropOut(task, h, n * wide, step, l);
    from = h;
    fromWidth = wide;
  }
}

// Leaves out units by the hash of (key, step, layer, unit), and scales the others up. Its own derivative is itself.
function dropOut(task: usize, values: usize, n: i32, step: i32, layer: i32): void {
  const below = load<u32>(task, 92);
  if (below == 0) return;
  const key = i32x4.splat((load<u32>(task, 100) + <u32>step * 0x9e3779b1) ^ (<u32>(layer + 1) * 0x85ebca77));
  const limit = i32x4.splat(below ^ 0x80000000), scale = f32x4.splat(load<f32>(task, 96));
  for (let i = 0; i < n; i += 4) {
    const o = values + (<usize>i << 2);
    const random = hash4(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), key);
    const kept = i32x4.ge_s(v128.xor(random, i32x4.splat(0x80000000)), limit);
    v128.store(o, v128.and(kept, f32x4.mul(v128.load(o), scale)));
  }
}

// The weighted loss of the rows; puts the derivatives by the outputs, times `scale`, in their place if asked to.
function lossGradient(task: usize, rows: usize, n: i32, scale: f64, derive: bool): f64 {
  const kind = load<i32>(task, 84), outputs = load<i32>(task, 88), wide = load<i32>(word(task, 0), 36);
  const targets = word(task, 8), weights = word(task, 9), out = word(task, 15);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const row = <usize>load<u32>(rows + (<usize>i << 2)) << 2, o = out + (<usize>i * wide << 2);
    const target = <f64>load<f32>(targets + row), weight = weights ? <f64>load<f32>(weights + row) : 1;
    const f = weight * scale;
    if (kind == 0) {
      const d = <f64>load<f32>(o) - target;
      sum += weight * d * d * 0.5;
      if (derive) store<f32>(o, <f32>(f * d));
    } else if (kind == 1) {
      const s = <f64>load<f32>(o), margin = target > 0 ? s : -s, e = NativeMath.exp(-NativeMath.abs(margin));
      sum += weight * (NativeMath.log1p(e) + NativeMath.max(0, -margin));
      const p = margin >= 0 ? e / (1 + e) : 1 / (1 + e);
      if (derive) store<f32>(o, <f32>(target > 0 ? -f * p : f * p));
    } else sum += softmaxRow(o, outputs, <i32>target, weight, f, derive);
  }
  return sum;
}

function softmaxRow(o: usize, outputs: i32, target: i32, weight: f64, f: f64, derive: bool): f64 {
  let top: f64 = -Infinity, total: f64 = 0;
  for (let k = 0; k < outputs; k++) top = NativeMath.max(top, <f64>load<f32>(o + (<usize>k << 2)));
  const own = <f64>load<f32>(o + (<usize>target << 2));
  for (let k = 0; k < outputs; k++) total += NativeMath.exp(<f64>load<f32>(o + (<usize>k << 2)) - top);
  if (derive) for (let k = 0; k < outputs; k++) {
    const at = o + (<usize>k << 2), p = NativeMath.exp(<f64>load<f32>(at) - top) / total;
    store<f32>(at, <f32>(f * (k == target ? p - 1 : p)));
  }
  return weight * (NativeMath.log(total) + top - own);
}

function backward(task: usize, rows: usize, n: i32, step: i32): void {
  const net = word(task, 0), params = word(task, 1), gradients = word(task, 2), scratch = word(task, 18);
  const layers = load<i32>(net, 28), width = load<i32>(net, 32), inputs = load<i32>(net, 4), size = <usize>n * width << 2;
  let dz = word(task, 15), wide = load<i32>(net, 36);
  for (let l = layers; l >= 0; l--) {
    const at = layerAt(net, l), from = l == 0 ? word(task, 12) : word(task, 14) + <usize>(l - 1) * size, fromWidth = l == 0 ? inputs : width;
    const zRow = <usize>wide << 2, fromRow = <usize>fromWidth << 2;
    product(from, 4, fromRow, dz, zRow, gradients + at, zRow, fromWidth, wide, n, 0);
    sumRows(dz, n, wide, gradients + at + <usize>fromWidth * zRow);
    const back = l == 0 ? load<i32>(net, 8) : width;
    if (back == 0) return;
    transpose(params + at, back, wide, scratch);
    const dh = l == 0 ? word(task, 19) : word(task, 16 + (l & 1));
    product(dz, zRow, 4, scratch, <usize>back << 2, dh, <usize>back << 2, n, back, wide, 0);
    if (l == 0) return vectorGradients(task, rows, n, dh);
    dropOut(task, dh, n * width, step, l - 1);
    derive(load<i32>(net, 40), word(task, 13) + <usize>(l - 1) * size, dh, n * width);
    dz = dh;
    wide = width;
  }
}

// dh times the activation's derivative at z, in place.
function derive(kind: i32, z: usize, dh: usize, n: i32): void {
  const end = <usize>n << 2;
  for (let o: usize = 0; o < end; o += 16) {
    const x = v128.load(z + o), d = v128.load(dh + o);
    if (kind == 0) v128.store(dh + o, v128.and(d, f32x4.gt(x, f32x4.splat(0))));
    else {
      const s = sigmoid4(x), one = f32x4.splat(1);
      v128.store(dh + o, f32x4.mul(d, f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))))));
    }
  }
}

function sumRows(values: usize, n: i32, wide: i32, out: usize): void {
  for (let j: usize = 0; j < (<usize>wide << 2); j += 16) {
    let sum = f32x4.splat(0);
    for (let i = 0; i < n; i++) sum = f32x4.add(sum, v128.load(values + (<usize>i * wide << 2) + j));
    v128.store(out + j, sum);
  }
}

// The first `rows` rows of a (.., columns) matrix, turned.
function transpose(source: usize, rows: i32, columns: i32, target: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(target + (<usize>(j * rows + i) << 2), load<f32>(source + (<usize>(i * columns + j) << 2)));
    }
  }
}

function vectorGradients(task: usize, rows: usize, n: i32, dx: usize): void {
  const net = word(task, 0), gradients = word(task, 2), features = load<u32>(net), embedded = load<u32>(net, 8), count = load<u32>(net, 12);
  memory.fill(gradients, 0, word(task, 6) << 2);
  for (let i = 0; i < n; i++) {
    const raw = word(task, 7) + (<usize>load<u32>(rows + (<usize>i << 2)) * features << 2), d = dx + (<usize>i * embedded << 2);
    for (let c: u32 = 0, entry = <usize>load<u32>(net, 16); c < count; c++, entry += 24) {
      const size = load<u32>(entry, 12), column = load<u32>(entry, 16);
      const vector = gradients + (<usize>(load<u32>(entry, 20) + slotOf(entry, raw) * size) << 2);
      for (let k: u32 = 0; k < size; k++) {
        const at = vector + (<usize>k << 2);
        store<f32>(at, load<f32>(at) + load<f32>(d + (<usize>(column + k) << 2)));
      }
    }
  }
}

// One step of Adam with decoupled weight decay, of the layers' weights alone. rates: step, decay, root of the second moments' correction.
function adam(task: usize, rates: usize): void {
  const net = word(task, 0), layers = load<i32>(net, 28), width = load<u32>(net, 32);
  descend(task, rates, 0, word(task, 6) << 2, 0);
  for (let l = 0; l <= layers; l++) {
    const wide = l == layers ? load<u32>(net, 36) : width, fromWidth = l == 0 ? load<u32>(net, 4) : width;
    const at = layerAt(net, l), bias = at + (<usize>fromWidth * wide << 2);
    descend(task, rates, at, bias, load<f32>(rates, 4));
    descend(task, rates, bias, bias + (<usize>wide << 2), 0);
  }
}

function descend(task: usize, rates: usize, from: usize, to: usize, decay: f32): void {
  const params = word(task, 1), gradients = word(task, 2), first = word(task, 3), second = word(task, 4);
  const step = f32x4.splat(load<f32>(rates)), root = f32x4.splat(load<f32>(rates, 8)), kept = f32x4.splat(1 - decay);
  const beta1 = load<f32>(task, 116), beta2 = load<f32>(task, 120);
  const b1 = f32x4.splat(beta1), n1 = f32x4.splat(1 - beta1), b2 = f32x4.splat(beta2), n2 = f32x4.splat(1 - beta2), epsilon = f32x4.splat(1e-8);
  for (let o = from; o < to; o += 16) {
    const g = v128.load(gradients + o);
    const m = f32x4.add(f32x4.mul(b1, v128.load(first + o)), f32x4.mul(n1, g));
    const v = f32x4.add(f32x4.mul(b2, v128.load(second + o)), f32x4.mul(n2, f32x4.mul(g, g)));
    v128.store(first + o, m);
    v128.store(second + o, v);
    const move = f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.mul(f32x4.sqrt(v), root), epsilon));
    v128.store(params + o, f32x4.sub(f32x4.mul(kept, v128.load(params + o)), move));
  }
}
