import { describe, expect, it } from "vitest";
import { smallTrainingSet } from "../../test/fixtures/small-training-set.ts";
import { decodeModel } from "../ml/index.ts";
import { manualPlatform } from "../platform/index.ts";
import type { FitResult, FoldResult, TrainingTask } from "./executor.ts";
import { TaskBench } from "./task-bench.ts";

const fold = (estimator: string, fold: number): TrainingTask => ({
  kind: "fold",
  estimator,
  params: {},
  fold,
  keepPredictions: true,
});
const tasks: readonly TrainingTask[] = [
  ...["logisticRegression", "gradientBoosting", "randomForest", "baseline"].flatMap((name) => [
    fold(name, 0),
    fold(name, 1),
  ]),
  { kind: "fit", estimator: "randomForest", params: { trees: 5 } },
  { kind: "fit", estimator: "logisticRegression", params: {} },
];

function run(order: readonly number[]): (FoldResult | FitResult)[] {
  const bench = new TaskBench(smallTrainingSet(), manualPlatform().machine);
  const results: (FoldResult | FitResult)[] = [];
  for (const index of order) results[index] = bench.run(tasks[index]!);
  return results;
}

describe("TaskBench", () => {
  const inOrder = run(tasks.map((_, i) => i));

  it("gives the same results to the bit whatever order tasks come in, and when one comes twice", () => {
    expect(run(tasks.map((_, i) => tasks.length - 1 - i))).toEqual(inOrder);
    expect(run([3, 8, 0, 5, 3, 1, 9, 2, 4, 7, 6, 0])).toEqual(inOrder);
  });

  it("scores on the validation rows alone: one probability a class for each of them", () => {
    for (const result of inOrder.slice(0, 8) as FoldResult[]) {
      expect(result.predictions!.probabilities).toHaveLength(2 * 20);
      expect(result.predictions!.values).toHaveLength(20);
      expect(result.score).toBeGreaterThanOrEqual(0);
    }
    // The baseline says the same of every sample, so it can't order them.
    expect((inOrder[6] as FoldResult).score).toBe(0.5);
  });

  it("keeps predictions only where they are asked for", () => {
    const bench = new TaskBench(smallTrainingSet(), manualPlatform().machine);
    const task = { ...(fold("baseline", 0) as TrainingTask & { kind: "fold" }), keepPredictions: false };
    expect(bench.run(task).predictions).toBeNull();
  });

  it("starts over where a checkpoint can't be read: it only saves time", () => {
    const bench = new TaskBench(smallTrainingSet(), manualPlatform().machine);
    const fit = { kind: "fit", estimator: "randomForest", params: { trees: 5 } } as const;
    const resumed = bench.run({ ...fit, checkpoint: Uint8Array.of(1, 2, 3) });
    expect(resumed.bytes).toEqual((inOrder[8] as FitResult).bytes);
  });

  it("fits a model that can be decoded, with its positive class and a recipe for people", () => {
    const { bytes, recipe } = inOrder[8] as FitResult;
    const model = decodeModel(bytes);
    expect(model).toMatchObject({ task: "binary", target: "late", classes: ["no", "yes"], positive: 1 });
    expect(model.estimator).toMatchObject({ name: "randomForest", params: { trees: 5 } });
    expect(recipe.length).toBeGreaterThan(0);
  });

  it("has no score, and no failure, where the metric isn't defined on the validation rows", () => {
    const set = smallTrainingSet();
    const train = Int32Array.from({ length: 21 }, (_, i) => i);
    // Samples 1 to 6 are all "no".
    const bench = new TaskBench(
      { ...set, folds: [{ train, validation: Int32Array.of(1, 2, 3, 4) }] },
      manualPlatform().machine,
    );
    expect(bench.run(fold("baseline", 0) as TrainingTask & { kind: "fold" }).score).toBeNull();
  });

  it("throws what the estimator throws", () => {
    const bench = new TaskBench(smallTrainingSet(), manualPlatform().machine);
    expect(() => bench.run({ kind: "fit", estimator: "randomForest", params: { trees: -1 } })).toThrow(
      expect.objectContaining({ code: "ML_PARAMETER_INVALID" }),
    );
  });
});
