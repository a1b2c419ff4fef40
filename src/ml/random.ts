/**
 * Seeded randomness: the only kind in `ml/`. xoshiro128** seeded by splitmix32: integer arithmetic alone, so the same
 * stream on every engine. @see https://prng.di.unimi.it
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Uniform whole number in [0, below). */
  integer(below: number): number;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
}

/** A stream for a seed; any number of labels give independent streams: `random(seed, "trial", 3)`. */
export function random(seed: number, ...labels: (string | number)[]): Random {
  const state = new Uint32Array(4);
  let mixer = deriveSeed(seed, ...labels);
  for (let i = 0; i < 4; i++) {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    state[i] = scramble(mixer);
  }
  const nextUint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const t = state[1]! << 9;
    state[2] = state[2]! ^ state[0]!;
    state[3] = state[3]! ^ state[1]!;
    state[1] = state[1]! ^ state[2]!;
    state[0] = state[0]! ^ state[3]!;
    state[2] = state[2]! ^ t;
    state[3] = rotateLeft(state[3]!, 11);
    return result;
  };
  const integer = (below: number): number => Math.floor((nextUint32() / 4294967296) * below);
  return {
    next: () => nextUint32() / 4294967296,
    integer,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const held = items[i];
        items[i] = items[j];
        items[j] = held;
      }
      return items;
    },
  };
}

/** A 32-bit seed that depends on every label and their order. */
export function deriveSeed(seed: number, ...labels: (string | number)[]): number {
  let hash = scramble((seed >>> 0) ^ 0x51ed270b);
  for (const label of labels) {
    const text = typeof label === "number" ? `#${label}` : label;
    for (let i = 0; i < text.length; i++) hash = scramble(hash ^ Math.imul(text.charCodeAt(i) + 1, 0x9e3779b1));
    hash = scramble(hash ^ 0x85ebca6b);
  }
  return hash;
}

function scramble(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
