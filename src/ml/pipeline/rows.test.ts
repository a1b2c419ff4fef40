import { describe, expect, it } from "vitest";
import type { Field } from "./field.ts";
import { frameFromRows } from "./rows.ts";

function field(name: string, parts: Partial<Field>): Field {
  const base = {
    name,
    kind: "number",
    storage: "values",
    required: true,
    missing: 0.1,
    distinct: 3,
    range: null,
    dictionary: null,
  };
  return { ...(base as Field), ...parts };
}

const schema: readonly Field[] = [
  field("speed", {}),
  field("wet", { kind: "boolean" }),
  field("at", { kind: "date" }),
  field("size", { kind: "category", storage: "codes", dictionary: ["Large", "Small"] }),
  field("zone", { kind: "category", storage: "codes", dictionary: ["10", "9"], missing: 0 }),
  field("note", { kind: "text", storage: "codes" }),
  field("id", { kind: "id", storage: "codes", required: false }),
];
const good = { speed: 1.5, wet: true, at: "1970-01-02", size: "Small", zone: "9", note: "x" };

const read = (row: Record<string, unknown>, strict = false) => frameFromRows([row], schema, { strict });

describe("frameFromRows", () => {
  it("makes a frame of the fields that the model reads", () => {
    const { frame, warnings } = frameFromRows([good, { ...good, size: "Large", wet: "no", at: 0 }], schema);
    expect(warnings).toEqual([]);
    expect(frame.names).toEqual(["speed", "wet", "at", "size", "zone", "note"]);
    expect(frame.column("at")).toEqual({ storage: "values", kind: "date", values: Float64Array.of(86_400_000, 0) });
    expect(frame.column("wet")).toEqual({ storage: "values", kind: "boolean", values: Float64Array.of(1, 0) });
    const codes = Int32Array.of(1, 0);
    expect(frame.column("size")).toEqual({ storage: "codes", kind: "category", codes, dictionary: ["Large", "Small"] });
  });

  it("takes null as missing, and says so where nothing was missing in training", () => {
    const nothing = { speed: null, wet: null, at: null, size: null, zone: null, note: null };
    const { frame, warnings } = read(nothing);
    expect(frame.column("speed")).toMatchObject({ values: Float64Array.of(Number.NaN) });
    expect(frame.column("size")).toMatchObject({ codes: Int32Array.of(-1) });
    expect(warnings).toEqual([{ row: 0, field: "zone", message: '"zone" is null, but was never missing in training' }]);
    expect(read({ ...good, speed: Number.NaN }).frame.column("speed")).toMatchObject({
      values: Float64Array.of(Number.NaN),
    });
  });

  it("names the field and the row that lack something", () => {
    const { speed: _, ...rest } = good;
    expect(() => frameFromRows([good, { ...rest, sped: 1 }], schema)).toThrow(
      'Row 1: field "speed" is missing. Did you mean "sped"?',
    );
    expect(() => read({ ...good, size: undefined })).toThrow(expect.objectContaining({ code: "ML_FIELD_MISSING" }));
    expect(() => read(Object.create(good))).toThrow(expect.objectContaining({ code: "ML_FIELD_MISSING" }));
  });

  it("refuses wrong types with what was expected and what came", () => {
    for (const [row, message] of [
      [{ speed: "12" }, 'field "speed" must be a finite number, got "12"'],
      [{ speed: Number.POSITIVE_INFINITY }, "a finite number, got number Infinity"],
      [{ speed: [1] }, "a finite number, got a list"],
      [{ speed: 10n }, "a finite number, got bigint 10"],
      [{ wet: "maybe" }, 'field "wet" must be true or false, got "maybe"'],
      [{ wet: 2 }, "true or false, got number 2"],
      [{ at: "31.01.2024" }, "a date such as 2024-01-31"],
      [{ at: "2023-02-29" }, "a date such as"],
      [{ size: 1 }, 'field "size" must be a text, got number 1'],
      [{ size: {} }, "a text, got an object"],
    ] as const) {
      expect(() => read({ ...good, ...row })).toThrow(message);
    }
    expect(() => frameFromRows([null as never], schema)).toThrow("must be an object");
    expect(() => frameFromRows([[] as never], schema)).toThrow("must be an object");
  });

  it("spells numbers as labels where training labels were numbers", () => {
    expect(read({ ...good, zone: 9 }).frame.column("zone")).toMatchObject({ dictionary: ["9"] });
    expect(read({ ...good, zone: 9 }).warnings).toEqual([]);
  });

  it("scores unseen categories and extra fields with a warning, and refuses them when strict", () => {
    const odd = { ...good, size: "Smal", colour: "red", id: "known but not read" };
    expect(read(odd).warnings.map(({ row, field }) => [row, field])).toEqual([
      [0, "size"],
      [0, "colour"],
    ]);
    expect(() => read(odd, true)).toThrow(
      'field "size" has the value "Smal", never seen in training. Did you mean "Small"?',
    );
    expect(() => read({ ...good, seed: 1 }, true)).toThrow('the model knows no field "seed". Did you mean "speed"?');
    expect(read({ ...good, id: 1 }, true).warnings).toEqual([]);
  });

  it("treats __proto__, constructor and the like as names like any other", () => {
    const fields = ["__proto__", "constructor", "toString"].map((name) => field(name, {}));
    const row = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}');
    const { frame, warnings } = frameFromRows([row], fields);
    expect(frame.names.map((name) => (frame.column(name) as { values: Float64Array }).values[0])).toEqual([1, 2, 3]);
    expect(warnings).toEqual([]);
    expect(() => frameFromRows([{}], fields)).toThrow(expect.objectContaining({ code: "ML_FIELD_MISSING" }));
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("means by a text or a number what the training table's reading made of it", () => {
    const missingTexts = ["unknown", "-999", "NA"];
    const marked = (name: string, parts: Partial<Field>, as: "number" | "boolean" | "date" | "text", dates: string[]) =>
      field(name, { ...parts, reading: { as, decimal: ".", dates, missingTexts } });
    const fields = [
      marked("speed", {}, "number", []),
      marked("wet", { kind: "boolean" }, "boolean", []),
      marked("at", { kind: "date" }, "date", ["DD.MM.YYYY", "YYYYMMDD"]),
      marked("size", { kind: "category", storage: "codes", dictionary: ["10", "Small"] }, "text", []),
    ];
    const values = (row: Record<string, unknown>) => {
      const { frame, warnings } = frameFromRows([{ speed: 1, wet: true, at: 0, size: "Small", ...row }], fields);
      const [name] = Object.keys(row);
      const column = frame.column(name!);
      expect(warnings).toEqual([]);
      return column.storage === "values" ? column.values[0]! : (column.dictionary[column.codes[0]!] ?? null);
    };
    for (const name of ["speed", "wet", "at"]) {
      for (const gap of ["unknown", " unknown\u00a0", "NA", "-999", "-999.0", -999, "", "  ", null, Number.NaN]) {
        expect(values({ [name]: gap }), `${name} ${String(gap)}`).toBeNaN();
      }
    }
    for (const gap of ["unknown", " NA\t", -999, "-999.00", "", "\n"]) expect(values({ size: gap })).toBeNull();
    expect(values({ size: " Small " })).toBe("Small");
    expect(values({ size: 10 })).toBe("10");
    expect(values({ speed: -998 })).toBe(-998);
    expect(values({ wet: " Yes" })).toBe(1);
    expect(values({ at: "03.04.2024" })).toBe(Date.UTC(2024, 3, 3));
    expect(values({ at: "2024-04-03T01:00:00+01:00" })).toBe(Date.UTC(2024, 3, 3));
    expect(values({ at: 20240403 })).toBe(Date.UTC(2024, 3, 3));
    expect(values({ at: 1_712_102_400_000 })).toBe(Date.UTC(2024, 3, 3));
    expect(values({ at: new Date(20_240_403) })).toBe(20_240_403);
    expect(() => values({ at: "04/03/2024" })).toThrow("a date such as");
    expect(() => values({ speed: "unknowm" })).toThrow("a finite number");
    expect(() => values({ size: 2 ** 53 })).toThrow("beyond 2^53");
  });

  it("makes an empty frame of no rows", () => {
    expect(frameFromRows([], schema).frame.rowCount).toBe(0);
  });
});
