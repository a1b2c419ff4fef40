import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ClassTarget,
  kMeans,
  linearRegression,
  logisticRegression,
  matrixFromRows,
  type ValueTarget,
} from "../../src/ml/index.ts";

interface Setting {
  readonly strength: number;
  readonly l1Ratio: number;
  readonly weighted: boolean;
}

const reference = JSON.parse(readFileSync(new URL("estimators.json", import.meta.url), "utf8")) as {
  X: number[][];
  blobs: number[][];
  weight: number[];
  binary: number[];
  three: number[];
  value: number[];
  logistic: (Setting & {
    target: "binary" | "three";
    expected: { coefficients: number[][]; intercepts: number[]; probabilities: number[][] };
  })[];
  linear: (Setting & { expected: { coefficients: number[]; intercept: number } })[];
  kMeans: { clusters: number; inertia: number; weighted: boolean }[];
};

const X = matrixFromRows(reference.X);
const context = (weighted: boolean) =>
  weighted ? { seed: 1, sampleWeight: Float64Array.from(reference.weight) } : { seed: 1 };
const title = ({ strength, l1Ratio, weighted }: Setting): string =>
  `strength ${strength}, l1Ratio ${l1Ratio}${weighted ? ", weighted" : ""}`;

/** Largest absolute difference of two lists of numbers. */
function gap(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  return theirs.reduce((most, one, i) => Math.max(most, Math.abs(one - ours[i]!)), 0);
}

describe("logistic regression equals scikit-learn's", () => {
  for (const one of reference.logistic) {
    it(`${one.target}, ${title(one)}`, () => {
      const codes = Int32Array.from(reference[one.target]);
      const classes = one.target === "binary" ? ["0", "1"] : ["0", "1", "2"];
      const y: ClassTarget = { kind: "classes", codes, classes };
      const { strength, l1Ratio } = one;
      const model = logisticRegression({ strength, l1Ratio }).fit(X, y, context(one.weighted));
      const data = model.toData() as { coefficients: Float64Array; intercepts: Float64Array };
      // Both minimise the same strictly convex function; ours stops a step of 1e-6 before its end.
      expect(gap(data.coefficients, one.expected.coefficients.flat())).toBeLessThan(2e-5);
      const shift = one.expected.intercepts.reduce((a, b) => a + b, 0) / one.expected.intercepts.length;
      const theirs = one.expected.intercepts.map((b) => b - (one.target === "three" ? shift : 0));
      expect(gap(data.intercepts, theirs)).toBeLessThan(2e-5);
      const p = model.predictProba!(matrixFromRows(reference.X.slice(0, 10)));
      expect(gap(p, one.expected.probabilities.flat())).toBeLessThan(1e-5);
    });
  }
});

describe("linear regression equals scikit-learn's", () => {
  for (const one of reference.linear) {
    it(title(one), () => {
      const y: ValueTarget = { kind: "values", values: Float64Array.from(reference.value) };
      const { strength, l1Ratio } = one;
      const model = linearRegression({ strength, l1Ratio, tolerance: 1e-12 }).fit(X, y, context(one.weighted));
      const data = model.toData() as { coefficients: Float64Array; intercept: Float64Array };
      // A direct solution to rounding, times the condition of the normal equations (about 100).
      expect(gap(data.coefficients, one.expected.coefficients)).toBeLessThan(1e-10);
      expect(gap(data.intercept, [one.expected.intercept])).toBeLessThan(1e-10);
    });
  }
});

describe("k-means reaches scikit-learn's inertia", () => {
  for (const one of reference.kMeans) {
    it(`${one.clusters} clusters${one.weighted ? ", weighted" : ""}`, () => {
      const points = matrixFromRows(reference.blobs);
      const model = kMeans({ clusters: one.clusters, tolerance: 0 }).fit(points, null, context(one.weighted));
      const { centres } = model.toData() as { centres: Float64Array };
      let inertia = 0;
      model.predict(points).forEach((k, i) => {
        const [x, z] = reference.blobs[i]!;
        const squared = (x! - centres[2 * k]!) ** 2 + (z! - centres[2 * k + 1]!) ** 2;
        inertia += squared * (one.weighted ? reference.weight[i]! : 1);
      });
      // The same optimum in other hands; it has 50 seedings and we have 5.
      expect(Math.abs(inertia - one.inertia) / one.inertia).toBeLessThan(1e-6);
    });
  }
});
