import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimatorOf, logisticRegression, matrixFromRows, type ParameterValues } from "../../src/ml/index.ts";

const { problems } = JSON.parse(readFileSync(new URL("linear.json", import.meta.url), "utf8")) as {
  problems: Record<
    string,
    {
      X: number[][];
      y: number[];
      weight: number[];
      classes: number[];
      fits: {
        estimator: string;
        params: ParameterValues;
        weighted: boolean;
        coefficients: number[];
        intercept: number;
      }[];
      logistics: { balanced: boolean; weighted: boolean; coefficients: number[]; intercept: number }[];
    }
  >;
};

/** Largest difference as a share of the largest number. */
function gap(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  const size = theirs.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-3);
  return theirs.reduce((most, one, i) => Math.max(most, Math.abs(one - ours[i]!)), 0) / size;
}

for (const [name, problem] of Object.entries(problems)) {
  const X = matrixFromRows(problem.X);
  const context = (weighted: boolean) =>
    weighted ? { seed: 1, sampleWeight: Float64Array.from(problem.weight) } : { seed: 1 };

  describe(`linear models equal scikit-learn's: ${name}`, () => {
    for (const one of problem.fits) {
      it(`${one.estimator} ${JSON.stringify(one.params)}${one.weighted ? ", weighted" : ""}`, () => {
        const exact: ParameterValues = one.estimator === "ridge" ? {} : { tolerance: 1e-13, maxIterations: 1_000_000 };
        const y = { kind: "values", values: Float64Array.from(problem.y) } as const;
        const model = estimatorOf(one.estimator, { ...one.params, ...exact }).fit(X, y, context(one.weighted));
        const data = model.toData() as Record<string, Float64Array>;
        // Sweeps end at steps of 1e-13 of the whole; a condition of 1e6 makes of it what is allowed here.
        expect(gap(data["coefficients"]!, one.coefficients)).toBeLessThan(1e-6);
        expect(gap(data["intercept"]!, [one.intercept])).toBeLessThan(1e-6);
      });
    }

    for (const one of problem.logistics) {
      it(`logistic${one.balanced ? ", balanced" : ""}${one.weighted ? ", weighted" : ""}`, () => {
        const y = { kind: "classes", classes: ["0", "1"], codes: Int32Array.from(problem.classes) } as const;
        const classWeight = one.balanced ? "balanced" : "none";
        const data = logisticRegression({ strength: 2, classWeight, tolerance: 1e-10 })
          .fit(X, y, context(one.weighted))
          .toData() as Record<string, Float64Array>;
        expect(gap(data["coefficients"]!, one.coefficients)).toBeLessThan(1e-4);
        expect(gap(data["intercepts"]!, [one.intercept])).toBeLessThan(1e-4);
      });
    }
  });
}
