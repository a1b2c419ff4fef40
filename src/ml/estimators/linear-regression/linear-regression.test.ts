import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import type { ValueTarget } from "../../frame/target.ts";
import { random } from "../../random.ts";
import { linearRegression, linearRegressionDefinition } from "./linear-regression.ts";

const values = (...ys: number[]): ValueTarget => ({ kind: "values", values: Float64Array.from(ys) });
const fitted = (rows: number[][], y: ValueTarget, params = {}, sampleWeight?: Float64Array) => {
  const context = sampleWeight === undefined ? { seed: 1 } : { seed: 1, sampleWeight };
  const data = linearRegression(params).fit(matrixFromRows(rows), y, context).toData();
  return { b: [...(data["coefficients"] as Float64Array)], a: (data["intercept"] as Float64Array)[0]! };
};

describe("linear regression", () => {
  it("finds the line through points on a line", () => {
    const { a, b } = fitted([[0], [1], [2]], values(1, 3, 5));
    expect(a).toBeCloseTo(1, 12);
    expect(b[0]).toBeCloseTo(2, 12);
  });

  it("fits targets near the largest number, and refuses what no number can hold", () => {
    const { a, b } = fitted([[0], [1], [2]], values(-1e308, 0, 1e308));
    expect(b[0]! / 1e308).toBeCloseTo(1, 12);
    expect(a / 1e308).toBeCloseTo(-1, 12);
    expect(() => fitted([[0], [1e-9], [2e-9]], values(-1e308, 0, 1e308))).toThrow(
      expect.objectContaining({ code: "ML_VALUE_NOT_FINITE" }),
    );
  });

  it("shrinks by the strength: sum of squares 2, so slope 2 becomes 2 * 2 / (2 + 2)", () => {
    expect(fitted([[0], [1], [2]], values(1, 3, 5), { strength: 2 }).b[0]).toBeCloseTo(1, 12);
  });

  it("soft-thresholds under the lasso: (4 - 1) / 2, and 0 from strength 4 on", () => {
    expect(fitted([[0], [1], [2]], values(1, 3, 5), { strength: 1, l1Ratio: 1 }).b[0]).toBeCloseTo(1.5, 12);
    expect(fitted([[0], [1], [2]], values(1, 3, 5), { strength: 4, l1Ratio: 1 }).b[0]).toBe(0);
  });

  it("shares an effect between equal columns instead of exploding", () => {
    const { b } = fitted(
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [5, 5],
      ],
      values(0, 4, 8, 20),
    );
    expect(b[0]).toBeCloseTo(2, 6);
    expect(b[1]).toBeCloseTo(2, 6);
  });

  it("keeps its digits with large means, and ignores a constant column", () => {
    const rows = [0, 1, 2, 3].map((x) => [4096 + x / 1024, 7]);
    const { b } = fitted(rows, values(0, 1, 2, 3));
    expect(b[0]).toBeCloseTo(1024, 6);
    expect(b[1]).toBe(0);
  });

  it("takes weight k for a row that stands k times", () => {
    const weighted = fitted([[0], [1], [2]], values(1, 2, 5), { strength: 0.5 }, Float64Array.of(1, 3, 1));
    const repeated = fitted([[0], [1], [1], [1], [2]], values(1, 2, 2, 2, 5), { strength: 0.5 });
    expect(weighted.b[0]).toBeCloseTo(repeated.b[0]!, 12);
    expect(weighted.a).toBeCloseTo(repeated.a, 12);
  });

  it("gives the same answer through the Gram matrix and, for many features, through the rows", () => {
    const draw = random(3);
    const narrow = Array.from({ length: 40 }, () => Array.from({ length: 4 }, () => draw.next()));
    const wide = narrow.map((row) => [...row, ...Array.from({ length: 1000 }, () => 1)]);
    const y = values(...narrow.map((row) => 3 * row[0]! - row[1]! + draw.next()));
    for (const params of [{ strength: 0.3 }, { strength: 0.5, l1Ratio: 0.5 }]) {
      const [a, b] = [
        fitted(narrow, y, { ...params, tolerance: 1e-12 }),
        fitted(wide, y, { ...params, tolerance: 1e-12 }),
      ];
      a.b.forEach((one, f) => {
        expect(b.b[f]).toBeCloseTo(one, 9);
      });
    }
  });

  it("refuses data that a fit can't have made", () => {
    const good = linearRegression()
      .fit(matrixFromRows([[0], [1]]), values(0, 1), { seed: 1 })
      .toData();
    for (const bad of [
      { ...good, nFeatures: 2 },
      { ...good, coefficients: Float64Array.of(Number.NaN) },
      { ...good, extra: 1 },
      {},
    ]) {
      expect(() => linearRegressionDefinition.load(bad)).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    }
    expect(linearRegressionDefinition.load(good).toData()).toEqual(good);
  });

  it("stops when cancelled", () => {
    const stop = () =>
      linearRegression().fit(matrixFromRows([[0], [1]]), values(0, 1), { seed: 1, cancelled: () => true });
    expect(stop).toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});
