import { describe, expect, it } from "vitest";
import { type Column, Frame } from "../ml/index.ts";
import { type DeclaredProblem, resolveProblem } from "./problem.ts";

const plan: Column = {
  storage: "codes",
  kind: "category",
  codes: Int32Array.of(0, 1, -1, 1, 2),
  dictionary: ["a", "b", "c"],
};
const cost: Column = { storage: "values", kind: "number", values: Float64Array.of(1, Number.NaN, 3, 4, 5) };
const left: Column = { storage: "values", kind: "boolean", values: Float64Array.of(0, 1, Number.NaN, 1, 0) };
const frame = new Frame(5, [
  ["plan", plan],
  ["cost", cost],
  ["left", left],
]);

const declared = (problem: DeclaredProblem["problem"], key?: string | string[]): DeclaredProblem => ({
  problem,
  data: { options: key === undefined ? {} : { key } },
});
const column = (name: string) => ({ type: "column", name }) as const;

describe("resolveProblem", () => {
  it("keeps the rows that have a target and tells many classes from two", () => {
    const met = resolveProblem(declared({ task: "classification", target: column("plan") }), frame);
    expect(met).toMatchObject({ task: "multiclass", target: "plan", targetColumns: ["plan"], positive: 0 });
    expect([...met.rows]).toEqual([0, 1, 3, 4]);
    expect(met.y).toEqual({ kind: "classes", codes: Int32Array.of(0, 1, 1, 2), classes: ["a", "b", "c"] });
  });

  it("finds the positive class of a target of two", () => {
    const met = resolveProblem(declared({ task: "classification", target: column("left") }), frame);
    expect(met).toMatchObject({ task: "binary", positive: 1 });
    const other = resolveProblem(
      declared({ task: "classification", target: column("left"), positive: "false" }),
      frame,
    );
    expect(other.positive).toBe(0);
  });

  it("reads amounts for a regression", () => {
    const met = resolveProblem(declared({ task: "regression", target: column("cost") }), frame);
    expect([...met.rows]).toEqual([0, 2, 3, 4]);
    expect(met.y).toEqual({ kind: "values", values: Float64Array.of(1, 3, 4, 5) });
  });

  it("names every column that an expression is made of as part of the answer", () => {
    const three = { type: "literal", value: 3 } as const;
    const target = { type: "call", operation: "gt", args: [column("cost"), three] } as const;
    const met = resolveProblem(declared({ task: "classification", target }), frame);
    expect(met.targetColumns).toEqual(["cost"]);
  });

  it("takes every row where there is no target, and remembers the keys", () => {
    const met = resolveProblem(declared({ task: "clustering" }, ["plan", "left"]), frame);
    expect(met).toMatchObject({ task: "clustering", y: null, target: null, targetColumns: [], keys: ["plan", "left"] });
    expect([...met.rows]).toEqual([0, 1, 2, 3, 4]);
    expect(resolveProblem(declared({ task: "anomaly" }, "plan"), frame)).toMatchObject({
      task: "anomaly",
      keys: ["plan"],
    });
  });

  it("refuses a column that isn't there", () => {
    expect(() => resolveProblem(declared({ task: "regression", target: column("csot") }), frame)).toThrow(
      expect.objectContaining({ code: "ML_COLUMN_UNKNOWN", message: expect.stringContaining('"cost"') }),
    );
  });
});
