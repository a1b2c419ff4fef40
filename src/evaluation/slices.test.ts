import { describe, expect, it } from "vitest";
import { type Column, Frame } from "../ml/index.ts";
import { slicesOf } from "./slices.ts";

const slices = (column: Column, bins?: number): [string, number[]][] => {
  const length = column.storage === "values" ? column.values.length : column.codes.length;
  return slicesOf(new Frame(length, [["x", column]]), "x", bins).map((one) => [one.condition, [...one.rows]]);
};
const values = (list: number[], kind: "number" | "boolean" | "date" = "number"): Column => ({
  storage: "values",
  kind,
  values: Float64Array.from(list),
});

describe("slicesOf", () => {
  it("slices by category, missing apart, absent labels not at all", () => {
    const column: Column = {
      storage: "codes",
      kind: "category",
      codes: Int32Array.from([1, -1, 0, 1]),
      dictionary: ["a", "b", "c"],
    };
    expect(slices(column)).toEqual([
      ["x = a", [2]],
      ["x = b", [0, 3]],
      ["x is missing", [1]],
    ]);
  });

  it("slices few values one by one", () => {
    expect(slices(values([2, 1, Number.NaN, 2]))).toEqual([
      ["x = 1", [1]],
      ["x = 2", [0, 3]],
      ["x is missing", [2]],
    ]);
    expect(slices(values([0, 1], "boolean")).map(([condition]) => condition)).toEqual(["x = false", "x = true"]);
    expect(slices(values([Date.UTC(2001, 2, 4)], "date"))[0]![0]).toBe("x = 2001-03-04");
  });

  it("slices many values by quantile, each row once", () => {
    const list = Array.from({ length: 40 }, (_, i) => 39 - i);
    const found = slices(values(list));
    expect(found.map(([condition, rows]) => [condition, rows.length])).toEqual([
      ["x < 10", 10],
      ["x in [10, 20)", 10],
      ["x in [20, 30)", 10],
      ["x >= 30", 10],
    ]);
    expect(found.flatMap(([, rows]) => rows).sort((a, b) => a - b)).toEqual(list.toReversed());
  });

  it("makes fewer bins where one value fills several", () => {
    const mostlyZero = [...new Array(90).fill(0), ...Array.from({ length: 12 }, (_, i) => i + 1)];
    expect(slices(values(mostlyZero)).map(([condition]) => condition)).toEqual(["x is there"]);
  });
});
