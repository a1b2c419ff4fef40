import { describe, expect, it } from "vitest";
import { matrix, matrixFromRows } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { Ensemble } from "../trees/ensemble.ts";
import { randomForest } from "./random-forest.ts";

const draw = random(2, "forest test");
const n = 400;
const X = matrixFromRows(Array.from({ length: n }, () => [draw.next(), draw.next(), draw.next(), draw.next()]));
const held = matrixFromRows([
  [0.2, 0.5, 0.1, 0.9],
  [0.8, 0.5, 0.9, 0.1],
]);

describe("random forest", () => {
  it("votes for the side of a threshold", () => {
    const y: Target = {
      kind: "classes",
      classes: ["a", "b"],
      codes: Int32Array.from({ length: n }, (_, i) => (X.values[i]! > 0.5 ? 1 : 0)),
    };
    const model = randomForest({ trees: 50 }).fit(X, y, { seed: 1 });
    expect([...model.predict(held)]).toEqual([0, 1]);
    expect(model.predictProba!(held)[0]).toBeGreaterThan(0.8);
  });

  it("holds the shares of several classes in its leaves", () => {
    const codes = Int32Array.from({ length: n }, (_, i) => Math.floor(X.values[i]! * 3));
    const y: Target = { kind: "classes", classes: ["a", "b", "c"], codes };
    const model = randomForest({ trees: 50, minSamplesLeaf: 5 }).fit(X, y, { seed: 1 });
    expect([...model.predict(held)]).toEqual([0, 2]);
    const { vectors } = model.toData()["ensemble"] as unknown as Ensemble;
    expect([...vectors!.subarray(0, 9)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("averages the means of leaves, in y's own units", () => {
    const y: Target = { kind: "values", values: Float64Array.from({ length: n }, (_, i) => 1e6 + 1000 * X.values[i]!) };
    const [low, high] = randomForest({ trees: 50, featureSample: 1 })
      .fit(X, y, { seed: 1 })
      .predict(held) as unknown as [number, number];
    expect(Math.abs(low - 1_000_200)).toBeLessThan(30);
    expect(Math.abs(high - 1_000_800)).toBeLessThan(30);
  });

  it("never predicts outside of what it saw", () => {
    const y: Target = { kind: "values", values: Float64Array.from({ length: n }, (_, i) => i % 10) };
    const values = randomForest({ trees: 10 }).fit(X, y, { seed: 1 }).predict(X);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1e-6);
    expect(Math.max(...values)).toBeLessThanOrEqual(9 + 1e-6);
  });

  it("parts categories and missing values by their means", () => {
    const kinds = matrix(
      n,
      [{ name: "kind", kind: "categorical", levels: 6 }],
      Float32Array.from({ length: n }, (_, i) => (i % 7 === 6 ? Number.NaN : i % 7)),
    );
    for (const classes of [
      ["a", "b"],
      ["a", "b", "c"],
    ]) {
      const codes = Int32Array.from({ length: n }, (_, i) => [1, 0, 1, 0, 1, 0, 1][i % 7]!);
      const model = randomForest({ trees: 20 }).fit(kinds, { kind: "classes", classes, codes }, { seed: 1 });
      expect([...model.predict(kinds).subarray(0, 7)]).toEqual([1, 0, 1, 0, 1, 0, 1]);
    }
  });

  it("ends at maxDepth and minSamplesLeaf", () => {
    const y: Target = { kind: "values", values: Float64Array.from({ length: n }, (_, i) => X.values[i]!) };
    const nodes = (params: Record<string, number>): number =>
      (
        randomForest({ trees: 1, ...params })
          .fit(X, y, { seed: 1 })
          .toData()["ensemble"] as unknown as Ensemble
      ).feature.length;
    expect(nodes({ maxDepth: 3 })).toBeLessThanOrEqual(15);
    expect(nodes({ minSamplesLeaf: 100 })).toBeLessThanOrEqual(7);
  });
});
