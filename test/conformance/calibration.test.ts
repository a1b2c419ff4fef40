import { describe, expect, it } from "vitest";
import {
  type CalibrationMethod,
  calibrationMethods,
  completeParameters,
  decodeContainer,
  decodeModel,
  type EstimatorDefinition,
  encodeContainer,
  encodeModel,
  estimatorOf,
  estimatorTable,
  type FitContext,
  fitPipeline,
  type Model,
  type ModelData,
  type ModelValue,
  type ParameterValues,
  random,
  type Target,
  type Task,
  takeSamples,
  takeTarget,
} from "../../src/ml/index.ts";
import { strikes } from "../data/strikes.ts";
import { damage, typedOutcome } from "../fixtures/damage.ts";
import { bytesOf, problem, smallParameters } from "../fixtures/estimator-problems.ts";

const calibratable = Object.values(estimatorTable).filter((definition) => definition.calibratable === true);
const tasks = (definition: EstimatorDefinition): Task[] => definition.tasks.filter((task) => task !== "regression");
/** Every estimator with both tasks, and in turn every method: what a method does is tested beside its source. */
const cases = calibratable.flatMap((definition, i) =>
  tasks(definition).map((task, k) => [definition.name, task, calibrationMethods[(i + k) % 3]!] as const),
);

describe.each(cases)("%s for %s, calibrated by %s", (name, task, method) => {
  const definition = estimatorTable[name]!;
  const { X, y } = problem(task, 200, definition) as { X: Parameters<EstimatorDefinition["fit"]>[0]; y: Target };
  const train = (context: Partial<FitContext> = {}): Model =>
    definition.fit(X, y, withMethod(definition, method), { seed: 7, ...context });
  const model = train();
  const plain = definition.fit(X, y, { ...withMethod(definition, method), calibration: "none" }, { seed: 7 });

  it("gives the same bytes twice, and the same bits from its data", () => {
    expect(bytesOf(train().toData())).toBe(bytesOf(model.toData()));
    const loaded = definition.load(decodeContainer(encodeContainer(model.toData())));
    expect(loaded.predictProba!(X)).toEqual(model.predictProba!(X));
    expect(loaded.predict(X)).toEqual(model.predict(X));
    expect(bytesOf(loaded.toData())).toBe(bytesOf(model.toData()));
  });

  it("gives probabilities that sum to 1 and differ from the plain model's, which is inside unchanged", () => {
    const probabilities = model.predictProba!(X);
    for (let i = 0; i < X.nSamples; i++) {
      const row = Array.from(probabilities.subarray(i * model.nClasses, (i + 1) * model.nClasses));
      expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
      expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-9);
    }
    expect(probabilities).not.toEqual(plain.predictProba!(X));
    expect(bytesOf(model.toData()["model"]!)).toBe(bytesOf(plain.toData()));
  });

  it("keeps the order of two classes", () => {
    if (task !== "binary") return;
    const [before, after] = [plain.predictProba!(X), model.predictProba!(X)];
    const order = Array.from({ length: X.nSamples }, (_, i) => 2 * i + 1).sort((a, b) => before[a]! - before[b]!);
    order.forEach((at, i) => {
      if (i > 0) expect(after[at]! - after[order[i - 1]!]!).toBeGreaterThanOrEqual(-1e-12);
    });
  });

  it("tells its progress, and stops when told to", () => {
    const shares: number[] = [];
    train({ onProgress: (share) => shares.push(share) });
    expect(shares.every((share, i) => share >= 0 && share <= 1 && (i === 0 || share >= shares[i - 1]!))).toBe(true);
    expect(shares.at(-1)).toBeGreaterThan(0.7);
    expect(() => train({ cancelled: () => true })).toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  it("goes on from its checkpoints to the same bytes, and refuses damaged ones", () => {
    const states: ModelData[] = [];
    train({ checkpoint: { every: 3, save: (state) => states.push(structuredClone(state)) } });
    const some = [states[0], states[states.length >> 1], states.at(-1)].filter((state) => state !== undefined);
    for (const resume of some) {
      const resumed = train({ checkpoint: { every: 3, save: () => {}, resume } });
      expect(bytesOf(resumed.toData())).toBe(bytesOf(model.toData()));
    }
    const draw = random(17, name, task, method);
    for (let trial = 0; some.length > 0 && trial < 5; trial++) {
      const resume = damage(structuredClone(some.at(-1)!) as ModelValue, draw) as ModelData;
      const outcome = typedOutcome(() => train({ checkpoint: { every: 100, save: () => {}, resume } }));
      expect(["fitted", "ML_CHECKPOINT_CORRUPT"]).toContain(outcome);
    }
  });

  it("refuses damaged data with a code, or loads a model that predicts", () => {
    const draw = random(19, name, task, method);
    const few = takeSamples(X, [0, 1, 2, 3]);
    for (let trial = 0; trial < 100; trial++) {
      const data = structuredClone(model.toData()) as { [key: string]: ModelValue };
      const damaged = { ...data, calibrator: damage(data["calibrator"]!, draw) };
      const outcome = typedOutcome(() => {
        const p = definition.load(damaged).predictProba!(few);
        expect(p.every((one) => one >= 0 && one <= 1)).toBe(true);
      });
      expect(["fitted", "ML_MODEL_CORRUPT"]).toContain(outcome);
    }
  });

  it("refuses to be calibrated on fewer rows of a class than folds", () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 3 * i);
    const codes = Int32Array.from(rows, (_, i) => (i < 2 ? 1 : 0));
    const one = { ...takeTarget(y, rows), codes } as Target;
    const fit = (): Model => definition.fit(takeSamples(X, rows), one, withMethod(definition, method), { seed: 1 });
    expect(typedOutcome(fit)).toBe("ML_TOO_FEW_SAMPLES");
  });
});

