import { describe, expect, it } from "vitest";
import { inlineExecutor } from "../../test/fixtures/inline-executor.ts";
import { smallTrainingSet } from "../../test/fixtures/small-training-set.ts";
import { manualPlatform } from "../platform/index.ts";
import { outOfFold } from "./out-of-fold.ts";
import type { TrainingSet } from "./training-set.ts";

const small = smallTrainingSet();
const x = (row: number): number => row;
const regression: TrainingSet = {
  ...small,
  y: { kind: "values", values: Float64Array.from({ length: 40 }, (_, i) => 2 * x(i)) },
  task: "regression",
  target: "cost",
  metric: "rootMeanSquaredError",
};
const of = (set: TrainingSet, estimator: string) =>
  outOfFold(set, inlineExecutor(manualPlatform().machine).open(set), { estimator, params: {} });

describe("outOfFold", () => {
  it("predicts each row once, by a model that didn't see it, in the folds' order", async () => {
    const { rows, predictions } = (await of(small, "baseline"))!;
    expect([...rows]).toEqual([...small.folds[0]!.validation, ...small.folds[1]!.validation]);
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(predictions.values).toHaveLength(40);
    // The baseline predicts how often "yes" is among the other fold's 20 rows.
    const codes = small.y?.kind === "classes" ? small.y.codes : new Int32Array();
    const shares = small.folds.map(({ train }) => train.reduce((sum, row) => sum + codes[row]!, 0) / 20);
    const yes = [...predictions.probabilities!].filter((_, i) => i % 2 === 1);
    expect(yes.slice(0, 20).every((p) => Math.abs(p - shares[0]!) < 1e-12)).toBe(true);
    expect(yes.slice(20).every((p) => Math.abs(p - shares[1]!) < 1e-12)).toBe(true);
  });

  it("has values for regression: of a line, nearly the line", async () => {
    const { rows, predictions } = (await of(regression, "linearRegression"))!;
    expect(predictions.probabilities).toBeUndefined();
    expect(Math.max(...[...rows].map((row, i) => Math.abs(predictions.values[i]! - 2 * x(row))))).toBeLessThan(1e-4);
  });

  it("has anomaly scores", async () => {
    const scored = (await of({ ...small, task: "anomaly", y: null }, "isolationForest"))!;
    expect(scored.predictions.values).toHaveLength(40);
    expect(scored.predictions.values.every(Number.isFinite)).toBe(true);
  });

  it("has nothing for clustering, whose clusters have other numbers in each fold", async () => {
    const clusters: TrainingSet = { ...small, task: "clustering", y: null, metric: "silhouetteScore" };
    expect(await of(clusters, "kMeans")).toBeNull();
  });
});
