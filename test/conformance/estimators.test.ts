import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../src/errors/index.ts";
import {
  completeParameters,
  type EstimatorDefinition,
  estimatorTable,
  type Feature,
  type FitContext,
  type Matrix,
  type Model,
  type ModelValue,
  matrix,
  matrixFromRows,
  type ParameterValues,
  type Random,
  random,
  type Target,
  type Task,
  takeSamples,
  takeTarget,
} from "../../src/ml/index.ts";

/** Fits stay small: what holds for eight trees holds for five hundred. Isolation trees are cheap, and eight say little. */
const small = ({ tasks }: EstimatorDefinition): ParameterValues => ({ trees: tasks.includes("anomaly") ? 100 : 8 });

for (const definition of Object.values(estimatorTable)) {
  const declared = Object.fromEntries(
    Object.entries(small(definition)).filter(([name]) => name in definition.parameters),
  );
  const params = completeParameters(definition.name, definition.parameters, declared);
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

type Problem = { X: Matrix; y: Target | null };

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

function numericFeatures(width: number): Feature[] {
  return Array.from({ length: width }, (_, f) => ({ name: `x${f}`, kind: "numeric" }));
}

function target(task: Task, n: number): Target | null {
  if (task === "clustering" || task === "anomaly") return null;
  if (task === "regression") return { kind: "values", values: Float64Array.from({ length: n }, (_, i) => (i % 5) * 3) };
  const classes = task === "binary" ? ["a", "b"] : ["a", "b", "c"];
  return { kind: "classes", classes, codes: Int32Array.from({ length: n }, (_, i) => i % classes.length) };
}

/** Two numeric features that decide, one that doesn't; with gaps and a category where the estimator takes them. */
function problem(task: Task, n: number, { accepts }: EstimatorDefinition, seed = 3): Problem {
  const draw = random(seed, "conformance", task);
  const features: Feature[] = numericFeatures(3);
  if (accepts.categories) features[2] = { name: "x2", kind: "categorical", levels: 5 };
  const X = matrix(n, features);
  const signal = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b, c] = [draw.next() * 4 - 2, draw.next() * 4 - 2, draw.integer(5)];
    signal[i] = a + 0.5 * b + (accepts.categories ? (c % 2) * 2 : 0) + (draw.next() - 0.5) / 2;
    X.values[i] = a;
    X.values[n + i] = accepts.missing && draw.next() < 0.1 ? Number.NaN : b;
    X.values[2 * n + i] = accepts.categories ? c : draw.next();
  }
  return { X, y: targetOf(task, signal) };
}

function targetOf(task: Task, signal: Float64Array): Target | null {
  switch (task) {
    case "regression":
      return { kind: "values", values: signal.map((value) => 100 + 10 * value) };
    case "binary":
      return { kind: "classes", classes: ["no", "yes"], codes: Int32Array.from(signal, (s) => (s > 0.5 ? 1 : 0)) };
    case "multiclass":
      return {
        kind: "classes",
        classes: ["high", "low", "middle"],
        codes: Int32Array.from(signal, (s) => (s > 1 ? 0 : s < -0.5 ? 1 : 2)),
      };
    default:
      return null;
  }
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

/** "fitted", or the code of the MillraceError; any other error is thrown on. */
function typedOutcome(action: () => void): string {
  try {
    action();
    return "fitted";
  } catch (error) {
    if (isMillraceError(error)) return error.code;
    throw error;
  }
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** One random change somewhere in the data: a number, a length, a type, a missing or added field. */
function damage(value: ModelValue, draw: Random): ModelValue {
  if (ArrayBuffer.isView(value)) return damageArray(value, draw);
  if (Array.isArray(value)) {
    if (value.length === 0 || draw.next() < 0.1) return [...value, null];
    const at = draw.integer(value.length);
    return value.map((item: ModelValue, i) => (i === at ? damage(item, draw) : item));
  }
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    const key = keys[draw.integer(keys.length)];
    if (key === undefined) return null;
    const record = value as { readonly [key: string]: ModelValue };
    if (draw.next() < 0.1) return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
    return { ...record, [key]: damage(record[key]!, draw) };
  }
  if (typeof value === "number" && draw.next() < 0.7) return [-1, 0, 1e9, Number.NaN, 0.5, value + 1][draw.integer(6)]!;
  return [null, true, "text", 3, {}, new Float32Array(2)][draw.integer(6)]!;
}

function damageArray(value: ModelValue & ArrayBufferView, draw: Random): ModelValue {
  const copy = structuredClone(value) as Float64Array;
  const kind = draw.integer(6);
  if (kind === 0 || copy.length === 0) return copy.slice(0, Math.max(0, copy.length - 1));
  if (kind === 1) return Array.from(copy) as ModelValue;
  if (kind === 2) return null;
  const odd = [-1, 0, 1, 255, 2 ** 31 - 1, Number.NaN, Number.POSITIVE_INFINITY, copy[draw.integer(copy.length)]!];
  copy[draw.integer(copy.length)] = odd[draw.integer(odd.length)]!;
  return copy;
}

/** A text that differs wherever two models' data differ. */
function bytesOf(value: ModelValue): string {
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return `${value.constructor.name}:${Array.from(bytes).join(",")}`;
  }
  if (Array.isArray(value)) return `[${value.map(bytesOf).join(";")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}=${bytesOf(member as ModelValue)}`)
      .join(";")}}`;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}
