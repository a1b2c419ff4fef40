import { describe, expect, it } from "vitest";
import { type ClassTarget, type Column, Frame, type ValueTarget } from "../../ml/index.ts";
import type { SplitSpec } from "../../workflow/index.ts";
import { byGroup, byTime, makeFolds, makeSplit, random, splitTable, stratified } from "./index.ts";

const numbers = (values: number[], kind: "number" | "date" = "number"): Column => ({
  storage: "values",
  kind,
  values: Float64Array.from(values),
});
const codes = (list: number[], dictionary: string[]): Column => ({
  storage: "codes",
  kind: "category",
  codes: Int32Array.from(list),
  dictionary,
});
const classes = (list: number[], labels = ["no", "yes"]): ClassTarget => ({
  kind: "classes",
  codes: Int32Array.from(list),
  classes: labels,
});
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const frameOf = (columns: Record<string, Column>): Frame => {
  const first = Object.values(columns)[0]!;
  return new Frame(first.storage === "values" ? first.values.length : first.codes.length, Object.entries(columns));
};
const day = (n: number): number => Date.UTC(2001, 0, 1 + n);

describe("every split", () => {
  const n = 120;
  const frame = frameOf({
    when: numbers(
      range(n).map((i) => day((i * 37) % n)),
      "date",
    ),
    who: numbers(range(n).map((i) => i % 17)),
  });
  const y = classes(range(n).map((i) => (i % 3 === 0 ? 1 : 0)));
  const specs: SplitSpec[] = [
    random({ test: 0.2 }),
    stratified({ test: 0.2 }),
    byGroup("who", { test: 0.2 }),
    byTime({ test: 0.2, column: "when" }),
  ];

  it("has a builder for each row of the table, located where it was called", () => {
    expect(specs.map((spec) => spec.kind)).toEqual(Object.keys(splitTable));
    for (const spec of specs) expect(spec.at?.file).toMatch(/splits\.test\.ts$/);
  });

  it.each(specs)("$kind: parts are ascending, disjoint, whole, near the share, and the same again", (spec) => {
    const split = makeSplit(spec, frame, y, 7);
    expect([...split.train, ...split.test].sort((a, b) => a - b)).toEqual(range(n));
    for (const part of [split.train, split.test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
    expect(Math.abs(split.test.length - 24)).toBeLessThanOrEqual(4);
    expect(split.how).toMatch(/\d/);
    expect(makeSplit(spec, frame, y, 7)).toEqual(split);
  });

  it.each(specs)("$kind: folds validate training rows only, no row twice, never a test row", (spec) => {
    const { train, test } = makeSplit(spec, frame, y, 7);
    const { folds, how } = makeFolds(spec, frame, y, train, 4, 7);
    expect(folds).toHaveLength(4);
    expect(how).toContain("4 folds");
    const validated = folds.flatMap((fold) => [...fold.validation]);
    expect(new Set(validated).size).toBe(validated.length);
    for (const fold of folds) {
      const rows = [...fold.train, ...fold.validation];
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows.some((row) => test.includes(row))).toBe(false);
    }
    if (spec.kind !== "time") expect(validated.sort((a, b) => a - b)).toEqual([...train]);
  });

  it.each(specs.slice(0, 3))("$kind: another seed gives other test rows", (spec) => {
    expect(makeSplit(spec, frame, y, 8).test).not.toEqual(makeSplit(spec, frame, y, 7).test);
  });

  it("leaves rows without a target out of both parts, and says so", () => {
    const gaps = classes([-1, 0, 1, 0, 1, 0, 1, 0, 1, -1]);
    const split = makeSplit(stratified({ test: 0.25 }), frameOf({ a: numbers(range(10)) }), gaps, 1);
    expect([...split.train, ...split.test].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(split.how).toContain("2 rows without a target left out");
  });

  it.each([0, 1, -0.1, Number.NaN, "0.2" as unknown as number])(
    "refuses a test share of %s where it was written",
    (test) => {
      expect(() => random({ test })).toThrow(/splits\.test\.ts:\d+: random: test must be a share above 0 and below 1/);
    },
  );

  it("refuses fewer rows than two", () => {
    const none = classes([-1, 0]);
    expect(() => makeSplit(random({ test: 0.5 }), frameOf({ a: numbers([1, 2]) }), none, 1)).toThrow(
      expect.objectContaining({ code: "TRAINING_SPLIT_TOO_FEW_ROWS" }),
    );
  });

  it("refuses a part with one class, naming part and class", () => {
    const frame = frameOf({ when: numbers(range(10), "number") });
    const late = classes([0, 1, 0, 1, 0, 1, 0, 1, 0, 0]);
    expect(() => makeSplit(byTime({ test: 0.2, column: "when" }), frame, late, 1)).toThrow(
      'The test rows hold only the class "no"',
    );
  });
});

describe("stratified", () => {
  const frame = frameOf({ a: numbers(range(100)) });
  const share = (y: ClassTarget, rows: Int32Array, code: number): number =>
    rows.filter((row) => y.codes[row] === code).length;

  it("keeps the shares of the classes exactly where they divide", () => {
    const y = classes(range(100).map((i) => (i < 30 ? 1 : 0)));
    const { test, train } = makeSplit(stratified({ test: 0.2 }), frame, y, 3);
    expect([share(y, test, 1), share(y, train, 1), test.length]).toEqual([6, 24, 20]);
  });

  it("puts a class of two on both sides, and a class of one into training, and says so", () => {
    const y = classes([2, 2, 3, ...range(97).map((i) => i % 2)], ["a", "b", "c", "only"]);
    const { test, train, how } = makeSplit(stratified({ test: 0.2 }), frame, y, 3);
    expect([share(y, test, 2), share(y, train, 2)]).toEqual([1, 1]);
    expect([share(y, test, 3), share(y, train, 3)]).toEqual([0, 1]);
    expect(how).toContain('the one row of class "only" trains');
  });

  it("takes the same share of every tenth of a numeric target", () => {
    const y: ValueTarget = { kind: "values", values: Float64Array.from(range(100).map((i) => i * i)) };
    const { test } = makeSplit(stratified({ test: 0.2 }), frame, y, 3);
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(test.filter((row) => Math.floor(row / 10) === tenth)).toHaveLength(2);
    }
  });

  it("gives each fold its share of both classes", () => {
    const y = classes(range(100).map((i) => (i % 10 === 0 ? 1 : 0)));
    const { folds } = makeFolds(stratified({ test: 0.2 }), frame, y, Int32Array.from(range(100)), 5, 3);
    for (const fold of folds) expect([share(y, fold.validation, 1), fold.validation.length]).toEqual([2, 20]);
  });

  it("makes fewer folds where a class has fewer rows, and says why", () => {
    const y = classes(range(100).map((i) => (i < 3 ? 1 : 0)));
    const plan = makeFolds(random({ test: 0.2 }), frame, y, Int32Array.from(range(100)), 5, 3);
    expect(plan.folds).toHaveLength(3);
    expect(plan.how).toBe(
      '3 folds with equal shares of each class, in place of 5: the class "yes" has only 3 training rows',
    );
    for (const fold of plan.folds) expect(share(y, fold.validation, 1)).toBe(1);
  });

  it("keeps the folds where one of many classes is rare, and says so", () => {
    const y = classes([2, 2, ...range(98).map((i) => i % 2)], ["a", "b", "rare"]);
    const plan = makeFolds(random({ test: 0.2 }), frame, y, Int32Array.from(range(100)), 5, 3);
    expect(plan.folds).toHaveLength(5);
    expect(plan.how).toContain('the class "rare" has only 2 training rows, so some folds validate without it');
  });

  it("refuses to validate a class with a single row", () => {
    const y = classes(range(100).map((i) => (i < 1 ? 1 : 0)));
    expect(() => makeFolds(random({ test: 0.2 }), frame, y, Int32Array.from(range(100)), 5, 3)).toThrow(
      'the class "yes" has 1.',
    );
  });
});

describe("byGroup", () => {
  const who = codes([0, 0, 0, 1, 1, 2, 2, 2, 3, 3, -1, -1], ["a", "b", "c", "d"]);
  const frame = frameOf({ who });

  it("keeps groups whole, and rows without one in training", () => {
    const { train, test, how } = makeSplit(byGroup("who", { test: 0.25 }), frame, null, 5);
    const groups = new Set([...test].map((row) => (who.storage === "codes" ? who.codes[row] : 0)));
    expect([...train].some((row) => who.storage === "codes" && groups.has(who.codes[row]!))).toBe(false);
    expect(groups.has(-1)).toBe(false);
    expect(how).toContain("; 2 rows without who train");
  });

  it("folds groups whole, at most as many as there are", () => {
    const rows = Int32Array.from(range(12));
    const { folds, how } = makeFolds(byGroup("who", { test: 0.25 }), frame, null, rows, 10, 5);
    expect(folds).toHaveLength(4);
    expect(how).toContain("in place of 10: the training rows hold only 4 groups");
    for (const fold of folds) {
      const inside = new Set([...fold.validation].map((row) => (who.storage === "codes" ? who.codes[row] : 0)));
      expect(inside.size).toBe(1);
      expect([...fold.train]).toEqual(expect.arrayContaining([10, 11]));
    }
  });

  it("refuses one group, and a column that isn't there with a suggestion", () => {
    const one = frameOf({ who: codes([0, 0, 0], ["a"]) });
    expect(() => makeSplit(byGroup("who", { test: 0.5 }), one, null, 1)).toThrow('2 different values of "who", got 1');
    expect(() => makeSplit(byGroup("hwo", { test: 0.5 }), one, null, 1)).toThrow(
      /splits\.test\.ts:\d+: .*Did you mean "who"\?/,
    );
  });
});

describe("byTime", () => {
  it("tests on what came last, ties together, and names the cut", () => {
    const frame = frameOf({ when: numbers([day(3), day(1), day(4), day(4), day(2), day(0), day(5), day(4)], "date") });
    const { train, test, how } = makeSplit(byTime({ test: 0.25 }), frame, null, 1, "when");
    // The two latest would cut through the three rows of 5 January: of the cuts at 1 and 4 rows the nearer to 2 is 1.
    expect([...test]).toEqual([6]);
    expect([...train]).toEqual([0, 1, 2, 3, 4, 5, 7]);
    expect(how).toBe("the last 12.5 % of rows by when: from 2001-01-06 on");
  });

  it("trains on rows without a time, and says so", () => {
    const frame = frameOf({ when: numbers([1, Number.NaN, 2, 3, 4, Number.NaN]) });
    const { train, test, how } = makeSplit(byTime({ test: 0.25, column: "when" }), frame, null, 1);
    expect([...test]).toEqual([4]);
    expect([...train]).toEqual([0, 1, 2, 3, 5]);
    expect(how).toContain("from 4 on; 2 rows without a time train");
  });

  it("folds by an expanding window: nothing is validated by what came later", () => {
    const frame = frameOf({ when: numbers(range(20).map((i) => 19 - i)) });
    const { folds } = makeFolds(byTime({ test: 0.2, column: "when" }), frame, null, Int32Array.from(range(20)), 3, 1);
    expect(folds.map((fold) => [fold.train.length, fold.validation.length])).toEqual([
      [5, 5],
      [10, 5],
      [15, 5],
    ]);
    for (const fold of folds) expect(Math.max(...fold.validation)).toBeLessThan(Math.min(...fold.train));
  });

  it("makes fewer folds where distinct times are few, and leaves out those with one class", () => {
    const frame = frameOf({ when: numbers([0, 0, 1, 1, 2, 2]) });
    const rows = Int32Array.from(range(6));
    const few = makeFolds(byTime({ test: 0.3, column: "when" }), frame, null, rows, 5, 1);
    expect(few.folds).toHaveLength(2);
    expect(few.how).toContain("in place of 5: there are too few distinct times");
    const y = classes([0, 1, 0, 0, 0, 1]);
    const kept = makeFolds(byTime({ test: 0.3, column: "when" }), frame, y, rows, 2, 1);
    expect(kept.folds.map((fold) => [...fold.validation])).toEqual([[4, 5]]);
    expect(kept.how).toContain("1 fold left out for holding a single class");
  });

  it("refuses one moment, text, and no time at all", () => {
    const same = frameOf({ when: numbers([1, 1, 1, Number.NaN]), word: codes([0, 0, 0, 0], ["a"]) });
    expect(() => makeSplit(byTime({ test: 0.5, column: "when" }), same, null, 1)).toThrow("got 1 (1 rows have none)");
    expect(() => makeSplit(byTime({ test: 0.5, column: "word" }), same, null, 1)).toThrow('"word" is category');
    expect(() => makeSplit(byTime({ test: 0.5 }), same, null, 1)).toThrow("the table declares no time column");
  });
});
