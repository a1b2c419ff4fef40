// Which rows a tree is grown on, and how often each. A draw depends on (key, its number) alone.
import { list, word } from "./forest-node";
import { hash } from "./random";

const CHANCE: f64 = 1.0 / 4294967296.0;

// Entries of the rows that are drawn, ascending. Returns their number.
export function drawRows(): i32 {
  const key = hash(0x626f6f74, <u32>word(14));
  if (word(15)) drawAgain(key);
  else drawOnce(key);
  return listDrawn();
}

// With replacement: each draw is a row, by its weight. The guide says, for each of n equal slices of the whole weight, with
// which row it begins, so that a search takes a step or two.
function drawAgain(key: u32): void {
  const n = <u32>word(1), counts = word(19), draws = <u32>word(16), cumulated = word(17), guide = word(18);
  memory.fill(counts, 0, <usize>n << 1);
  const whole = cumulated ? load<f64>(cumulated + (<usize>(n - 1) << 3)) : 0;
  for (let i: u32 = 0; i < draws; i++) {
    const h = hash(i, key);
    let row = <u32>((<u64>h * <u64>n) >> 32);
    if (cumulated) {
      const goal = <f64>h * CHANCE * whole;
      row = load<u32>(guide + (<usize>row << 2));
      while (row + 1 < n && load<f64>(cumulated + (<usize>row << 3)) <= goal) row++;
    }
    const at = counts + (<usize>row << 1), count = load<u16>(at);
    store<u16>(at, count + <u16>(count < 65535));
  }
}

// Without replacement: a row counts as often as its weight says, rounded by chance; a share of the rows is kept.
function drawOnce(key: u32): void {
  const n = <u32>word(1), counts = word(19), below = <u32>word(16), weights = word(17);
  const rounding = hash(0x726f756e, key);
  for (let row: u32 = 0; row < n; row++) {
    let count: u32 = 1;
    if (weights) {
      const weight = <f64>load<f32>(weights + (<usize>row << 2));
      count = <u32>min<f64>(65535, Math.floor(weight + <f64>hash(row, rounding) * CHANCE));
    }
    const isKept = below == 0xffffffff || hash(row, key) < below;
    store<u16>(counts + (<usize>row << 1), isKept ? <u16>count : 0);
  }
}

function listDrawn(): i32 {
  const n = <u32>word(1), counts = word(19), values = word(5);
  let at = list;
  for (let row: u32 = 0; row < n; row++) {
    const count = <u64>load<u16>(counts + (<usize>row << 1)), value = <u64>load<u16>(values + (<usize>row << 1));
    store<u64>(at, value << 48 | count << 32 | <u64>row);
    at += count != 0 ? 8 : 0;
  }
  if (at == list) { // chance kept none: the first row stands for all
    store<u16>(counts, 1);
    store<u64>(at, <u64>load<u16>(values) << 48 | <u64>1 << 32);
    at += 8;
  }
  return <i32>((at - list) >> 3);
}
