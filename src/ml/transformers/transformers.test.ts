import { describe, expect, it } from "vitest";
import { completeParameters, type ParameterValues } from "../estimators/parameters.ts";
import type { Column } from "../frame/column.ts";
import type { Target } from "../frame/target.ts";
import { quantileInPlace } from "./quantile.ts";
import { featureStepTable, transformerTable } from "./table.ts";

/** Numbers checked by hand; what all share is in test/conformance/transformers.test.ts. */
function labels(...values: (string | null)[]): Column {
  const dictionary = [...new Set(values.filter((v) => v !== null))].sort();
  const codes = Int32Array.from(values, (v) => (v === null ? -1 : dictionary.indexOf(v)));
  return { storage: "codes", kind: "category", codes, dictionary };
}

function fitted(name: string, column: Column, declared: ParameterValues = {}, y: Target | null = null) {
  const definition = transformerTable.get(name)!;
  const params = completeParameters(name, definition.parameters, declared);
  const model = definition.fit({ name: "c", column, y, seed: 1, params });
  return {
    names: model.features.map((feature) => feature.name),
    features: model.features,
    of: (other: Column): (number | null)[][] => {
      const rows = other.storage === "codes" ? other.codes.length : other.values.length;
      const into = model.features.map(() => new Float64Array(rows));
      model.transform(other, into);
      return into.map((values) => Array.from(values, (x) => (Number.isNaN(x) ? null : x)));
    },
  };
}

function step(name: string, declared: ParameterValues, values: number[]): number[] {
  const definition = featureStepTable.get(name)!;
  const array = Float64Array.from(values);
  const fitted = definition.fit(array, completeParameters(name, definition.parameters, declared));
  fitted.apply(array);
  return [...array];
}

describe("categories", () => {
  const column = labels("b", "a", "b", null, "c", "b", "a");

  it("one-hot: frequent levels in order of code units, all zeros for the rest", () => {
    const hot = fitted("oneHot", column, { minFrequency: 2 });
    expect(hot.names).toEqual(["c = a", "c = b"]);
    expect(hot.of(labels("a", "b", "c", null, "new"))).toEqual([
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ]);
    expect(fitted("oneHot", column, { maxLevels: 1 }).names).toEqual(["c = b"]);
    expect(fitted("oneHot", labels("x", "y", "x")).names).toEqual(["c = y"]);
  });

  it("ordinal: codes by falling frequency, missing for rare and unseen", () => {
    const ordinal = fitted("ordinal", column, { minFrequency: 2 });
    expect(ordinal.features).toEqual([{ name: "c", kind: "categorical", levels: 2 }]);
    expect(ordinal.of(labels("a", "b", "c", null, "new"))).toEqual([[1, 0, null, null, null]]);
  });

  it("frequency: share of training rows", () => {
    const share = fitted("frequencyEncoding", column);
    expect(share.of(labels("a", "b", "new", null))).toEqual([[2 / 7, 3 / 7, 0, null]]);
  });

  it("target: mean of its rows and of `smoothing` average rows; missing is a level of its own", () => {
    const y: Target = { kind: "values", values: Float64Array.of(1, 2, 3, 7, 4, 5, 6) };
    const prior = 4;
    const encoded = fitted("targetEncoding", column, { smoothing: 2 }, y);
    expect(encoded.of(labels("a", "b", null, "new"))).toEqual([
      [(8 + 2 * prior) / 4, (9 + 2 * prior) / 5, (7 + 2 * prior) / 3, prior],
    ]);
    const classes: Target = { kind: "classes", codes: Int32Array.of(0, 1, 2, 0, 1, 2, 0), classes: ["x", "y", "z"] };
    expect(fitted("targetEncoding", column, {}, classes).names).toEqual([
      "c: share of x",
      "c: share of y",
      "c: share of z",
    ]);
    const binary: Target = { kind: "classes", codes: Int32Array.of(0, 1, 1, 0, 1, 0, 0), classes: ["no", "yes"] };
    const yes = fitted("targetEncoding", column, { smoothing: 0 }, binary);
    expect(yes.names).toEqual(["c: share of yes"]);
    expect(yes.of(labels("a", "b", "c"))).toEqual([[1 / 2, 1 / 3, 1]]);
  });
});

