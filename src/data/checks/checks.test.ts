import { describe, expect, it } from "vitest";
import { type CodeColumn, type Column, Frame, type Target } from "../../ml/index.ts";
import { manualPlatform } from "../../platform/index.ts";
import type { CheckSpec } from "../../workflow/index.ts";
import { allowed } from "./allowed.ts";
import { freshness } from "./freshness.ts";
import { checkTable } from "./index.ts";
import { noTargetLeak } from "./no-target-leak.ts";
import { nulls } from "./nulls.ts";
import { range } from "./range.ts";
import { quarantineColumns, runChecks } from "./run-checks.ts";
import { schema } from "./schema.ts";
import { unique } from "./unique.ts";
import { volume } from "./volume.ts";

const nan = Number.NaN;
const values = (kind: "number" | "date" | "boolean", ...list: number[]): Column => ({
  storage: "values",
  kind,
  values: Float64Array.from(list),
});
const texts = (...list: (string | null)[]): Column => {
  const dictionary = [...new Set(list)].filter((text) => text !== null).sort();
  const codes = Int32Array.from(list, (text) => (text === null ? -1 : dictionary.indexOf(text)));
  return { storage: "codes", kind: "category", codes, dictionary };
};
const day = (date: string): number => Date.parse(date);
const now = day("2024-03-10");
const frame = new Frame(4, [
  ["age", values("number", 31, nan, 130, 47)],
  ["city", texts("Oslo", "Osl", "Bergen", null)],
  ["joined", values("date", day("2024-03-01"), day("2024-03-08"), nan, day("2024-02-01"))],
  ["shop", texts("a", "a", "b", "a")],
  ["till", values("number", 1, 2, 1, 1)],
]);
const run = (...specs: CheckSpec[]) =>
  runChecks(frame, specs, { clock: manualPlatform({ startMs: now }).clock, target: null });
const only = (spec: CheckSpec) => run(spec).report.results[0]!;

describe("checks", () => {
  it("nulls: counts what is missing and names the rows", () => {
    expect(only(nulls("age", { max: 0.25 }))).toMatchObject({ status: "passed", failingRows: 0 });
    expect(only(nulls("age", { max: 0.2 }))).toEqual({
      check: "nulls",
      column: "age",
      severity: "error",
      status: "failed",
      message: '1 of 4 values of "age" are missing (25%), at most 20% may be: row 2.',
      failingRows: 1,
    });
  });

  it("unique: one column or several together, missing values aside", () => {
    expect(only(unique("city"))).toMatchObject({ status: "passed" });
    expect(only(unique(["shop", "till"]))).toMatchObject({
      status: "failed",
      message: '1 row repeats an earlier value of "shop", "till" ("a", 1 in rows 1 and 4): row 4.',
    });
    expect(only(unique("shop")).failingRows).toBe(2);
  });

  it("range: numbers and dates, bounds included", () => {
    expect(only(range("age", { min: 31, max: 130 }))).toMatchObject({ status: "passed" });
    expect(only(range("age", { max: 120 }))).toMatchObject({
      status: "failed",
      message: '1 value lies above 120 ("age" has 31 to 130): row 3.',
    });
    expect(only(range("joined", { min: "2024-02-15" }))).toMatchObject({ status: "failed", failingRows: 1 });
    expect(() => only(range("city", { min: 0 }))).toThrow(/number or date column, got a category column/);
  });

  it("allowed: lists what else was found, and what it may have meant", () => {
    expect(only(allowed("city", ["Oslo", "Bergen"])).message).toBe(
      '"city" also holds "Osl" (1) Did you mean "Oslo"?; allowed: Oslo, Bergen; row 2.',
    );
    expect(only(allowed("till", [1, 2]))).toMatchObject({ status: "passed" });
  });

  it("volume", () => {
    expect(only(volume({ min: 4, max: 4 }))).toMatchObject({ status: "passed" });
    expect(only(volume({ min: 5 }))).toMatchObject({ status: "failed", message: "4 rows; expected at least 5." });
  });

  it("freshness: against the injected clock; dates in the future fail", () => {
    expect(only(freshness("joined", { maxAge: "2d" }))).toMatchObject({ status: "passed" });
    expect(only(freshness("joined", { maxAge: "1d" }))).toMatchObject({
      status: "failed",
      message: 'The newest "joined" is 2024-03-08, 2d old; at most 1d is expected.',
    });
    const early = runChecks(frame, [freshness("joined", { maxAge: "1w" })], {
      clock: manualPlatform({ startMs: day("2024-03-05") }).clock,
      target: null,
    });
    expect(early.report.results[0]).toMatchObject({ status: "failed", message: "1 date lies in the future: row 2." });
  });

  it("schema: missing, other kinds, and extra columns where those aren't allowed", () => {
    expect(only(schema({ columns: { age: "number", city: "category" } }))).toMatchObject({ status: "passed" });
    expect(only(schema({ columns: { agee: "number", city: "text" }, extra: false })).message).toBe(
      '"agee" is missing Did you mean "age"?; "city" is category, not text; "age" is not expected; "joined" is not expected; "shop" is not expected; "till" is not expected.',
    );
  });

  it("keeps failing rows aside once, with every reason", () => {
    const { quarantine, report } = run(
      nulls("age", { max: 0 }),
      allowed("city", ["Oslo", "Bergen"]),
      range("age", { max: 100 }),
    );
    expect(report.status).toBe("failed");
    expect(quarantine!.column(quarantineColumns.row)).toMatchObject({ values: Float64Array.of(2, 3) });
    const reasons = quarantine!.column(quarantineColumns.reason) as CodeColumn;
    expect([...reasons.codes].map((code) => reasons.dictionary[code])).toEqual([
      "nulls age, allowed city",
      "range age",
    ]);
    expect(run(nulls("age", { max: 1 })).quarantine).toBeNull();
  });

  it("a failed warning warns", () => {
    expect(run(nulls("age", { max: 0, severity: "warning" })).report).toMatchObject({ status: "warned" });
  });

  it("refuses columns that aren't there, and parameters that make no sense, at the line of the call", () => {
    expect(() => run(nulls("agge", { max: 0 }))).toThrow(
      /checks\.test\.ts:\d+: check "nulls" names column "agge".*Did you mean "age"/,
    );
    expect(() => nulls("age", { max: 35 })).toThrow(
      /checks\.test\.ts:\d+: nulls: max must be a share from 0 to 1, got 35/,
    );
    expect(() => range("age", {})).toThrow(/DATA_OPTION_INVALID|min, a max or both/);
    expect(() => range("age", { min: 3, max: 2 })).toThrow(/min <= max/);
    expect(() => volume({})).toThrow(/min, a max or both/);
    expect(() => freshness("joined", { maxAge: "soon" })).toThrow(/soon/);
    expect(() => run({ kind: "nuls", params: {}, severity: "error" })).toThrow(/Did you mean "nulls"/);
  });

  it("every check of the table says what it is", () => {
    for (const [kind, definition] of Object.entries(checkTable)) {
      expect(definition.kind).toBe(kind);
      expect(definition.example).toContain(`${kind}(`);
    }
  });
});

