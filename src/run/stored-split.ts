import type { Frame, Target } from "../ml/index.ts";
import { takeTarget } from "../ml/index.ts";
import { documentCodec } from "../store/index.ts";
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

/** How a split is kept as an artifact. */
export const splitCodec = documentCodec<StoredSplit>("a split", {
  how: "text",
  trainingRows: "number",
  testRows: "number",
  withoutTarget: "number",
  test: "text",
  unused: "text",
});

/** One part of a table, ready to train or to test on. */
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

/** The rows of a snapshot that are trained on, in the snapshot's order. */
export function trainingPart(split: StoredSplit, frame: Frame, problem: Problem): Part {
  const [test, unused] = [bitsOf(split.test), bitsOf(split.unused)];
  return partOf(frame, problem, (row) => !has(test, row) && !has(unused, row));
}

/** The rows of a snapshot that are kept for the test, in the snapshot's order. */
export function testPart(split: StoredSplit, frame: Frame, problem: Problem): Part {
  const test = bitsOf(split.test);
  return partOf(frame, problem, (row) => has(test, row));
}

function bitsOf(base64: string): Uint8Array {
  return Buffer.from(base64, "base64");
}

function has(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
}

function partOf(frame: Frame, { rows, y }: Problem, isIn: (row: number) => boolean): Part {
  const positions = rows.map((_, position) => position).filter((position) => isIn(rows[position]!));
  return {
    frame: frame.take(positions.map((position) => rows[position]!)),
    y: y === null ? null : takeTarget(y, positions),
  };
}
