import { describe, expect, it } from "vitest";
import { matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { FitContext, ModelData } from "../estimator.ts";
import type { ParameterValues } from "../parameters.ts";
import { gradientBoosting } from "./gradient-boosting.ts";

/** A signal with gaps and a category; below 2000 rows five folds say how many rounds to grow, above a tenth held out. */
function data(n: number, kind: "values" | "two" | "three") {
  const draw = random(21, n);
  const X = matrix(n, [
    { name: "a", kind: "numeric" },
    { name: "b", kind: "numeric" },
    { name: "c", kind: "categorical", levels: 6 },
  ]);
  for (let i = 0; i < n; i++) {
    X.values[i] = draw.next() < 0.1 ? Number.NaN : draw.next();
    X.values[n + i] = draw.next();
    X.values[2 * n + i] = Math.floor(draw.next() * 6);
  }
  const signal = Float64Array.from({ length: n }, (_, i) => {
    return 5 * (X.values[i]! || 0) + X.values[n + i]! * (X.values[2 * n + i]! % 2) + 2 * draw.next();
  });
  const codes = (cuts: number[]): Int32Array => Int32Array.from(signal, (v) => cuts.filter((cut) => v > cut).length);
  const y: Target =
    kind === "values"
      ? { kind, values: signal }
      : kind === "two"
        ? { kind: "classes", codes: codes([4]), classes: ["low", "high"] }
        : { kind: "classes", codes: codes([3, 5]), classes: ["low", "middle", "high"] };
  return { X, y };
}

const weights = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (i % 3) / 2);

const fits: readonly (readonly [string, number, "values" | "two" | "three", ParameterValues])[] = [
  ["a tenth held out", 2400, "values", {}],
  ["five folds", 300, "values", {}],
  ["two classes, balanced", 2400, "two", { classWeight: "balanced" }],
  ["three classes in five folds", 300, "three", {}],
  ["no early stopping, sampled", 400, "values", { earlyStoppingRounds: null, rowSample: 0.6, columnSample: 0.7 }],
  ["Huber, whose delta follows the scores", 2400, "values", { loss: "huber" }],
  ["medians with sampled rows", 2400, "values", { loss: "absoluteError", rowSample: 0.5 }],
  ["Poisson with leaves in full precision", 300, "values", { loss: "poisson", refitLeaves: true }],
  ["monotone, depth by depth", 2400, "values", { growth: "depthWise", monotone: { a: -1 } }],
];

describe.each(fits)("a fit that was stopped and taken up: %s", (_, n, kind, params) => {
  const { X, y } = data(n, kind);
  const estimator = gradientBoosting({ trees: 30, learningRate: 0.3, ...params });
  const train = (context: Partial<FitContext>): ModelData =>
    estimator.fit(X, y, { seed: 3, sampleWeight: weights(n), ...context }).toData();
  const whole = train({});

  it("gives the same bytes from each state, and leaves the same states", () => {
    const states: ModelData[] = [];
    expect(train({ checkpoint: { every: 7, save: (state) => states.push(state) } })).toEqual(whole);
    expect(states.length).toBeGreaterThan(1);
    for (const [k, resume] of states.entries()) {
      const later: ModelData[] = [];
      expect(train({ checkpoint: { every: 7, save: (state) => later.push(state), resume } })).toEqual(whole);
      expect(later).toEqual(states.slice(k + 1));
    }
  });

  it("gives the same bytes after it was cancelled at any round", () => {
    for (const rounds of [9, 16]) {
      let last: ModelData | undefined;
      let asked = 0;
      const cancelled = (): boolean => ++asked > rounds;
      const checkpoint = { every: 2, save: (state: ModelData) => (last = state) };
      expect(() => train({ cancelled, checkpoint })).toThrow(expect.objectContaining({ name: "AbortError" }));
      expect(train({ checkpoint: { every: 1000, save: () => {}, resume: last! } })).toEqual(whole);
    }
  });
});