describe("the estimators that can be calibrated", () => {
  it("are the classifiers that learn", () => {
    const names = ["logisticRegression", "gradientBoosting", "randomForest", "extraTrees", "neuralNetwork"];
    expect(calibratable.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});

describe("a calibrated pipeline", () => {
  it("is written and read like any other, with what was declared", () => {
    const frame = strikes(200);
    const size = frame.column("size");
    if (size.storage !== "codes") throw new Error("size has codes");
    const codes = size.codes.map((code) => (code === 0 ? 1 : 0));
    const pipeline = fitPipeline({
      frame,
      y: { kind: "classes", classes: ["no", "yes"], codes },
      task: "binary",
      accepts: estimatorTable["randomForest"]!.accepts,
      estimator: estimatorOf("randomForest", { trees: 8, calibration: "isotonic" }),
      targetColumns: ["size"],
      exclude: ["note"],
      context: { seed: 1 },
    });
    const read = decodeModel(encodeModel(pipeline));
    expect(read.estimator.params).toEqual({ trees: 8, calibration: "isotonic" });
    expect(read.predict(frame)).toEqual(pipeline.predict(frame));
    expect(encodeModel(read)).toEqual(encodeModel(pipeline));
  });

  it("leaves values alone", () => {
    const definition = estimatorTable["gradientBoosting"]!;
    const { X, y } = problem("regression", 100, definition);
    const [plain, calibrated] = [smallParameters(definition), withMethod(definition, "platt")].map((params) =>
      definition.fit(X, y, params, { seed: 1 }),
    );
    expect(bytesOf(calibrated!.toData())).toBe(bytesOf(plain!.toData()));
  });
});

function withMethod(definition: EstimatorDefinition, method: CalibrationMethod) {
  const small = smallParameters(definition);
  const quick: ParameterValues = "epochs" in small ? { epochs: 6 } : {};
  const declared = { ...small, ...quick, calibration: method, calibrationFolds: 3 };
  return completeParameters(definition.name, definition.parameters, declared);
}
