import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import { pca, pcaDefinition } from "./pca.ts";

/** On the line y = x, with means 1 and 1; and beside it, at the distance √2. */
const onLine = matrixFromRows([
  [0, 0],
  [1, 1],
  [2, 2],
]);
const beside = matrixFromRows([[2, 0]]);
const half = Math.SQRT1_2;

const closeTo = (values: Float64Array, want: readonly number[]): void => {
  expect(values).toHaveLength(want.length);
  values.forEach((one, i) => {
    expect(one).toBeCloseTo(want[i]!, 6);
  });
};

describe("principal components", () => {
  it("are the line that samples lie on, and what is across it", () => {
    const components = pca.fit(onLine);
    closeTo(components.means, [1, 1]);
    closeTo(components.axes.subarray(0, 2), [half, half]);
    // each feature has the variance (1 + 0 + 1) / (3 - 1)
    closeTo(components.explainedVariance, [2, 0]);
    closeTo(components.explainedVarianceRatio, [1, 0]);
  });

  it("give coordinates and take them back", () => {
    const components = pca.fit(onLine, { components: 1 });
    closeTo(components.transform(onLine), [-Math.SQRT2, 0, Math.SQRT2]);
    closeTo(components.inverseTransform(Float64Array.of(Math.SQRT2)), [2, 2]);
    closeTo(components.reconstructionErrors(beside), [2]);
  });

  it("have variance 1 when whitened", () => {
    const components = pca.fit(onLine, { components: 1, whiten: true });
    closeTo(components.transform(onLine), [-1, 0, 1]);
    closeTo(components.inverseTransform(Float64Array.of(1)), [2, 2]);
  });

  it("leave an axis without variance as it is when whitened", () => {
    const components = pca.fit(onLine, { whiten: true });
    expect(Math.abs(components.transform(beside)[1]!)).toBeCloseTo(Math.SQRT2, 6);
  });

  it("point where their largest entry is positive", () => {
    const X = matrixFromRows([
      [0, 4],
      [1, 2],
      [2, 0],
    ]);
    closeTo(pca.fit(X, { components: 1 }).axes, [-1 / Math.sqrt(5), 2 / Math.sqrt(5)]);
  });

  it("take a weight for so many equal samples", () => {
    const repeated = matrixFromRows([
      [0, 0],
      [0, 0],
      [3, 1],
      [1, 2],
    ]);
    const once = matrixFromRows([
      [0, 0],
      [3, 1],
      [1, 2],
    ]);
    const [want, got] = [pca.fit(repeated), pca.fit(once, { sampleWeight: Float64Array.of(2, 1, 1) })];
    closeTo(got.explainedVariance, [...want.explainedVariance]);
    closeTo(got.axes, [...want.axes]);
  });

  it("are as many as features at most", () => {
    for (const components of [0, 3, 1.5]) {
      expect(() => pca.fit(onLine, { components })).toThrow(expect.objectContaining({ code: "ML_PARAMETER_INVALID" }));
    }
    expect(() => pca.fit(onLine, { components: 1 }).inverseTransform(Float64Array.of())).not.toThrow();
    expect(() => pca.fit(onLine).inverseTransform(Float64Array.of(1))).toThrow(
      expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }),
    );
  });
});

describe("anomalies by principal components", () => {
  it("score by the squared distance to the line", () => {
    const model = pca({ explained: 0.5 }).fit(onLine, null, { seed: 1 });
    closeTo(model.predict(onLine), [0, 0, 0]);
    closeTo(model.predict(beside), [2]);
  });

  it("always leave an axis to measure along", () => {
    const model = pca({ explained: 1 }).fit(
      matrixFromRows([
        [0, 0],
        [2, 0],
        [0, 1],
        [2, 1],
      ]),
      null,
      { seed: 1 },
    );
    closeTo(model.predict(matrixFromRows([[9, 1.5]])), [1]);
  });

  it("refuse data that a fit can't have made", () => {
    const good = pca().fit(onLine, null, { seed: 1 }).toData();
    expect(pcaDefinition.load(good).toData()).toEqual(good);
    expect(() => pcaDefinition.load({ ...good, nFeatures: 3 })).toThrow(
      expect.objectContaining({ code: "ML_MODEL_CORRUPT" }),
    );
  });
});
