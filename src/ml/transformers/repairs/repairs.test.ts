import { describe, expect, it } from "vitest";
import { completeParameters, type ParameterValues } from "../../estimators/parameters.ts";
import type { Column } from "../../frame/column.ts";
import { recode } from "../../frame/operations/operation.ts";
import type { FittedRepair } from "./repair.ts";
import { repairTable } from "./table.ts";

/** Numbers checked by hand; what all share is in test/conformance. */
function fitted(name: string, column: Column, params: ParameterValues = {}): FittedRepair {
  const definition = repairTable.get(name)!;
  return definition.fit({ name: "c", column, params: completeParameters(name, definition.parameters, params) });
}

const numbers = (...values: number[]): Column => ({
  storage: "values",
  kind: "number",
  values: Float64Array.from(values),
});

function labels(...texts: (string | null)[]): Column {
  const { codes, dictionary } = recode("category", Int32Array.from(texts.keys()), texts, 1);
  return { storage: "codes", kind: "category", codes, dictionary };
}

function textsOf(column: Column): (string | null)[] {
  if (column.storage === "values") return [];
  return Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!));
}

const valuesOf = (column: Column): number[] => (column.storage === "values" ? [...column.values] : []);

describe("clip", () => {
  it("limits to quantiles of the training rows as numpy has them: 0.5% and 99.5% of 0 to 1000 are 5 and 995", () => {
    const training = numbers(...Array.from({ length: 1001 }, (_, i) => 1000 - i), Number.NaN);
    const repair = fitted("clip", training);
    expect(
      valuesOf(repair.apply(numbers(-7, 4, 5, 500, 995, 996, 1e300, Number.NaN, Number.NEGATIVE_INFINITY))),
    ).toEqual([5, 5, 5, 500, 995, 995, 995, Number.NaN, 5]);
    // the tenth of 0, 10, 20 lies a fifth of the way from 0 to 10
    const tenth = fitted("clip", numbers(20, 0, 10), { lower: 0.1, upper: 1 });
    expect(valuesOf(tenth.apply(numbers(-1, 30)))).toEqual([2, 20]);
  });

  it("changes nothing where no number was known, and holds two huge numbers apart", () => {
    const nothing = fitted("clip", numbers(Number.NaN, Number.POSITIVE_INFINITY));
    expect(valuesOf(nothing.apply(numbers(-1e300, 4)))).toEqual([-1e300, 4]);
    const huge = fitted("clip", numbers(-1.7e308, 1.7e308));
    expect(valuesOf(huge.apply(numbers(-1.79e308, 0, 1.79e308)))).toEqual([-1.7e308, 0, 1.7e308]);
  });

  it("takes a low and a high quantile in that order", () => {
    expect(() => fitted("clip", numbers(1), { lower: 0.6 })).toThrow("must be a number from 0 to 0.5, got 0.6");
    expect(() => fitted("clip", numbers(1), { upper: 0.4 })).toThrow("must be a number from 0.5 to 1, got 0.4");
  });
});

describe("unifyText", () => {
  const given = labels(" New  York", "New York ", "new york", "  ", null, "Bonn\t\u00a0am Rhein");

  it("makes one of spellings that differ by white space, and blank texts missing", () => {
    const { codes, dictionary } = fitted("unifyText", given).apply(given) as Column & { storage: "codes" };
    expect(dictionary).toEqual(["Bonn am Rhein", "New York", "new york"]);
    expect([...codes]).toEqual([1, 1, 2, -1, -1, 0]);
  });

  it("turns capital letters into small ones where that is asked for, in labels never seen as well", () => {
    const repair = fitted("unifyText", labels("a"), { lowercase: true });
    expect(textsOf(repair.apply(given))).toEqual(["new york", "new york", "new york", null, null, "bonn am rhein"]);
  });
});
