import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  completeParameters,
  type FittedMatrixStep,
  type Matrix,
  matrixFromRows,
  matrixStepTable,
  type ParameterValues,
  type Target,
} from "../../src/ml/index.ts";
import { fStatistics } from "../../src/ml/transformers/matrix/f-statistics.ts";

const reference = JSON.parse(readFileSync(new URL("matrix-steps.json", import.meta.url), "utf8")) as {
  data: Readonly<Record<string, number[][]>>;
  binary: number[];
  three: number[];
  value: number[];
  pcas: { data: string; components: number; solver: string; means: number[]; axes: number[]; projected: number[] }[];
  best: { target: "binary" | "three" | "value"; k: number; scores: number[]; kept: number[] }[];
};

function fitted(name: string, X: Matrix, y: Target | null, params: ParameterValues): FittedMatrixStep {
  const definition = matrixStepTable.get(name)!;
  return definition.fit({ X, y, params: completeParameters(name, definition.parameters, params) });
}

/** Largest difference of two lists of numbers, relative to the largest of theirs. */
function gap(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  const size = theirs.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return theirs.reduce((most, one, i) => Math.max(most, Math.abs(one - ours[i]!)), 0) / size;
}

describe("the pca step equals scikit-learn's PCA, signs included", () => {
  it.each(reference.pcas)("$data, $components components, $solver", (one) => {
    const rows = reference.data[one.data]!;
    const { components } = one;
    const params: ParameterValues = components >= 1 ? { components } : { variance: components };
    const step = fitted("pca", matrixFromRows(rows), null, params);
    const origin = step.origin as { weights: Float64Array; means: Float64Array };
    // Means of 80 numbers near 1000; axes from the covariance, where scikit-learn's "full" takes singular values of the rows.
    expect(gap(origin.means, one.means)).toBeLessThan(1e-14);
    expect(gap(origin.weights, one.axes)).toBeLessThan(1e-13);
    const few = matrixFromRows(rows.slice(0, 20));
    const into = new Float32Array(few.nSamples * step.features.length);
    step.transform(few, into);
    const rowMajor = Float64Array.from(into, (_, at) => {
      const [i, k] = [Math.floor(at / step.features.length), at % step.features.length];
      return into[k * few.nSamples + i]!;
    });
    // Ours are rounded to float32, which is off by half of 2^-23.
    expect(gap(rowMajor, one.projected)).toBeLessThanOrEqual(2 ** -24 * 1.001);
  });
});

describe("the selectBest step equals scikit-learn's SelectKBest", () => {
  const targets: Readonly<Record<string, Target>> = {
    binary: { kind: "classes", codes: Int32Array.from(reference.binary), classes: ["0", "1"] },
    three: { kind: "classes", codes: Int32Array.from(reference.three), classes: ["0", "1", "2"] },
    value: { kind: "values", values: Float64Array.from(reference.value) },
  };
  const X = matrixFromRows(reference.data["X"]!);

  it.each(reference.best)("$k for $target", ({ target, k, scores, kept }) => {
    const y = targets[target]!;
    // scikit-learn's are differences of raw sums of squares: of features near 1000 with a spread of 30 they lose six digits of sixteen.
    fStatistics(X, y).forEach((score, f) => {
      expect(Math.abs(score / scores[f]! - 1)).toBeLessThan(1e-9);
    });
    const step = fitted("selectBest", X, y, { features: k });
    expect(step.features.map(({ name }) => name)).toEqual(kept.map((f) => `x${f}`));
  });
});
