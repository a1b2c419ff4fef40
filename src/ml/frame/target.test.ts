import { describe, expect, it } from "vitest";
import { classTarget, positiveClass, rowsWithTarget, targetOf, valueTarget } from "./target.ts";

const values = (kind: "number" | "boolean", ...numbers: number[]) =>
  ({ storage: "values", kind, values: Float64Array.from(numbers) }) as const;

describe("targetOf", () => {
  it("sorts numeric labels by value, others by code unit, and forgets labels that don't occur", () => {
    expect(targetOf(values("number", 10, 9, 10), "classification")).toEqual({
      kind: "classes",
      codes: Int32Array.of(1, 0, 1),
      classes: ["9", "10"],
    });
    const column = {
      storage: "codes",
      kind: "category",
      codes: Int32Array.of(2, 0, 2),
      dictionary: ["a", "b", "é"],
    } as const;
    expect(targetOf(column, "classification")).toMatchObject({ classes: ["a", "é"], codes: Int32Array.of(1, 0, 1) });
    const digits = { ...column, dictionary: ["10", "5", "9"] };
    expect(targetOf(digits, "classification")).toMatchObject({ classes: ["9", "10"], codes: Int32Array.of(0, 1, 0) });
  });

  it("refuses ids and amounts as classes", () => {
    const ids = Array.from({ length: 1001 }, (_, i) => i);
    expect(() => targetOf(values("number", ...ids), "classification")).toThrow(/1,001 classes in 1,001 rows/);
    expect(targetOf(values("number", ...ids.slice(1)), "classification")).toMatchObject({ kind: "classes" });
  });

  it("gives booleans both classes, always", () => {
    expect(targetOf(values("boolean", 1, 1), "classification")).toMatchObject({ classes: ["false", "true"] });
  });

  it("copies regression values and refuses what is missing or no number", () => {
    const column = values("number", 1.5, 2);
    const y = targetOf(column, "regression");
    expect(y).toEqual({ kind: "values", values: Float64Array.of(1.5, 2) });
    expect(y.kind === "values" && y.values).not.toBe(column.values);
    const holes = values("number", 1, Number.NaN, 2);
    expect(() => targetOf(holes, "regression")).toThrow("1 of 3 rows have no target");
    expect([...rowsWithTarget(holes)]).toEqual([0, 2]);
    const labels = { storage: "codes", kind: "category", codes: Int32Array.of(0), dictionary: ["a"] } as const;
    expect(() => targetOf(labels, "regression")).toThrow(expect.objectContaining({ code: "ML_TARGET_KIND" }));
  });
});

describe("classTarget and valueTarget", () => {
  it("make y of labels and of numbers", () => {
    expect(classTarget(["b", "a", "b"])).toEqual({
      kind: "classes",
      codes: Int32Array.of(1, 0, 1),
      classes: ["a", "b"],
    });
    expect(classTarget([10, 9])).toEqual({ kind: "classes", codes: Int32Array.of(1, 0), classes: ["9", "10"] });
    expect(valueTarget([1.5, 2])).toEqual({ kind: "values", values: Float64Array.of(1.5, 2) });
  });
});

describe("positiveClass", () => {
  it("takes the declared label, the one that says so, or the last", () => {
    expect(positiveClass(["false", "true"])).toBe(1);
    expect(positiveClass(["YES", "no"])).toBe(0);
    expect(positiveClass(["0", "1"])).toBe(1);
    expect(positiveClass(["bad", "good"])).toBe(1);
    expect(positiveClass(["bad", "good"], "bad")).toBe(0);
    expect(() => positiveClass(["bad", "good"], "god")).toThrow('Did you mean "good"?');
  });
});