describe("a state that such a fit can't have saved", () => {
  const { X, y } = data(300, "values");
  const states: ModelData[] = [];
  const train = (params: ParameterValues, resume?: ModelData, seed = 3) =>
    gradientBoosting({ trees: 8, ...params }).fit(X, y, {
      seed,
      checkpoint: { every: 2, save: (state) => states.push(state), ...(resume === undefined ? {} : { resume }) },
    });
  train({ earlyStoppingRounds: null });
  const state = structuredClone(states[0]!) as Record<string, unknown>;
  const trees = (state["boosters"] as Record<string, Float64Array>[])[0]!;
  const withNodes = (change: (nodes: Float64Array) => void): Record<string, unknown> => {
    const nodes = trees["nodes"]!.slice();
    change(nodes);
    return { ...state, boosters: [{ ...trees, nodes }] };
  };
  it.each([
    ["another phase", { ...state, phase: "last" }],
    ["more rounds than were asked for", { ...state, round: 9 }],
    ["fewer trees than rounds", { ...state, round: 3 }],
    ["a best round to come", { ...state, best: 3 }],
    ["a feature that isn't there", withNodes((nodes) => nodes.fill(3, 0, 1))],
    ["a category split as a number", withNodes((nodes) => nodes.fill(2, 0, 1))],
    ["a bin beyond a byte", withNodes((nodes) => nodes.fill(256, 1, 2))],
    ["a child before its parent", withNodes((nodes) => nodes.fill(0, 3, 4))],
    ["a child that isn't there", withNodes((nodes) => nodes.fill(1e6, 3, 4))],
    ["a value that is none", withNodes((nodes) => nodes.fill(Number.NaN, 0, 7))],
    [
      "a value in a tree without splits, which no score has in it",
      {
        ...state,
        boosters: [
          {
            sizes: Uint32Array.of(1, 1),
            nodes: Float64Array.of(...[-1, 0, 0, 0, 0.5, 1, 0], ...[-1, 0, 0, 0, 0, 1, 0]),
            sets: new Uint8Array(),
          },
        ],
      },
    ],
    ["no boosters", { ...state, boosters: [] }],
    ["nothing", null],
  ])("%s", (_, damaged) => {
    expect(() => train({ earlyStoppingRounds: null }, damaged as ModelData)).toThrow(
      expect.objectContaining({ code: "ML_CHECKPOINT_CORRUPT" }),
    );
  });

  it("or that another fit saved", () => {
    const corrupt = expect.objectContaining({ code: "ML_CHECKPOINT_CORRUPT" });
    expect(() => train({ earlyStoppingRounds: null, l1: 1 }, state as ModelData)).toThrow(corrupt);
    expect(() => train({ earlyStoppingRounds: null }, state as ModelData, 4)).toThrow(corrupt);
  });
});

describe("rows held out", () => {
  it("are measured as themselves, whichever they are: the first of those learned from and the last held out tell nothing", () => {
    const { X, y } = data(2400, "values");
    // over so many seeds the first row is learned from and the last one held out many times
    for (let seed = 0; seed < 30; seed++) {
      const model = gradientBoosting({ trees: 8, learningRate: 0.3 }).fit(X, y, { seed });
      const { roots } = model.toData()["ensemble"] as unknown as { roots: Uint32Array };
      expect(roots.length - 1).toBe(8);
    }
  });
});

describe("rounds that early stopping found", () => {
  const rootsOf = (model: ModelData): number =>
    (model["ensemble"] as unknown as { roots: Uint32Array }).roots.length - 1;

  it.each([
    ["on a tenth held out", 2400],
    ["on five folds", 600],
  ])("%s are grown on all rows, as many more as those are more", (_, n) => {
    const { X, y } = data(n, "values");
    const trained = (params: ParameterValues) =>
      gradientBoosting({ learningRate: 0.3, ...params })
        .fit(X, y, { seed: 5 })
        .toData();
    const stopped = trained({});
    const rounds = rootsOf(stopped);
    expect(rounds).toBeGreaterThan(3);
    expect(rounds).toBeLessThan(500);
    expect(stopped).toEqual(trained({ trees: rounds, earlyStoppingRounds: null }));
    const messages = new Set<string>();
    gradientBoosting({ learningRate: 0.3 }).fit(X, y, { seed: 5, onProgress: (_, text) => messages.add(text ?? "") });
    expect(messages).toContain(`round ${rounds} of at most ${rounds}`);
  });

  it("are the model's where rows are many", () => {
    const draw = random(2);
    const n = 100_000;
    const X = matrix(
      n,
      [{ name: "a", kind: "numeric" }],
      Float32Array.from({ length: n }, () => draw.next()),
    );
    const y: Target = { kind: "values", values: Float64Array.from(X.values, (a) => a + draw.next()) };
    const shares: number[] = [];
    const model = gradientBoosting({ trees: 4, maxLeaves: 3 }).fit(X, y, {
      seed: 5,
      onProgress: (share) => shares.push(share),
    });
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rootsOf(model.toData())).toBe(4);
  });
});
