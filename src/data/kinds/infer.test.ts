import { describe, expect, it } from "vitest";
import { dateFormats } from "../../ml/index.ts";
import { chooseFormats } from "./dates.ts";
import { inferKind } from "./infer.ts";
import { missingTexts } from "./missing.ts";
import type { ColumnSurvey } from "./survey.ts";

const none: ColumnSurvey = {
  type: "text",
  rows: 1_000,
  present: 1_000,
  distinct: 500,
  missingMarkers: {},
  numeric: 0,
  integers: 0,
  leadingZeros: 0,
  beyondExact: 0,
  commaNumbers: 0,
  booleans: 0,
  meanLength: 8,
  meanWords: 1,
  spaced: 0,
  distinctNumbers: 0,
  firstText: "a",
  lastText: "z",
  minNumber: null,
  maxNumber: null,
  rowNumbers: false,
  verbatim: true,
  dates: new Map(),
  sample: ["a"],
};
const numbers = { numeric: 1_000, integers: 1_000, commaNumbers: 1_000, minNumber: 0, maxNumber: 9 };
const kind = (name: string, survey: Partial<ColumnSurvey>): string =>
  inferKind(name, { ...none, ...survey }, { decimal: undefined, order: undefined, commaDelimited: true }).kind;

describe("inferKind", () => {
  it.each<[string, string, Partial<ColumnSurvey>]>([
    ["number", "score", { ...numbers, distinct: 3 }],
    ["number", "x", { ...numbers, distinct: 1_000 }],
    ["id", "customer_id", { ...numbers, distinct: 1_000 }],
    ["id", "CustomerID", { ...numbers, distinct: 1_000 }],
    ["id", "n", { ...numbers, distinct: 1_000, rowNumbers: true }],
    [
      "number",
      "n",
      { ...numbers, rows: 100, present: 100, numeric: 100, integers: 100, distinct: 100, rowNumbers: true },
    ],
    ["number", "paid", { ...numbers, distinct: 1_000 }],
    ["number", "x", { ...numbers, integers: 10, numeric: 995 }],
    ["category", "x", { ...numbers, integers: 10, numeric: 980 }],
    ["category", "zip", { ...numbers, leadingZeros: 7 }],
    ["id", "zip", { ...numbers, leadingZeros: 7, distinct: 1_000 }],
    ["id", "account", { ...numbers, beyondExact: 1 }],
    ["category", "code", { ...numbers, type: "string", distinct: 12 }],
    ["boolean", "ok", { booleans: 1_000, distinct: 2 }],
    ["id", "ref", { distinct: 1_000 }],
    ["category", "first name", { rows: 5, present: 5, distinct: 5 }],
    ["text", "remark", { distinct: 1_000, meanWords: 6, meanLength: 40, spaced: 900 }],
    ["category", "species", { distinct: 37, meanWords: 4, meanLength: 20, spaced: 900 }],
    ["category", "ticket", { distinct: 700, meanWords: 1.4, spaced: 200 }],
    ["constant", "k", { distinct: 1 }],
    ["constant", "gone", { present: 0, distinct: 0 }],
    ["date", "day", { dates: new Map([["YYYY-MM-DD", 1_000]]) }],
    ["date", "day", { dates: new Map([["YYYY-MM-DD", 991]]) }],
    ["category", "day", { dates: new Map([["YYYY-MM-DD", 980]]) }],
  ])("%s: %s %o", (expected, name, survey) => {
    expect(kind(name, survey)).toBe(expected);
  });

  it("explains itself", () => {
    const why = inferKind(
      "customer",
      { ...none, rows: 7_043, present: 7_043, distinct: 7_043 },
      { decimal: undefined, order: undefined, commaDelimited: true },
    ).why;
    expect(why).toBe("all 7,043 values are distinct text");
  });
});

describe("chooseFormats", () => {
  it.each([
    [["$4.99", "0", "$1.50", "Free"].concat(["$2.99", "$3"]), '"$4.99"'],
    [["1,234", "12", "1,000,000"], '"1,234"'],
    [["10,000+", "500+", "Varies"].concat(["1+", "5+"]), '"10,000+"'],
    [["19M", "201k", "8.7M"], '"19M"'],
  ])("says of %j why they are no numbers", (sample, example) => {
    const facts = { decimal: undefined, order: undefined, commaDelimited: true };
    const inferred = inferKind("price", { ...none, distinct: 40, sample }, facts);
    expect(inferred.kind).toBe("category");
    expect(inferred.why).toContain(`look like numbers with separators, currency or units (${example})`);
  });

  it.each([[["basic", "plus"]], [["1", "2", "x"]], [["007", "12"]], [["4a", "b7"]], [["A+", "B-"]]])(
    "says nothing of numbers where there are none: %j",
    (sample) => {
      const facts = { decimal: undefined, order: undefined, commaDelimited: true };
      expect(inferKind("plan", { ...none, distinct: 40, sample }, facts).why).not.toContain("separators");
    },
  );

  it("lets the larger part decide the order of day and month", () => {
    const counts = new Map([
      ["DD/MM/YYYY", 100],
      ["MM/DD/YYYY", 60],
    ]);
    expect(chooseFormats(counts, 100, undefined)).toEqual({
      formats: ["DD/MM/YYYY"],
      covered: 100,
      note: "40 values have a first part above 12, so the order is certain",
    });
  });

  it("takes the declared order only where the values don't tell", () => {
    const both = new Map([
      ["DD-MM-YYYY", 5],
      ["MM-DD-YYYY", 5],
    ]);
    expect(chooseFormats(both, 5, undefined).formats).toEqual(["DD-MM-YYYY"]);
    expect(chooseFormats(both, 5, "month-first").formats).toEqual(["MM-DD-YYYY"]);
  });

  it("knows every format's twin", () => {
    for (const { name, twin } of dateFormats) {
      if (twin !== undefined) expect(dateFormats.find((format) => format.name === twin)?.twin).toBe(name);
    }
  });
});

it("missingTexts: the default list, one for all, or one for some", () => {
  expect(missingTexts(undefined, "x")).toContain("N/A");
  expect(missingTexts(["-"], "x")).toEqual(["-"]);
  expect(missingTexts({ y: ["-"] }, "x")).toContain("N/A");
  expect(missingTexts({ y: ["-"] }, "y")).toEqual(["-"]);
  expect(missingTexts({}, "constructor")).toContain("N/A");
});
