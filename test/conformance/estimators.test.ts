import { describe, expect, it } from "vitest";
import {
  estimatorTable,
  type FitContext,
  type Matrix,
  type Model,
  type ModelValue,
  matrix,
  matrixFromRows,
  random,
  type Target,
  type Task,
  takeSamples,
  takeTarget,
} from "../../src/ml/index.ts";
import { damage, typedOutcome } from "../fixtures/damage.ts";
import { bytesOf, numericFeatures, problem, smallParameters } from "../fixtures/estimator-problems.ts";

for (const definition of Object.values(estimatorTable)) {
  const params = smallParameters(definition);
  const train = (X: Matrix, y: Target | null, context: Partial<FitContext> = {}): Model =>
    definition.fit(X, y, params, { seed: 7, ...context });

  describe.each(definition.tasks.map((task) => [definition.name, task] as const))("%s for %s", (_, task) => {
    const { X, y } = problem(task, 300, definition);

    it("gives the same bytes twice, and others' names for nothing", () => {
      const first = train(X, y);
      expect(bytesOf(first.toData())).toEqual(bytesOf(train(X, y).toData()));
      expect(first).toMatchObject({ estimator: definition.name, task, nFeatures: X.nFeatures });
      expect(first.nClasses).toBe(y?.kind === "classes" ? y.classes.length : 0);
    });

    it("leaves its inputs as they were", () => {
      const sampleWeight = Float64Array.from({ length: X.nSamples }, (_, i) => 1 + (i % 3));
      const before = [X.values.slice(), y === null ? null : structuredClone(y), sampleWeight.slice()];
      train(X, y, { sampleWeight }).predict(X);
      expect([X.values.slice(), y, sampleWeight]).toEqual(before);
    });

    it("predicts one value a sample, finite, the same alone as in a batch", () => {
      const model = train(X, y);
      const all = model.predict(X);
      expect(all).toHaveLength(X.nSamples);
      expect(all.every(Number.isFinite)).toBe(true);
      const wide = problem(task, 2500, definition, 5).X;
      const batch = model.predict(wide);
      for (const i of [0, 1, 1023, 1024, 2499]) expect(model.predict(takeSamples(wide, [i]))[0]).toBe(batch[i]);
    });

    it("gives probabilities that sum to 1 and whose largest is the prediction", () => {
      const model = train(X, y);
      if (y?.kind !== "classes") {
        expect(model.predictProba).toBeUndefined();
        return;
      }
      const k = y.classes.length;
      const probabilities = model.predictProba!(X);
      const classes = model.predict(X);
      expect(probabilities).toHaveLength(X.nSamples * k);
      for (let i = 0; i < X.nSamples; i++) {
        const row = Array.from(probabilities.subarray(i * k, (i + 1) * k));
        expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-9);
        expect(row[classes[i]!]).toBe(Math.max(...row));
      }
    });

    it("predicts the same bits after a round trip through its data", () => {
      const model = train(X, y);
      const loaded = definition.load(structuredClone(model.toData()));
      expect(loaded).toMatchObject({ estimator: definition.name, task, nFeatures: X.nFeatures });
      expect(loaded.predict(X)).toEqual(model.predict(X));
      expect(loaded.predictProba?.(X)).toEqual(model.predictProba?.(X));
      expect(bytesOf(loaded.toData())).toEqual(bytesOf(model.toData()));
    });

    it("takes a weight of 2 much as it takes a sample twice", () => {
      const twice = Array.from({ length: X.nSamples * 2 }, (_, i) => i >> 1);
      const repeated = train(takeSamples(X, twice), y === null ? null : takeTarget(y, twice));
      const weighted = train(X, y, { sampleWeight: new Float64Array(X.nSamples).fill(2) });
      const test = problem(task, 400, definition, 6);
      expect(agreement(weighted, repeated, test.X, task)).toBeGreaterThan(0.9);
    });

    it("is not moved by samples of weight 0", () => {
      const kept = Array.from({ length: 200 }, (_, i) => i);
      const sampleWeight = Float64Array.from({ length: X.nSamples }, (_, i) => (i < 200 ? 1 : 0));
      const weighted = train(X, y, { sampleWeight });
      const alone = train(takeSamples(X, kept), y === null ? null : takeTarget(y, kept), {
        sampleWeight: new Float64Array(200).fill(1),
      });
      expect(agreement(weighted, alone, X, task)).toBeGreaterThan(0.95);
    });

    it("refuses shapes that don't match", () => {
      const model = train(X, y);
      const narrow = matrixFromRows([[1], [2]]);
      expect(() => model.predict(narrow)).toThrow(expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }));
      expect(() => train(X, y, { sampleWeight: new Float64Array(3) })).toThrow(
        expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }),
      );
      if (y === null) return;
      expect(() => train(X, takeTarget(y, [0, 1, 2]))).toThrow(expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }));
      expect(() => train(X, null)).toThrow(expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }));
    });

    it("reports progress that rises to 1, and stops when told to", () => {
      const shares: number[] = [];
      train(X, y, { onProgress: (share) => shares.push(share) });
      expect(shares.every((share, i) => share >= 0 && share <= 1 && (i === 0 || share >= shares[i - 1]!))).toBe(true);
      if (definition.name === "baseline") return;
      expect(shares.length).toBeGreaterThan(0);
      expect(() => train(X, y, { cancelled: () => true })).toThrow(expect.objectContaining({ name: "AbortError" }));
    });

    it.each(Object.keys(odd))("fits or refuses with a code: %s", (name) => {
      const [oddX, oddY] = odd[name]!(task);
      const outcome = typedOutcome(() => {
        const model = train(oddX, oddY);
        const values = model.predict(oddX);
        expect(values).toHaveLength(oddX.nSamples);
        expect(values.some(Number.isNaN)).toBe(false);
        definition.load(structuredClone(model.toData()));
      });
      const hasMissing = oddX.values.some((value) => !Number.isFinite(value));
      if (hasMissing && !definition.accepts.missing) expect(outcome).toBe("ML_VALUE_NOT_FINITE");
      else if (!mayRefuse.has(name)) expect(outcome).toBe("fitted");
    });

    it("refuses one class, and a target that is not finite", () => {
      if (y?.kind === "classes") {
        const one = { ...y, codes: new Int32Array(X.nSamples) };
        expect(typedOutcome(() => train(X, one))).toBe("ML_ONE_CLASS");
      } else if (y?.kind === "values") {
        const bad = { kind: "values" as const, values: y.values.slice() };
        bad.values[3] = Number.NaN;
        expect(typedOutcome(() => train(X, bad))).toBe("ML_VALUE_NOT_FINITE");
      }
    });

    it("survives a class of two samples", () => {
      if (task !== "multiclass" || y?.kind !== "classes") return;
      const codes = y.codes.map((code, i) => (code === 2 && i > 12 ? 0 : code));
      const model = train(X, { ...y, codes });
      expect(model.predictProba!(X).every(Number.isFinite)).toBe(true);
    });

    it("refuses damaged data with a code, or loads a model that predicts", () => {
      const model = train(
        takeSamples(
          X,
          Array.from({ length: 120 }, (_, i) => i),
        ),
        y && takeTarget(y, range(120)),
      );
      const few = takeSamples(X, range(20));
      const draw = random(11, definition.name, task);
      for (let trial = 0; trial < 300; trial++) {
        const damaged = damage(structuredClone(model.toData()) as ModelValue, draw);
        const outcome = typedOutcome(() => {
          const loaded = definition.load(damaged as never);
          const X =
            loaded.nFeatures === few.nFeatures ? few : matrix(2, numericFeatures(Math.min(64, loaded.nFeatures)));
          loaded.predict(X);
          loaded.predictProba?.(X);
        });
        expect(["fitted", "ML_MODEL_CORRUPT", "ML_SHAPE_MISMATCH"]).toContain(outcome);
      }
    });
  });

  describe(definition.name, () => {
    it("describes itself", () => {
      expect(definition.summary).toMatch(/\.$/);
      for (const parameter of Object.values(definition.parameters)) expect(parameter.summary).toMatch(/\.$/);
    });
  });
}