describe("noTargetLeak", () => {
  const n = 400;
  const label = (i: number): number => ((i * 7919) % 3 === 0 ? 1 : 0);
  const y: Target = {
    kind: "classes",
    codes: Int32Array.from({ length: n }, (_, i) => label(i)),
    classes: ["no", "yes"],
  };
  const rows = Array.from({ length: n }, (_, i) => i);
  const made = (make: (i: number) => number): Column => values("number", ...rows.map(make));
  const noise = made((i) => ((i * 2654435761) >>> 7) % 1000);
  const check = (columns: [string, Column][], target: Target = y) =>
    runChecks(new Frame(n, columns), [noTargetLeak()], {
      clock: manualPlatform().clock,
      target: { y: target, rows, columns: ["damage cost"] },
    }).report.results[0]!;

  it("finds a copy of the target, forwards, backwards and through what is missing", () => {
    expect(check([["noise", noise]])).toMatchObject({ status: "passed" });
    for (const leak of [made((i) => label(i)), made((i) => -5 * label(i)), made((i) => (label(i) === 1 ? i : nan))]) {
      expect(
        check([
          ["noise", noise],
          ["repair", leak],
        ]),
      ).toMatchObject({ status: "failed", message: /^"repair": alone it predicts/ });
    }
    expect(check([["code", texts(...rows.map((i) => (label(i) === 1 ? `x${i % 5}` : `y${i % 5}`)))]])).toMatchObject({
      status: "failed",
    });
  });

  it("isn't fooled by columns that are different in every row", () => {
    expect(
      check([
        ["id", texts(...rows.map((i) => `r${i}`))],
        ["row", made((i) => i)],
      ]),
    ).toMatchObject({ status: "passed" });
  });

  it("warns of a name that is almost the target's", () => {
    for (const name of ["Damage-Cost (USD)", "cost of damage", "damageCost", "Damage Cost Code", "total damage cost"]) {
      expect(check([[name, noise]]), name).toMatchObject({
        status: "warned",
        message: /its name is almost the target's \(damage, cost\)/,
      });
    }
    expect(check([["outcome", noise]])).toMatchObject({ status: "warned", message: /an outcome/ });
    for (const name of ["cost of living", "damage", "engine damage cost", "cost damages"]) {
      expect(check([[name, noise]]), name).toMatchObject({ status: "passed" });
    }
  });

  it("fails where a name and a value speak, as a value alone does", () => {
    const leak = made((i) => label(i));
    const columns: [string, Column][] = [
      ["damage cost code", noise],
      ["repair", leak],
    ];
    expect(check(columns)).toMatchObject({ status: "failed" });
  });

  it("works for numbers and for many classes", () => {
    const number: Target = { kind: "values", values: Float64Array.from(rows, (i) => label(i) * 10 + (i % 4)) };
    expect(check([["copy", made((i) => label(i) * 10 + (i % 4))]], number)).toMatchObject({
      status: "failed",
      message: /R² 0\.99\d|R² 1\.000/,
    });
    expect(check([["noise", noise]], number)).toMatchObject({ status: "passed" });
    const many: Target = { kind: "classes", codes: Int32Array.from(rows, (i) => i % 4), classes: ["a", "b", "c", "d"] };
    expect(check([["copy", made((i) => i % 4)]], many)).toMatchObject({ status: "failed" });
  });
});