describe("dates and text", () => {
  const dates = (...values: number[]): Column => ({
    storage: "values",
    kind: "date",
    values: Float64Array.from(values),
  });

  it("date parts: an hour only where training had one", () => {
    const day = 86_400_000;
    const parts = fitted("dateParts", dates(0, day));
    expect(parts.names).toEqual([
      "c: days since 1970",
      "c: year",
      "c: month",
      "c: day",
      "c: day of week",
      "c: day of year",
    ]);
    expect(parts.of(dates(951_782_400_000, Number.NaN)).map((values) => values[0])).toEqual([
      11_016, 2000, 2, 29, 2, 60,
    ]);
    expect(parts.of(dates(Number.NaN)).flat()).toEqual(new Array(6).fill(null));
    expect(fitted("dateParts", dates(day / 2)).names).toContain("c: hour");
    const cyclic = fitted("dateParts", dates(0), { cyclic: true }).of(dates(4 * day));
    expect(cyclic[3]![0]).toBeCloseTo(Math.sin((2 * Math.PI * 1) / 7), 12); // 1970-01-05 was a Monday
  });

  it("hashed text: length 1, the same for the same words, order of words only through pairs", () => {
    const column = labels("Bird in engine", "engine in bird", "", "gull");
    const hashed = fitted("hashedText", column, { buckets: 64, words: 1 }).of(
      labels("Bird in ENGINE!", "engine in bird", null, "gull"),
    );
    const row = (i: number) => hashed.map((values) => values[i]!);
    expect(row(0)).toEqual(row(1));
    expect(row(0).reduce((sum, x) => sum + x ** 2, 0)).toBeCloseTo(1, 12);
    expect(row(2).every((x) => x === 0)).toBe(true);
    expect(row(3).filter((x) => x !== 0)).toHaveLength(1);
    const pairs = fitted("hashedText", column, { buckets: 1024 }).of(column);
    expect(pairs.map((values) => values[0])).not.toEqual(pairs.map((values) => values[1]));
  });
});

describe("feature steps", () => {
  const NaN_ = Number.NaN;

  it("impute by mean, median, most frequent (the smallest of several) and constant", () => {
    expect(step("impute", { strategy: "mean" }, [1, NaN_, 3, 8])).toEqual([1, 4, 3, 8]);
    expect(step("impute", { strategy: "median" }, [9, NaN_, 1, 3, 4])).toEqual([9, 3.5, 1, 3, 4]);
    expect(step("impute", { strategy: "mostFrequent" }, [5, 5, 2, 2, NaN_])).toEqual([5, 5, 2, 2, 2]);
    expect(step("impute", { strategy: "constant", value: -1 }, [NaN_, 2])).toEqual([-1, 2]);
    expect(step("impute", {}, [NaN_, NaN_])).toEqual([0, 0]);
  });

  it("scale by standard deviation of the population, quartiles or range", () => {
    expect(step("scale", {}, [1, 3])).toEqual([-1, 1]);
    expect(step("scale", { method: "minMax" }, [2, 4, 3, NaN_])).toEqual([0, 1, 0.5, NaN_]);
    expect(step("scale", { method: "robust" }, [1, 2, 3, 4, 1000])).toEqual([-1, -0.5, 0, 0.5, 498.5]);
    expect(step("scale", {}, [0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
    expect(step("scale", { method: "robust" }, [1, 1, 1, 1, 3])).toEqual([0, 0, 0, 0, 1]);
  });

  it("finds quantiles as sorting would", () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    for (const q of [0, 0.1, 0.25, 0.333, 0.5, 0.99, 1])
      expect(quantileInPlace(values.slice(), q)).toBeCloseTo(100 * q, 10);
    expect(quantileInPlace(Float64Array.of(2, 2, 2, 2), 0.3)).toBe(2);
  });
});
