import { describe, expect, it } from "vitest";
import { completeParameters, type ParameterValues } from "../../estimators/parameters.ts";
import { matrix, matrixFromRows } from "../../frame/matrix.ts";
import { classTarget, type Target, valueTarget } from "../../frame/target.ts";
import { fStatistics } from "./f-statistics.ts";
import type { FittedMatrixStep } from "./matrix-step.ts";
import { matrixStepTable } from "./table.ts";

/** Numbers checked by hand; scikit-learn's are in test/reference, what all share is in test/conformance. */
function fitted(
  name: string,
  rows: readonly (readonly number[])[],
  params: ParameterValues = {},
  y: Target | null = null,
) {
  const definition = matrixStepTable.get(name)!;
  return definition.fit({
    X: matrixFromRows(rows),
    y,
    params: completeParameters(name, definition.parameters, params),
  });
}

function of(step: FittedMatrixStep, rows: readonly (readonly number[])[]): number[][] {
  const X = matrixFromRows(rows);
  const into = new Float32Array(rows.length * step.features.length);
  step.transform(X, into);
  return rows.map((_, i) => step.features.map((_, k) => into[k * rows.length + i]!));
}

const names = (step: FittedMatrixStep): string[] => step.features.map(({ name }) => name);

describe("pca", () => {
  const onLine = [
    [0, 0],
    [1, 1],
    [2, 2],
  ];

  it("projects on the line that rows lie on, about their mean", () => {
    const step = fitted("pca", onLine);
    expect(step.features).toEqual([{ name: "pca 1", kind: "numeric" }]);
    expect(of(step, onLine).flat()).toEqual([-Math.SQRT2, 0, Math.SQRT2].map((x) => expect.closeTo(x, 6)));
    // at right angles to the line
    expect(of(step, [[2, 0]])[0]![0]).toBeCloseTo(0, 6);
  });

  it("keeps the fewest that explain more than the share", () => {
    // variances 8, 2 and 0 along the axes: shares 0.8 and 1
    const cross = [
      [2, 0, 5],
      [-2, 0, 5],
      [0, 1, 5],
      [0, -1, 5],
    ];
    const count = (variance: number): number => fitted("pca", cross, { variance }).features.length;
    expect([0, 0.79, 0.81, 0.99].map(count)).toEqual([1, 1, 2, 2]);
    const equal = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ];
    // exactly half each: one explains no more than half
    expect(fitted("pca", equal, { variance: 0.5 }).features).toHaveLength(2);
    expect(fitted("pca", equal, { variance: 0.49 }).features).toHaveLength(1);
  });

  it("keeps at most as many as there are features or rows, and one where nothing varies", () => {
    expect(fitted("pca", onLine, { components: 5 }).features).toHaveLength(2);
    expect(fitted("pca", [[1, 2, 3]], { components: 3 }).features).toHaveLength(1);
    const constant = fitted("pca", [
      [3, 3],
      [3, 3],
    ]);
    expect(of(constant, [[3, 3]])).toEqual([[0]]);
  });

  it("makes a row with a missing value missing, and refuses to learn from one by its feature", () => {
    expect(of(fitted("pca", onLine, { components: 2 }), [[Number.NaN, 1]])).toEqual([[Number.NaN, Number.NaN]]);
    expect(() => fitted("pca", [...onLine, [Number.NaN, 3]])).toThrow('pca: feature "x0" of sample 3 must be finite');
  });

  it("refuses more features than it can do in time", () => {
    const features = Array.from({ length: 513 }, (_, f) => ({ name: `f${f}`, kind: "numeric" as const }));
    const definition = matrixStepTable.get("pca")!;
    const { parameters } = definition;
    const params = completeParameters("pca", parameters, {});
    expect(() => definition.fit({ X: matrix(2, features), y: null, params })).toThrow(
      expect.objectContaining({ code: "ML_TOO_LARGE", message: expect.stringContaining("513 features") }),
    );
    expect(() => completeParameters("pca", parameters, { components: 0 })).toThrow("a whole number from 1 to 512");
    expect(() => completeParameters("pca", parameters, { variance: 1 })).toThrow("a number from 0 and below 1");
  });
});

describe("selectBest", () => {
  const y = classTarget(["a", "a", "b", "b"]);

  it("takes variance between classes over that within", () => {
    // classes have means 1 and 4 about 2.5: 4 * 1.5² = 9 between; 2 + 2 = 4 within, two degrees of freedom
    const X = matrixFromRows([[0], [2], [3], [5]]);
    expect([...fStatistics(X, y)]).toEqual([9 / (4 / 2)]);
    // the line through them: r² = (Σ xy)² / (Σ x² Σ y²) = 8² / (13 * 5) about means 2.5 and 1.5, two degrees of freedom
    expect(fStatistics(X, valueTarget([0, 1, 2, 3]))[0]).toBeCloseTo((64 / 65 / (1 / 65)) * 2, 11);
  });

  it("leaves out missing values of the feature, and features that don't vary or have too few rows", () => {
    const NaN_ = Number.NaN;
    const rows = [
      [0, 7, 1, 0.1, NaN_],
      [2, 7, NaN_, 0.1, NaN_],
      [3, 7, NaN_, 0.1, 2],
      [5, 7, 2, 0.1, 4],
      [NaN_, 7, NaN_, 0.1, NaN_],
    ];
    const classes = classTarget(["a", "a", "b", "b", "b"]);
    expect([...fStatistics(matrixFromRows(rows), classes)]).toEqual([4.5, -1, -1, -1, -1]);
    const values = fStatistics(matrixFromRows(rows), valueTarget([0, 1, 2, 3, 99]));
    expect([...values].map((score) => score > 0)).toEqual([true, false, false, false, false]);
    expect([...fStatistics(matrixFromRows([[1], [2], [3]]), valueTarget([4, 4, 4]))]).toEqual([-1]);
  });

  it("is infinite for a feature that decides alone, however large its values", () => {
    const X = matrixFromRows([
      [1, 1e30],
      [1, 2e30],
      [2, 3e30],
      [2, 4e30],
    ]);
    expect(fStatistics(X, y)[0]).toBe(Number.POSITIVE_INFINITY);
    expect(fStatistics(X, valueTarget([10, 20, 30, 40]))[1]).toBeGreaterThan(1e12);
  });

  it("keeps the features' order, and of equals the first", () => {
    const rows = [
      [7, 0, 0, 1, 0],
      [7, 2, 2, 1, 2],
      [7, 3, 3, 2, 3],
      [7, 5, 5, 2, 5],
    ];
    expect(names(fitted("selectBest", rows, { features: 3 }, y))).toEqual(["x1", "x2", "x3"]);
    expect(names(fitted("selectBest", rows, { features: 9 }, y))).toEqual(["x0", "x1", "x2", "x3", "x4"]);
    expect(of(fitted("selectBest", rows, { features: 2 }, y), [[1, 2, 3, 4, 5]])).toEqual([[2, 4]]);
  });
});