describe("the table of estimators", () => {
  it("is keyed by name", () => {
    expect(Object.keys(estimatorTable)).toEqual(Object.values(estimatorTable).map(({ name }) => name));
  });
});

/** Odd inputs. Those of `mayRefuse` may be answered by any typed error; the others must be fitted. */
const odd: Readonly<Record<string, (task: Task) => [Matrix, Target | null]>> = {
  "one constant feature": (task) => [grid(60, 1, () => 4), target(task, 60)],
  "a constant beside a varying feature": (task) => [grid(60, 2, (i, f) => (f === 0 ? 1 : i)), target(task, 60)],
  "a column that is all missing": (task) => [grid(60, 2, (i, f) => (f === 0 ? Number.NaN : i)), target(task, 60)],
  "two rows": (task) => [grid(2, 3, (i, f) => i + f), target(task, 2)],
  "more columns than rows": (task) => [grid(12, 40, (i, f) => ((i * 7 + f * 13) % 11) / 3), target(task, 12)],
  "values beyond float32": (task) => [grid(60, 2, (i) => (i % 2 === 0 ? 1e308 : -1e308)), target(task, 60)],
  "large float32 values": (task) => [grid(60, 2, (i) => (i % 2 === 0 ? 1e30 : -1e30)), target(task, 60)],
  denormals: (task) => [grid(60, 2, (i) => i * 1.4e-45), target(task, 60)],
};
const mayRefuse = new Set(["two rows", "values beyond float32", "large float32 values"]);

