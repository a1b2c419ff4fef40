import { describe, expect, it } from "vitest";
import { frameOf } from "./frame-of.ts";

describe("frameOf", () => {
  it("takes values for what they are, and what a row lacks for missing", () => {
    const frame = frameOf([
      { area: 40, lift: true, built: new Date("2020-02-01"), district: "hills" },
      { area: null, lift: false, built: undefined, district: "centre", note: "new" },
      { lift: null, district: null },
    ]);
    expect(frame.names).toEqual(["area", "lift", "built", "district", "note"]);
    const read = (name: string) => {
      const column = frame.column(name);
      return [column.kind, column.storage === "values" ? [...column.values] : [[...column.codes], column.dictionary]];
    };
    expect(read("area")).toEqual(["number", [40, Number.NaN, Number.NaN]]);
    expect(read("lift")).toEqual(["boolean", [1, 0, Number.NaN]]);
    expect(read("built")).toEqual(["date", [Date.UTC(2020, 1, 1), Number.NaN, Number.NaN]]);
    expect(read("district")).toEqual([
      "category",
      [
        [1, 0, -1],
        ["centre", "hills"],
      ],
    ]);
    expect(read("note")).toEqual(["category", [[-1, 0, -1], ["new"]]]);
  });

  it("tells an empty text from none, and a field from what every object has", () => {
    const frame = frameOf([{ note: "" }, { note: null }, { constructor: "x" }] as never);
    expect(frame.column("note")).toMatchObject({ codes: Int32Array.of(0, -1, -1), dictionary: [""] });
    expect(frame.column("constructor")).toMatchObject({ codes: Int32Array.of(-1, -1, 0), dictionary: ["x"] });
  });

  it("refuses a field of two types, and says where", () => {
    expect(() => frameOf([{ area: 40 }, { area: "41" }])).toThrow('"area" holds a number at first and a text in row 1');
  });

  it("makes an empty frame of no rows", () => {
    expect(frameOf([])).toMatchObject({ rowCount: 0, names: [] });
  });
});
