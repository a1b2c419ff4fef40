import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import type { ParameterValues } from "../parameters.ts";
import { gaussianMixture, gaussianMixtureDefinition } from "./gaussian-mixture.ts";
import { covarianceKinds } from "./mixture.ts";
import { mixtureDensity } from "./mixture-density.ts";
import { mixtureScores } from "./mixture-model.ts";

/** Adds nothing that a test with so many digits sees. */
const floor = 1e-9;

const fitted = (rows: number[][], params: ParameterValues, sampleWeight?: Float64Array) => {
  const context = sampleWeight === undefined ? { seed: 1 } : { seed: 1, sampleWeight };
  return gaussianMixture({ floor, ...params }).fit(matrixFromRows(rows), null, context);
};
const closeTo = (values: unknown, want: readonly number[]): void => {
  const got = [...(values as Float64Array)];
  expect(got).toHaveLength(want.length);
  got.forEach((one, i) => {
    expect(one).toBeCloseTo(want[i]!, 6);
  });
};

const square = [
  [0, 0],
  [2, 0],
  [0, 2],
  [2, 2],
];
/** So far apart that no row has a share in the other group. */
const twoGroups = [[0], [2], [0], [2], [100], [104]];

describe("Gaussian mixture", () => {
  it.each(covarianceKinds)("of one component is the mean and the variances, divided by n: %s", (covariance) => {
    const data = fitted(square, { components: 1, covariance }).toData();
    closeTo(data["weights"], [1]);
    closeTo(data["means"], [1, 1]);
    closeTo(
      data["covariances"],
      { full: [1, 0, 0, 1], tied: [1, 0, 0, 1], diagonal: [1, 1], spherical: [1] }[covariance],
    );
  });

  it("has covariances off the diagonal", () => {
    const data = fitted(
      [
        [0, 0],
        [1, 2],
        [2, 4],
        [1, 2],
      ],
      { components: 1, floor: 1e-3 },
    ).toData();
    closeTo(data["covariances"], [0.5 + 1e-3, 1, 1, 2 + 1e-3]);
  });

  it.each([
    ["full", [1, 4]],
    ["diagonal", [1, 4]],
    ["spherical", [1, 4]],
    // four rows of variance 1 and two of variance 4
    ["tied", [2]],
  ])("of two groups has their shares, means and variances: %s", (covariance, variances) => {
    const model = fitted(twoGroups, { components: 2, covariance });
    const data = model.toData();
    closeTo(data["weights"], [2 / 3, 1 / 3]);
    closeTo(data["means"], [1, 102]);
    closeTo(data["covariances"], variances as number[]);
    expect([...model.predict(matrixFromRows([[101], [3]]))]).toEqual([1, 0]);
  });

  it("takes a weight for so many equal rows", () => {
    const data = fitted([[0], [2], [100], [104]], { components: 2 }, Float64Array.of(2, 2, 1, 1)).toData();
    closeTo(data["weights"], [2 / 3, 1 / 3]);
    closeTo(data["covariances"], [1, 4]);
  });

  it("scores rows by their density under the bells", () => {
    const X = matrixFromRows([
      [1, 1],
      [1, 3],
    ]);
    const model = fitted(square, { components: 1 });
    const peak = -Math.log(2 * Math.PI);
    const { logLikelihood, responsibilities, aic, bic } = mixtureScores(model, X);
    closeTo(logLikelihood, [peak, peak - 2]);
    closeTo(responsibilities, [1, 1]);
    // five free parameters: two means, three numbers of the covariance
    expect(aic).toBeCloseTo(2 * 5 - 2 * (2 * peak - 2), 6);
    expect(bic).toBeCloseTo(5 * Math.log(2) - 2 * (2 * peak - 2), 6);
    const density = mixtureDensity({ components: 1, floor }).fit(matrixFromRows(square), null, { seed: 1 });
    closeTo(density.predict(X), [-peak, 2 - peak]);
  });

  it("shares a row half-way between equal bells", () => {
    const model = fitted([[-1], [1], [9], [11]], { components: 2, covariance: "tied" });
    closeTo(mixtureScores(model, matrixFromRows([[5]])).responsibilities, [0.5, 0.5]);
  });

  it("doesn't let a component collapse onto a point", () => {
    const data = fitted([[3], [3], [3], [7]], { components: 2, floor: 0.25 }).toData();
    closeTo(data["means"], [3, 7]);
    closeTo(data["covariances"], [0.25, 0.25]);
  });

  it("needs as many rows of weight as components", () => {
    const few = expect.objectContaining({ code: "ML_TOO_FEW_SAMPLES" });
    expect(() => fitted([[1], [2]], { components: 3 })).toThrow(few);
    expect(() => fitted([[1], [2], [3]], { components: 3 }, Float64Array.of(1, 0, 1))).toThrow(few);
  });

  it("refuses data that a fit can't have made", () => {
    const good = fitted(square, { components: 1 }).toData();
    expect(gaussianMixtureDefinition.load(good).toData()).toEqual(good);
    for (const bad of [
      { ...good, covariances: Float64Array.of(1, 2, 2, 1) },
      { ...good, weights: Float64Array.of(0.5) },
      { ...good, covariance: "round" },
      { ...good, means: Float64Array.of(1) },
    ]) {
      expect(() => gaussianMixtureDefinition.load(bad)).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    }
  });
});
