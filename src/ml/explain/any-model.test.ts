import { describe, expect, it } from "vitest";
import { shapleyValues } from "../../../test/fixtures/shapley.ts";
import type { Model } from "../estimators/estimator.ts";
import { linearRegression } from "../estimators/linear-regression/linear-regression.ts";
import { type Matrix, matrixFromRows } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import { meanSquaredError } from "../metrics/mean-squared-error.ts";
import { random } from "../random.ts";
import { meanAbsoluteContributions } from "./mean-absolute-contributions.ts";
import { permutationImportance } from "./permutation-importance.ts";
import { samplingExplanation } from "./sampling-explanation.ts";

const draw = random(3, "rows");
const X = matrixFromRows(Array.from({ length: 200 }, () => [draw.next(), draw.next(), draw.next()]));
const background = matrixFromRows(Array.from({ length: 6 }, () => [draw.next(), draw.next(), draw.next()]));
const column = (M: Matrix, f: number, i: number): number => M.values[f * M.nSamples + i]!;

/** x0 x1 + x2: no structure that anybody is told of. */
const product: Model = {
  estimator: "product",
  task: "regression",
  nFeatures: 3,
  nClasses: 0,
  predict: (M) =>
    Float64Array.from({ length: M.nSamples }, (_, i) => column(M, 0, i) * column(M, 1, i) + column(M, 2, i)),
  toData: () => ({}),
};

describe("samplingExplanation", () => {
  it("adds up to the prediction after any number of orders", () => {
    const { baseline, contributions } = samplingExplanation(product, X, { background, permutations: 1, seed: 5 });
    product.predict(X).forEach((value, i) => {
      const sum = contributions.subarray(3 * i, 3 * i + 3).reduce((all, one) => all + one, baseline[0]!);
      expect(sum).toBeCloseTo(value, 12);
    });
  });

  it("comes to the Shapley values, and at once where an order and its reverse say it all", () => {
    const { contributions } = samplingExplanation(product, X, { background, permutations: 1, seed: 5 });
    for (const i of [0, 17, 199]) {
      const worth = (known: number): number => {
        let sum = 0;
        for (let j = 0; j < background.nSamples; j++) {
          const value = (f: number): number => ((known >> f) & 1 ? column(X, f, i) : column(background, f, j));
          sum += value(0) * value(1) + value(2);
        }
        return sum / background.nSamples;
      };
      // only pairs of features interact: every order and its reverse give the same mean
      shapleyValues(3, worth).forEach((value, f) => {
        expect(contributions[3 * i + f]).toBeCloseTo(value, 12);
      });
    }
  });

  it("gives the same for the same seed, and refuses nonsense", () => {
    const explain = (seed: number) => samplingExplanation(product, X, { background, permutations: 2, seed });
    expect(explain(1)).toEqual(explain(1));
    const none = { background, permutations: 0 };
    expect(() => samplingExplanation(product, X, none)).toThrow(
      expect.objectContaining({ code: "ML_PARAMETER_INVALID" }),
    );
    expect(() => samplingExplanation(product, X, { background: matrixFromRows([], ["a", "b", "c"]) })).toThrow(
      expect.objectContaining({ code: "ML_TOO_FEW_SAMPLES" }),
    );
  });
});

describe("permutationImportance", () => {
  const y: Target = { kind: "values", values: product.predict(X) };

  it("is 0 for what the model doesn't read, and more for what counts more", () => {
    const reader: Model = {
      ...product,
      predict: (M) => Float64Array.from({ length: M.nSamples }, (_, i) => column(M, 0, i) * column(M, 1, i)),
    };
    const target: Target = { kind: "values", values: reader.predict(X) };
    const importances = permutationImportance(reader, X, target, meanSquaredError, { repeats: 3, seed: 1 });
    expect(importances.map(({ feature }) => feature).at(-1)).toBe("x2");
    expect(importances.at(-1)).toEqual({ feature: "x2", mean: 0, deviation: 0 });
    expect(importances[0]!.mean).toBeGreaterThan(0.01);
  });

  it("leaves X alone, is seeded, and refuses nonsense", () => {
    const before = X.values.slice();
    const once = permutationImportance(product, X, y, meanSquaredError, { seed: 2 });
    expect(permutationImportance(product, X, y, meanSquaredError, { seed: 2 })).toEqual(once);
    expect(X.values).toEqual(before);
    // shuffling x2 alone costs twice its variance
    const x2 = once.find(({ feature }) => feature === "x2")!;
    expect(x2.mean).toBeCloseTo(2 / 12, 1);
    expect(() => permutationImportance(product, X, y, meanSquaredError, { repeats: 0 })).toThrow(
      expect.objectContaining({ code: "ML_PARAMETER_INVALID" }),
    );
  });
});

describe("meanAbsoluteContributions", () => {
  it("is the mean magnitude by feature, over outputs summed", () => {
    const explanation = { outputs: 2, scale: "value", baseline: Float64Array.of(0, 0) } as const;
    const contributions = Float64Array.of(1, -2, 0, 3, -1, 0, 4, -5);
    expect([...meanAbsoluteContributions({ ...explanation, contributions }, 2)]).toEqual([2, 6]);
  });

  it("ranks features of a linear model by coefficient times spread", () => {
    const target: Target = {
      kind: "values",
      values: Float64Array.from({ length: 200 }, (_, i) => 5 * column(X, 1, i)),
    };
    const model = linearRegression().fit(X, target, { seed: 1 });
    const [a, b, c] = meanAbsoluteContributions(model.explain!(X), 3) as unknown as [number, number, number];
    expect(b).toBeGreaterThan(1);
    expect(Math.max(a, c)).toBeLessThan(0.1);
  });
});
