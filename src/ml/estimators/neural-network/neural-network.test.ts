import { describe, expect, it } from "vitest";
import { type Matrix, matrix, takeSamples } from "../../frame/matrix.ts";
import { type Target, takeTarget } from "../../frame/target.ts";
import type { SharedKernel, ThreadTeam } from "../../kernels/thread-team.ts";
import { random } from "../../random.ts";
import type { ModelData } from "../estimator.ts";
import { neuralNetwork } from "./neural-network.ts";

const quick = { epochs: 12, networks: 2, width: 16, learningRate: 0.01 } as const;

describe("neuralNetwork", () => {
  it("learns what no line and no single feature tells: exclusive or, and a category that turns a slope", () => {
    const { X, y } = turned(1200);
    const model = neuralNetwork({ epochs: 24, width: 32, learningRate: 0.01 }).fit(X, y, { seed: 1 });
    const test = turned(600, 2);
    const hits = model.predict(test.X).filter((k, i) => k === (test.y as { codes: Int32Array }).codes[i]).length;
    expect(hits / 600).toBeGreaterThan(0.9);
  });

  it("gives the same bytes whoever does the parts, in whatever order", () => {
    const { X, y } = turned(300);
    const alone = neuralNetwork(quick).fit(X, y, { seed: 1 });
    const helped = neuralNetwork(quick).fit(X, y, { seed: 1, team: backwards });
    expect(helped.toData()).toEqual(alone.toData());
  });

  it("goes on from every checkpoint to the same bytes", () => {
    const { X, y } = turned(300);
    const states: ModelData[] = [];
    const checkpoint = { every: 4, save: (state: ModelData) => states.push(structuredClone(state)) };
    const whole = neuralNetwork(quick).fit(X, y, { seed: 3, checkpoint }).toData();
    expect(states.length).toBe(3);
    for (const resume of states) {
      expect(
        neuralNetwork(quick)
          .fit(X, y, { seed: 3, checkpoint: { ...checkpoint, resume } })
          .toData(),
      ).toEqual(whole);
    }
    const other = { ...checkpoint, resume: states[0]! };
    expect(() => neuralNetwork(quick).fit(X, y, { seed: 4, checkpoint: other })).toThrow(
      expect.objectContaining({ code: "ML_CHECKPOINT_CORRUPT" }),
    );
  });

  it("keeps the epoch of the least loss held out, though training goes on", () => {
    const { X, y } = noise(200);
    const notes: string[] = [];
    const context = { seed: 1, onProgress: (_: number, note: string) => notes.push(note) };
    neuralNetwork({ ...quick, epochs: 200, earlyStoppingEpochs: 5, dropout: 0 }).fit(X, y, context);
    expect(notes.length).toBeLessThan(100);
    expect(notes[0]).toMatch(/^epoch 1 of at most 200, loss held out \d/);
  });

  it("puts rare, missing and unseen levels in one place", () => {
    const X = matrix(60, [{ name: "c", kind: "categorical", levels: 4 }]);
    X.values.set(Array.from({ length: 60 }, (_, i) => (i === 0 ? 2 : i % 2)));
    const y: Target = { kind: "values", values: Float64Array.from(X.values, (level) => 10 * level) };
    const model = neuralNetwork({ ...quick, epochs: 60 }).fit(X, y, { seed: 1 });
    const odd = matrix(5, X.features, Float32Array.of(0, 1, 2, 3, Number.NaN));
    const [zero, one, rare, unseen, missing] = model.predict(odd);
    expect(zero).toBeCloseTo(0, -0.5);
    expect(one).toBeCloseTo(10, -0.5);
    expect([unseen, missing]).toEqual([rare, rare]);
  });

  it("tells missing from the middle where that matters", () => {
    const X = matrix(400, [{ name: "x", kind: "numeric" }]);
    X.values.set(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? Number.NaN : (i - 200) / 100)));
    const y: Target = { kind: "values", values: Float64Array.from(X.values, (x) => (Number.isNaN(x) ? 5 : 0)) };
    const [missing, middle] = neuralNetwork({ ...quick, epochs: 40 })
      .fit(X, y, { seed: 1 })
      .predict(matrix(2, X.features, Float32Array.of(Number.NaN, 0)));
    expect(missing! - middle!).toBeGreaterThan(3.5);
  });

  it("fits without any feature that says something: the mean, the shares of classes", () => {
    const X = matrix(80, [{ name: "x", kind: "numeric" }], new Float32Array(80).fill(3));
    const y: Target = {
      kind: "classes",
      classes: ["a", "b"],
      codes: Int32Array.from({ length: 80 }, (_, i) => (i % 4 ? 0 : 1)),
    };
    const p = neuralNetwork(quick).fit(X, y, { seed: 1 }).predictProba!(X);
    expect(p[1]).toBeCloseTo(0.25, 1);
    const none = neuralNetwork(quick).fit(matrix(80, []), y, { seed: 1 });
    expect(none.predictProba!(matrix(3, []))).toHaveLength(6);
  });

  it("takes weights relative to each other: equal ones are none, a row of weight 0 is none", () => {
    const { X, y } = turned(200);
    const dataOf = (sampleWeight?: Float64Array): ModelData =>
      neuralNetwork(quick)
        .fit(X, y, { seed: 1, ...(sampleWeight && { sampleWeight }) })
        .toData();
    expect(dataOf(new Float64Array(200).fill(3))).toEqual(dataOf());
    const some = Float64Array.from({ length: 200 }, (_, i) => (i < 150 ? 1 : 0));
    const kept = Array.from({ length: 150 }, (_, i) => i);
    const alone = neuralNetwork(quick).fit(takeSamples(X, kept), takeTarget(y, kept), { seed: 1 });
    expect(dataOf(some)).toEqual(alone.toData());
  });

  it("weighs: a heavy row pulls more, a balanced rare class is found", () => {
    const { X } = noise(400);
    const y: Target = {
      kind: "classes",
      classes: ["a", "b"],
      codes: Int32Array.from({ length: 400 }, (_, i) => (i % 20 ? 0 : 1)),
    };
    const share = (params: Record<string, number | string>): number => {
      const p = neuralNetwork({ ...quick, ...params, epochs: 4 }).fit(X, y, { seed: 1 }).predictProba!(X);
      return p.reduce((sum, one, i) => sum + (i % 2 === 1 ? one : 0), 0) / 400;
    };
    expect(share({})).toBeLessThan(0.15);
    expect(share({ classWeight: "balanced" })).toBeGreaterThan(0.3);
  });
});

