import type { Frame, Target } from "../ml/index.ts";
import { takeTarget } from "../ml/index.ts";
import type { Problem } from "./problem.ts";

/** A split as an artifact: rows of the snapshot as bitmaps, one bit a row, in base64. */
export interface StoredSplit {
  /** How it was made, as a sentence for people. */
  readonly how: string;
  readonly trainingRows: number;
  readonly testRows: number;
  /** Rows that were left out because their target is missing. */
  readonly withoutTarget: number;
  readonly test: string;
  /** Rows that are neither trained nor tested on. */
  readonly unused: string;
}

/** The two parts of a table, ready to train and to test on. */
export interface Part {
  readonly frame: Frame;
  readonly y: Target | null;
}

/** Row indices as a bitmap in base64: row r is bit r % 8 of byte r / 8. @param count rows of the whole snapshot */
export function encodeRows(rows: Int32Array, count: number): string {
  const bits = new Uint8Array((count + 7) >> 3);
  for (const row of rows) bits[row >> 3] = bits[row >> 3]! | (1 << (row & 7));
  return Buffer.from(bits).toString("base64");
}

/** Training and test part of a snapshot: rows with a target, in the snapshot's order. */
export function partsOf(split: StoredSplit, frame: Frame, problem: Problem): { training: Part; test: Part } {
  const test = Buffer.from(split.test, "base64");
  const unused = Buffer.from(split.unused, "base64");
  const has = (bits: Uint8Array, row: number): boolean => ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
  const positions = problem.rows.map((_, i) => i);
  const part = (chosen: Int32Array): Part => ({
    frame: frame.take(chosen.map((position) => problem.rows[position]!)),
    y: problem.y === null ? null : takeTarget(problem.y, chosen),
  });
  return {
    test: part(positions.filter((position) => has(test, problem.rows[position]!))),
    training: part(
      positions.filter((position) => !has(test, problem.rows[position]!) && !has(unused, problem.rows[position]!)),
    ),
  };
}
