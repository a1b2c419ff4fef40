import { describe, expect, it } from "vitest";
import { Frame } from "../ml/index.ts";
import type { Problem } from "./problem.ts";
import { encodeRows, type Part, type StoredSplit, testPart, trainingPart } from "./stored-split.ts";

const frame = new Frame(10, [
  ["x", { storage: "values", kind: "number", values: Float64Array.from({ length: 10 }, (_, i) => i) }],
]);

const split = (test: number[], unused: number[]): StoredSplit => ({
  how: "by hand",
  trainingRows: 0,
  testRows: test.length,
  withoutTarget: 0,
  test: encodeRows(Int32Array.from(test), 10),
  unused: encodeRows(Int32Array.from(unused), 10),
});

const problem = (rows: number[]): Problem => ({
  task: "regression",
  rows: Int32Array.from(rows),
  y: { kind: "values", values: Float64Array.from(rows, (row) => 10 * row) },
  positive: 0,
  target: "y",
  targetColumns: [],
  keys: [],
});

const xs = (part: { frame: Frame }): number[] => {
  const column = part.frame.column("x");
  return column.storage === "values" ? [...column.values] : [];
};

describe("encodeRows", () => {
  it("sets one bit a row, the lowest bit first", () => {
    expect([...Buffer.from(encodeRows(Int32Array.of(0, 3, 8), 10), "base64")]).toEqual([0b00001001, 0b00000001]);
  });

  it("keeps a byte for every eight rows, also where none is set", () => {
    expect([...Buffer.from(encodeRows(new Int32Array(0), 9), "base64")]).toEqual([0, 0]);
    expect(encodeRows(new Int32Array(0), 0)).toBe("");
  });
});

const partsOf = (...given: Parameters<typeof testPart>): { training: Part; test: Part } => ({
  training: trainingPart(...given),
  test: testPart(...given),
});

describe("trainingPart and testPart", () => {
  it("gives every row to one part, in the snapshot's order, with its own target", () => {
    const { training, test } = partsOf(split([1, 9], []), frame, problem([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(xs(test)).toEqual([1, 9]);
    expect(xs(training)).toEqual([0, 2, 3, 4, 5, 6, 7, 8]);
    expect(test.y).toEqual({ kind: "values", values: Float64Array.of(10, 90) });
  });

  it("leaves out rows without a target and rows that the split doesn't use", () => {
    // Row 4 has no target, row 7 lies between training and test.
    const { training, test } = partsOf(split([8, 9], [7]), frame, problem([0, 1, 2, 3, 5, 6, 7, 8, 9]));
    expect(xs(test)).toEqual([8, 9]);
    expect(xs(training)).toEqual([0, 1, 2, 3, 5, 6]);
    expect(training.y).toEqual({ kind: "values", values: Float64Array.of(0, 10, 20, 30, 50, 60) });
  });

  it("has no target where the problem has none", () => {
    const { training, test } = partsOf(split([0], []), frame, { ...problem([0, 1]), y: null });
    expect([training.y, test.y]).toEqual([null, null]);
  });
});