/** A team whose threads are as slow as can be thought of: the last part first. */
const backwards: ThreadTeam = {
  size: 2,
  each(kernel: SharedKernel, name, parts) {
    for (const args of parts.toReversed()) kernel.invoke(name, args);
  },
  close() {},
};

/** y = (a > 0) xor (b > 0) where c is 0, a > b where c is 1. */
function turned(n: number, seed = 1): { X: Matrix; y: Target } {
  const draw = random(seed, "turned");
  const X = matrix(n, [
    { name: "a", kind: "numeric" },
    { name: "b", kind: "numeric" },
    { name: "c", kind: "categorical", levels: 2 },
  ]);
  const codes = Int32Array.from({ length: n }, (_, i) => {
    const [a, b, c] = [2 * draw.next() - 1, 2 * draw.next() - 1, draw.integer(2)];
    X.values[i] = a;
    X.values[n + i] = b;
    X.values[2 * n + i] = c;
    return Number(c === 0 ? a > 0 !== b > 0 : a > b);
  });
  return { X, y: { kind: "classes", classes: ["no", "yes"], codes } };
}

/** Labels that nothing tells. */
function noise(n: number): { X: Matrix; y: Target } {
  const draw = random(5, "noise");
  const X = matrix(n, [
    { name: "a", kind: "numeric" },
    { name: "b", kind: "numeric" },
  ]);
  for (let i = 0; i < 2 * n; i++) X.values[i] = draw.next();
  return {
    X,
    y: { kind: "classes", classes: ["a", "b"], codes: Int32Array.from({ length: n }, () => draw.integer(2)) },
  };
}
