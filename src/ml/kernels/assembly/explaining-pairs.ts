// Shapley values of trees against background rows (interventional). In the game between a row x and a background row b, a known
// feature has x's value and an unknown one b's. A leaf is reached only if, on its way, features where the two go apart are
// known on the turns that x takes (X of them) and unknown on those that b takes (N of them); its value v then adds
// v (X - 1)! N! / (X + N)! to each of the former and takes v X! (N - 1)! / (X + N)! from each of the latter. One walk down
// all ways that some set of known features can take finds every such leaf once.
// @see Lundberg et al., From local explanations to global understanding with explainable AI for trees (2020), algorithm 3
//
// Nodes are those of `explaining.ts`.
const MISSING_LEFT: u32 = 1 << 24;
const CATEGORICAL: u32 = 1 << 25;
const LEAF: u32 = 1 << 31;
const FEATURE: u32 = MISSING_LEFT - 1;
const NODE: usize = 32;

let x: usize = 0, b: usize = 0, sets: usize = 0, sides: usize = 0, weights: usize = 0, width: usize = 0, out: usize = 0, outBytes: usize = 0;
// What the leaves below the last visited node add to a feature of x's side, and take from one of b's.
let gained: f64 = 0, lost: f64 = 0;

// @ts-ignore: decorator
@inline function next(node: usize, flags: u32, value: f32): usize {
  let left: bool;
  if (flags & CATEGORICAL) {
    const bin = <u32>value;
    left = ((<u32>load<u8>(sets + (<usize>load<u32>(node) << 5) + <usize>(bin >> 3)) >> (bin & 7)) & 1) != 0;
  } else left = value <= load<f32>(node) || (value != value && (flags & MISSING_LEFT) != 0);
  return left ? node + NODE : node + <usize>load<u32>(node, 8);
}

// k! n! / (k + n + 1)!
// @ts-ignore: decorator
@inline function weight(k: i32, n: i32): f64 { return load<f64>(weights + ((<usize>k * width + <usize>n) << 3)); }

function visit(start: usize, known: i32, unknown: i32): void {
  let node = start;
  for (;;) {
    const flags = load<u32>(node, 4);
    if (flags & LEAF) {
      const value = load<f64>(node, 16);
      gained = known > 0 ? value * weight(known - 1, unknown) : 0;
      lost = unknown > 0 ? value * weight(known, unknown - 1) : 0;
      return;
    }
    const f = <usize>(flags & FEATURE), ofX = next(node, flags, load<f32>(x + (f << 2))), ofB = next(node, flags, load<f32>(b + (f << 2)));
    if (ofX == ofB) {
      node = ofX;
      continue;
    }
    const side = load<u8>(sides + f);
    if (side != 0) {
      node = side == 1 ? ofX : ofB;
      continue;
    }
    store<u8>(sides + f, 1);
    visit(ofX, known + 1, unknown);
    const g = gained, l = lost;
    store<u8>(sides + f, 2);
    visit(ofB, known, unknown + 1);
    store<u8>(sides + f, 0);
    const at = out + f * outBytes;
    store<f64>(at, load<f64>(at) + (g - lost));
    gained += g;
    lost += l;
    return;
  }
}

// Adds, over all background rows, the contributions of rows [from, to) to `out` (f64, (rows, features, outputs) row-major).
// `rows` and `background`: f32, row-major, categories as bins. `trees` as in `explainRows`. `seen`: zeroes, a byte a feature.
// `table`: k! n! / (k + n + 1)! for k, n < `size`.
export function explainPairs(trees: usize, count: i32, rows: usize, from: i32, to: i32, background: usize, backgrounds: i32, features: usize, outputs: usize, levels: usize, seen: usize, table: usize, size: usize, contributions: usize): void {
  sets = levels; sides = seen; weights = table; width = size; outBytes = outputs << 3;
  const rowBytes = features << 2;
  for (let t: i32 = 0; t < count; t++) {
    const tree = trees + (<usize>t << 4), root = <usize>load<u32>(tree), column = contributions + (<usize>load<u32>(tree, 12) << 3);
    for (let i = from; i < to; i++) {
      x = rows + <usize>i * rowBytes;
      out = column + <usize>i * features * outBytes;
      for (let j: i32 = 0; j < backgrounds; j++) {
        b = background + <usize>j * rowBytes;
        visit(root, 0, 0);
      }
    }
  }
}
