import { log } from "../../kernels/math.ts";
import type { Random } from "../../random.ts";

/** Draws of a row already drawn that are worth their time. */
const MOST_REJECTED = 16;

/** Draws rows without replacement, each as likely as it weighs. */
export class RowSampler {
  readonly #rows: Uint32Array;
  readonly #weights: Float64Array | undefined;
  readonly #cumulated: Float64Array | null;

  /** @param rows those of positive weight @param weights by row */
  constructor(rows: Uint32Array, weights: Float64Array | undefined) {
    this.#rows = rows;
    this.#weights = weights;
    this.#cumulated = weights === undefined ? null : cumulate(rows, weights);
  }

  /** `size` different rows; at most as many as there are. */
  draw(size: number, random: Random): Uint32Array {
    if (this.#cumulated === null) return pick(this.#rows, size, random);
    return this.#drawOneByOne(this.#cumulated, size, random) ?? this.#drawByKeys(size, random);
  }

  /** Row by row, drawn again where it was drawn before; null where a few heavy rows make that go on too long. */
  #drawOneByOne(cumulated: Float64Array, size: number, random: Random): Uint32Array | null {
    const drawn = new Set<number>();
    for (let rejected = 0; drawn.size < size; ) {
      const before = drawn.size;
      drawn.add(find(cumulated, random.next()));
      if (drawn.size === before && ++rejected > MOST_REJECTED * size) return null;
    }
    return Uint32Array.from(drawn, (i) => this.#rows[i]!);
  }

  /** Those of the largest u^(1/w). @see Efraimidis and Spirakis, Weighted random sampling with a reservoir (2006) */
  #drawByKeys(size: number, random: Random): Uint32Array {
    const keyed = Array.from(this.#rows, (row) => ({ row, key: -log(1 - random.next()) / this.#weights![row]! }));
    keyed.sort((a, b) => a.key - b.key || a.row - b.row);
    return Uint32Array.from(keyed.slice(0, size), ({ row }) => row);
  }
}

/** The first places of a shuffle, whose swaps are kept in a map so that a draw costs `size`, not all rows. */
function pick(rows: Uint32Array, size: number, random: Random): Uint32Array {
  const moved = new Map<number, number>();
  return Uint32Array.from({ length: size }, (_, i) => {
    const j = i + random.integer(rows.length - i);
    const taken = moved.get(j) ?? rows[j]!;
    moved.set(j, moved.get(i) ?? rows[i]!);
    return taken;
  });
}

function cumulate(rows: Uint32Array, weights: Float64Array): Float64Array {
  const top = rows.reduce((most, row) => Math.max(most, weights[row]!), 0);
  let sum = 0;
  return Float64Array.from(rows, (row) => (sum += weights[row]! / top));
}

/** The first whose cumulated weight is above `share` of the whole. */
function find(cumulated: Float64Array, share: number): number {
  const goal = share * cumulated[cumulated.length - 1]!;
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle]! > goal) high = middle;
    else low = middle + 1;
  }
  return low;
}
