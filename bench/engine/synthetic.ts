import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { type Feature, type Matrix, matrix, random } from "../../src/ml/index.ts";

/** A table of made-up numbers with two classes, the same on every machine. */
export interface SyntheticShape {
  readonly rows: number;
  readonly features: number;
  /** Rows of other seeds are other draws of the same table. */
  readonly seed: number;
}

/** Features that have a say; the others are noise. */
const INFORMATIVE = 14;
/** Every so many features take three values, the others are bell-shaped. */
const COARSE = 7;

/**
 * Writes a table as PATH.f32 (column by column) and PATH.u8 (a class, 0 or 1, a row). Classes depend on slopes, products,
 * magnitudes and steps of the first features, and on luck: no model gets far above an area of 0.8 under the curve.
 */
export function writeSynthetic(path: string, { rows, features, seed }: SyntheticShape): void {
  const score = new Float64Array(rows);
  let before = new Float32Array(rows);
  const file = openSync(`${path}.f32`, "w");
  try {
    for (let f = 0; f < features; f++) {
      const column = columnOf(f, rows, seed);
      if (f < INFORMATIVE) addTo(score, f, column, before);
      writeSync(file, column);
      before = column;
    }
  } finally {
    closeSync(file);
  }
  const luck = random(seed, "labels");
  writeFileSync(
    `${path}.u8`,
    Uint8Array.from(score, (one) => (one + 2 * (luck.next() + luck.next() + luck.next() - 1.5) > 0 ? 1 : 0)),
  );
}

/** What {@link writeSynthetic} wrote. */
export function readSynthetic(path: string, features: number): { readonly X: Matrix; readonly y: Uint8Array } {
  const y = new Uint8Array(readFileSync(`${path}.u8`));
  const bytes = readFileSync(`${path}.f32`);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const described = Array.from({ length: features }, (_, f): Feature => ({ name: `x${f}`, kind: "numeric" }));
  return { X: matrix(y.length, described, values), y };
}

function columnOf(f: number, rows: number, seed: number): Float32Array<ArrayBuffer> {
  const draw = random(seed, "column", f);
  const column = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const bell = draw.next() + draw.next() + draw.next() - 1.5;
    column[i] = f % COARSE === COARSE - 1 ? Math.round(bell * 1.5) : bell;
  }
  return column;
}

function addTo(score: Float64Array, f: number, column: Float32Array, before: Float32Array): void {
  const weight = 1.2 / (1 + f / 5);
  for (let i = 0; i < score.length; i++) {
    const x = column[i]!;
    const kinds = [x, 1.6 * x * before[i]!, Math.abs(x) - 0.4, x > 0.3 ? 0.6 : -0.3];
    score[i]! += weight * kinds[f % kinds.length]!;
  }
}
