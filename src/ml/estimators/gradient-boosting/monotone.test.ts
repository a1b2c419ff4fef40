import { describe, expect, it } from "vitest";
import { type Matrix, matrix, matrixFromRows } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { random } from "../../random.ts";
import type { ParameterValues } from "../parameters.ts";
import type { GrownNode } from "../trees/growth.ts";
import { gradientBoosting } from "./gradient-boosting.ts";
import type { GradientBoostingParameters } from "./gradient-boosting-parameters.ts";
import { keepOrder } from "./monotone.ts";

const n = 300;
const width = 3;

/** Noise, waves and holes: nothing in it is monotone. */
function wildData(seed: number): { X: Matrix; y: Float64Array } {
  const draw = random(seed);
  const X = matrix(
    n,
    ["rise", "fall", "free"].map((name) => ({ name, kind: "numeric" })),
  );
  for (let i = 0; i < n * width; i++) X.values[i] = draw.next() < 0.1 ? Number.NaN : Math.round(draw.next() * 30) / 3;
  const y = Float64Array.from({ length: n }, (_, i) => {
    const [a = 0, b = 0, c = 0] = [0, 1, 2].map((f) => X.values[f * n + i]! || 0);
    return ((a * 7919) % 5) + (b % 3) * (c % 2) + a - b + 4 * draw.next();
  });
  return { X, y };
}

/** Rows that go up along one feature while the others stand still. */
function ladder(feature: number, seed: number): Matrix {
  const draw = random(seed, "ladder");
  const others = Array.from({ length: width }, () => (draw.next() < 0.1 ? Number.NaN : draw.next() * 10));
  return matrixFromRows(
    Array.from({ length: 60 }, (_, i) => others.map((value, f) => (f === feature ? i / 5 - 1 : value))),
  );
}

const settings: readonly (readonly [string, "regression" | "binary", ParameterValues])[] = [
  ["squared error", "regression", {}],
  ["full-precision leaves", "regression", { refitLeaves: true }],
  ["depth by depth with l1", "regression", { growth: "depthWise", maxDepth: 5, l1: 0.5 }],
  ["sampled rows and columns", "regression", { rowSample: 0.6, columnSample: 0.7 }],
  ["medians", "regression", { loss: "absoluteError" }],
  ["Huber", "regression", { loss: "huber" }],
  ["quantiles", "regression", { loss: "quantile", quantile: 0.8 }],
  ["Poisson", "regression", { loss: "poisson" }],
  ["Tweedie", "regression", { loss: "tweedie" }],
  ["two classes", "binary", {}],
];

describe.each(settings)("predictions are monotone whatever the data: %s", (_, task, params) => {
  it.each([1, 2, 3, 4])("seed %d", (seed) => {
    const { X, y } = wildData(seed);
    const positive = y.map((value) => Math.max(0, value));
    const target: Target =
      task === "regression"
        ? { kind: "values", values: positive }
        : { kind: "classes", codes: Int32Array.from(y, (v) => (v > 3 ? 1 : 0)), classes: ["low", "high"] };
    const monotone = { rise: 1, fall: -1 } as const;
    const model = gradientBoosting({
      trees: 25,
      learningRate: 0.3,
      minSamplesLeaf: 3,
      earlyStoppingRounds: null,
      monotone,
      ...params,
    }).fit(X, target, { seed });
    let moves = 0;
    for (let rung = 0; rung < 40; rung++) {
      for (const [feature, sign] of [1, -1].entries()) {
        const steps = ladder(feature, 100 * seed + rung);
        const scores = model.predictProba?.(steps).filter((_, i) => i % 2 === 1) ?? model.predict(steps);
        for (let i = 1; i < scores.length; i++) {
          const step = sign * (scores[i]! - scores[i - 1]!);
          // a logarithmic or logistic link may round two neighbouring scores the other way round
          expect(step).toBeGreaterThanOrEqual(-1e-13 * Math.abs(scores[i]!));
          if (step > 0) moves++;
        }
      }
    }
    expect(moves).toBeGreaterThan(100);
  });
});

describe("monotone", () => {
  const { X, y } = wildData(9);
  const target: Target = { kind: "values", values: y };
  const train = (monotone: GradientBoostingParameters["monotone"], on: Target = target, at: Matrix = X) =>
    gradientBoosting({ monotone: monotone!, trees: 5 }).fit(at, on, { seed: 1 });

  it("without any direction changes nothing", () => {
    expect(train({ rise: 0 }).toData()).toEqual(train({}).toData());
  });

  it("refuses a column that isn't there, and says which was meant", () => {
    expect(() => train({ ries: 1 })).toThrow(
      expect.objectContaining({ code: "ML_COLUMN_UNKNOWN", message: expect.stringContaining('"rise"') }),
    );
  });

  it.each([[{ rise: 2 }], ["rise"], [[1]], [{ rise: "1" }], [null]])("refuses %j", (declared) => {
    expect(() => train(declared as never)).toThrow(expect.objectContaining({ code: "ML_PARAMETER_INVALID" }));
  });

  it("refuses categories and more than two classes", () => {
    const refused = expect.objectContaining({ code: "ML_PARAMETER_INVALID" });
    const classes: Target = {
      kind: "classes",
      codes: Int32Array.from(y, (_, i) => i % 3),
      classes: ["a", "b", "c"],
    };
    expect(() => train({ rise: 1 }, classes)).toThrow(refused);
    const levels = matrix(n, [{ name: "rise", kind: "categorical", levels: 31 }], X.values.slice(0, n).map(Math.floor));
    expect(() => train({ rise: 1 }, target, levels)).toThrow(refused);
  });
});

describe("keepOrder", () => {
  const leaf = (value: number): GrownNode => ({ leaf: true, value, weight: 1, lists: [], isReversed: false, n: 1 });
  const split = (feature: number, left: number): GrownNode => ({
    leaf: false,
    split: { score: 0, feature, bin: 1, missingLeft: false, set: null, leftGradient: 0, leftHessian: 0 },
    missingLeft: false,
    isLeftLarger: false,
    left,
    gain: 1,
  });
  const valuesOf = (nodes: readonly GrownNode[]): number[] => nodes.flatMap((node) => (node.leaf ? [node.value] : []));

  it("lets both sides meet halfway between their means where they overlap, and leaves the rest", () => {
    const tree = [split(0, 1), split(1, 3), leaf(4), leaf(5), leaf(1)];
    expect(valuesOf(keepOrder(tree, Int8Array.of(1, 0)))).toEqual([4, 3.5, 1]);
    expect(valuesOf(keepOrder(tree, Int8Array.of(-1, 0)))).toEqual([3.5, 5, 3.5]);
    expect(valuesOf(keepOrder(tree, Int8Array.of(0, 1)))).toEqual([4, 3, 3]);
  });
});