function grid(n: number, width: number, value: (i: number, f: number) => number): Matrix {
  const X = matrix(n, numericFeatures(width));
  for (let f = 0; f < width; f++) for (let i = 0; i < n; i++) X.values[f * n + i] = value(i, f);
  return X;
}

function target(task: Task, n: number): Target | null {
  if (task === "clustering" || task === "anomaly") return null;
  if (task === "regression") return { kind: "values", values: Float64Array.from({ length: n }, (_, i) => (i % 5) * 3) };
  const classes = task === "binary" ? ["a", "b"] : ["a", "b", "c"];
  return { kind: "classes", classes, codes: Int32Array.from({ length: n }, (_, i) => i % classes.length) };
}

/** How alike two models predict, 0..1: share of equal classes, or the correlation of values (1 where both are constant). */
function agreement(a: Model, b: Model, X: Matrix, task: Task): number {
  const [left, right] = [a.predict(X), b.predict(X)];
  if (task === "binary" || task === "multiclass")
    return left.filter((value, i) => value === right[i]).length / left.length;
  if (task === "clustering") return pairAgreement(left, right);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(left), mean(right)];
  let [aa, ab, bb] = [0, 0, 0];
  left.forEach((value, i) => {
    aa += (value - ma) ** 2;
    ab += (value - ma) * (right[i]! - mb);
    bb += (right[i]! - mb) ** 2;
  });
  if (aa < 1e-12 && bb < 1e-12) return Math.abs(ma - mb) < 1e-6 ? 1 : 0;
  return ab / Math.sqrt(aa * bb);
}

/** Share of pairs of samples that both clusterings put together or both apart: indices of clusters may differ. */
function pairAgreement(a: Float64Array, b: Float64Array): number {
  let same = 0;
  let pairs = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      pairs++;
      if ((a[i] === a[j]) === (b[i] === b[j])) same++;
    }
  }
  return same / pairs;
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
