import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../../frame/matrix.ts";
import { baseline, baselineDefinition } from "./baseline.ts";

const X = matrixFromRows([[1], [2], [3], [4]]);
const classes = { kind: "classes" as const, codes: Int32Array.of(0, 1, 1, 0), classes: ["no", "yes"] };

describe("baseline", () => {
  it("answers class frequencies, weighted, and the most frequent class", () => {
    const model = baseline().fit(X, classes, { seed: 1, sampleWeight: Float64Array.of(1, 1, 2, 0) });
    expect([...model.predictProba!(X)]).toEqual([0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75]);
    expect([...model.predict(X)]).toEqual([1, 1, 1, 1]);
  });

  it("answers the mean of values", () => {
    const model = baseline().fit(X, { kind: "values", values: Float64Array.of(1, 2, 3, 6) }, { seed: 1 });
    expect([...model.predict(X)]).toEqual([3, 3, 3, 3]);
    expect(model.predictProba).toBeUndefined();
  });

  it("goes through its data unchanged and refuses what it can't have made", () => {
    const data = baseline().fit(X, classes, { seed: 1 }).toData();
    expect(baselineDefinition.load(data).toData()).toEqual(data);
    for (const bad of [
      { ...data, means: Float64Array.of(0.9, 0.2) },
      { ...data, task: "clustering" },
      { ...data, nFeatures: -1 },
    ]) {
      expect(() => baselineDefinition.load(bad)).toThrow(expect.objectContaining({ code: "ML_MODEL_CORRUPT" }));
    }
  });
});
