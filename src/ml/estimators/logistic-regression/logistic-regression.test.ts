import { describe, expect, it } from "vitest";
import { matrix, matrixFromRows } from "../../frame/matrix.ts";
import type { ClassTarget } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { Model } from "../estimator.ts";
import { logisticRegression, logisticRegressionDefinition } from "./logistic-regression.ts";

const target = (codes: number[], nClasses = 2): ClassTarget => ({
  kind: "classes",
  codes: Int32Array.from(codes),
  classes: Array.from({ length: nClasses }, (_, k) => `${k}`),
});
const coefficients = (model: Model): number[] => [...(model.toData()["coefficients"] as Float64Array)];
const intercepts = (model: Model): number[] => [...(model.toData()["intercepts"] as Float64Array)];

describe("logistic regression", () => {
  it("finds the log-odds of two groups: 1 of 4 against 3 of 4", () => {
    const rows = [0, 0, 0, 0, 1, 1, 1, 1].map((x) => [x]);
    const model = logisticRegression({ strength: 0, tolerance: 1e-9 }).fit(
      matrixFromRows(rows),
      target([1, 0, 0, 0, 1, 1, 1, 0]),
      {
        seed: 1,
      },
    );
    expect(intercepts(model)[0]).toBeCloseTo(Math.log(1 / 3), 6);
    expect(coefficients(model)[0]).toBeCloseTo(2 * Math.log(3), 6);
    const p = model.predictProba!(matrixFromRows([[0], [1]]));
    expect(p[1]).toBeCloseTo(0.25, 6);
    expect(p[2]! + p[3]!).toBe(1);
    expect([...model.predict(matrixFromRows([[0], [1]]))]).toEqual([0, 1]);
  });

  it("finds the frequencies of three classes in two groups", () => {
    const rows = [0, 0, 0, 0, 1, 1, 1, 1].map((x) => [x]);
    const y = target([0, 0, 1, 2, 0, 1, 1, 2], 3);
    const model = logisticRegression({ strength: 0 }).fit(matrixFromRows(rows), y, { seed: 1 });
    const p = model.predictProba!(matrixFromRows([[0], [1]]));
    [0.5, 0.25, 0.25, 0.25, 0.5, 0.25].forEach((one, i) => {
      expect(p[i]).toBeCloseTo(one, 5);
    });
    expect(intercepts(model).reduce((a, b) => a + b)).toBeCloseTo(0, 12);
  });

  it("stays finite on separable rows, thanks to its penalty", () => {
    const model = logisticRegression().fit(matrixFromRows([[-1], [-2], [1], [2]]), target([0, 0, 1, 1]), { seed: 1 });
    // The gradient vanishes: Σ x (y - p) = strength · b.
    const b = coefficients(model)[0]!;
    const p = (x: number): number => 1 / (1 + Math.exp(-b * x));
    expect(2 * (1 - p(1)) + 4 * (1 - p(2))).toBeCloseTo(b, 6);
  });

  it("takes weight k for a row that stands k times", () => {
    const y = target([0, 1, 1, 0, 1]);
    const weighted = logisticRegression().fit(
      matrixFromRows([
        [0, 1],
        [1, 0],
        [2, 1],
        [1, 3],
        [4, 1],
      ]),
      y,
      {
        seed: 1,
        sampleWeight: Float64Array.of(1, 1, 1, 2, 1),
      },
    );
    const rows = [
      [0, 1],
      [1, 0],
      [2, 1],
      [1, 3],
      [1, 3],
      [4, 1],
    ];
    const repeated = logisticRegression().fit(matrixFromRows(rows), target([0, 1, 1, 0, 0, 1]), { seed: 1 });
    coefficients(weighted).forEach((one, f) => {
      expect(one).toBeCloseTo(coefficients(repeated)[f]!, 6);
    });
  });

  it("sets useless coefficients to exactly 0 under the lasso, and satisfies its optimality conditions", () => {
    const { X, y } = noisy(600, 6);
    const strength = 8;
    const model = logisticRegression({ strength, l1Ratio: 1, tolerance: 1e-8 }).fit(X, y, { seed: 1 });
    const p = model.predictProba!(X);
    const b = coefficients(model);
    expect(b.filter((one) => one === 0).length).toBeGreaterThan(0);
    expect(b.filter((one) => one !== 0).length).toBeGreaterThan(1);
    b.forEach((one, f) => {
      let slope = 0;
      for (let i = 0; i < 600; i++) slope += X.values[f * 600 + i]! * (p[2 * i + 1]! - y.codes[i]!);
      if (one === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(strength + 1e-5);
      else expect(slope).toBeCloseTo(-Math.sign(one) * strength, 3);
    });
  });

  it("does the same with more features than it factors", () => {
    const { X, y } = noisy(300, 410);
    for (const params of [
      { strength: 20, l1Ratio: 0.9 },
      { strength: 3, l1Ratio: 0 },
    ]) {
      const model = logisticRegression({ ...params, tolerance: 1e-7, maxIterations: 2000 }).fit(X, y, { seed: 1 });
      const p = model.predictProba!(X);
      const [l1, l2] = [params.strength * params.l1Ratio, params.strength * (1 - params.l1Ratio)];
      coefficients(model).forEach((one, f) => {
        let slope = l2 * one;
        for (let i = 0; i < 300; i++) slope += X.values[f * 300 + i]! * (p[2 * i + 1]! - y.codes[i]!);
        if (one === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1 + 1e-3);
        else expect(slope).toBeCloseTo(-Math.sign(one) * l1, 2);
      });
    }
  });

  it("gives equal bytes for equal input, whatever the seed", () => {
    const { X, y } = noisy(3000, 9);
    const [a, b] = [1, 2].map((seed) => logisticRegression().fit(X, y, { seed }).toData());
    expect(a).toEqual(b);
  });

  it("lives with a class that has no rows, a constant column and no column at all", () => {
    const y = target([0, 1, 1, 0], 3);
    const model = logisticRegression().fit(
      matrixFromRows([
        [1, 7],
        [2, 7],
        [3, 7],
        [0, 7],
      ]),
      y,
      { seed: 1 },
    );
    const p = model.predictProba!(matrixFromRows([[1, 7]]));
    expect(p[2]).toBeLessThan(1e-2);
    expect(p[0]! + p[1]! + p[2]!).toBeCloseTo(1, 12);
    const bare = logisticRegression().fit(matrix(4, []), target([0, 1, 1, 1]), { seed: 1 });
    expect(bare.predictProba!(matrix(1, []))[1]).toBeCloseTo(0.75, 6);
  });

  it("refuses data that a fit can't have made", () => {
    const { X, y } = noisy(50, 2);
    const good = logisticRegression().fit(X, y, { seed: 1 }).toData();
    expect(logisticRegressionDefinition.load(good).toData()).toEqual(good);
    for (const bad of [
      { ...good, nClasses: 3 },
      { ...good, nFeatures: 1e9 },
      { ...good, intercepts: Float64Array.of(Number.NaN) },
      {},
    ]) {
      expect(() => logisticRegressionDefinition.load(bad)).toThrow(
        expect.objectContaining({ code: "ML_MODEL_CORRUPT" }),
      );
    }
  });

  it("stops when cancelled", () => {
    const { X, y } = noisy(50, 2);
    const stop = () => logisticRegression().fit(X, y, { seed: 1, cancelled: () => true });
    expect(stop).toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});

/** The first two features matter. */
function noisy(n: number, d: number): { X: ReturnType<typeof matrix>; y: ClassTarget } {
  const draw = random(5);
  const X = matrix(
    n,
    Array.from({ length: d }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const })),
  );
  for (let i = 0; i < X.values.length; i++) X.values[i] = draw.next() * 2 - 1;
  const codes = Array.from({ length: n }, (_, i) => (X.values[i]! - X.values[n + i]! + draw.next() > 0.5 ? 1 : 0));
  return { X, y: target(codes) };
}
