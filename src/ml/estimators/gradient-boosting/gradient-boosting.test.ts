import { describe, expect, it } from "vitest";
import type { Matrix } from "../../frame/matrix.ts";
import { matrix, matrixFromRows, takeSamples } from "../../frame/matrix.ts";
import { type Target, takeTarget } from "../../frame/target.ts";
import { log } from "../../kernels/math.ts";
import { random } from "../../random.ts";
import type { Model } from "../estimator.ts";
import type { ParameterValues } from "../parameters.ts";
import type { Ensemble } from "../trees/ensemble.ts";
import { gradientBoosting } from "./gradient-boosting.ts";

/** One full step of one tree that may split once: its leaves are the means of their rows. */
const oneSplit = { trees: 1, learningRate: 1, maxLeaves: 2, minSamplesLeaf: 1, l2: 0, earlyStoppingRounds: null };

const values = (...items: number[]): Target => ({ kind: "values", values: Float64Array.from(items) });
const column = (...items: number[]): Matrix => matrixFromRows(items.map((item) => [item]));
const ensembleOf = (model: Model): Ensemble => model.toData()["ensemble"] as unknown as Ensemble;
const train = (X: Matrix, y: Target, params: ParameterValues, seed = 1): Model =>
  gradientBoosting(params).fit(X, y, { seed });

describe("one split", () => {
  it("lies halfway between the groups, and its leaves are their means", () => {
    const X = column(1, 2, 3, 4);
    const model = train(X, values(0, 2, 10, 12), oneSplit);
    expect(ensembleOf(model).value[0]).toBe(2.5);
    Array.from(model.predict(X), (value, i) => expect(value).toBeCloseTo([1, 1, 11, 11][i]!, 2));
  });

  it("takes of several the one with the largest gain", () => {
    // sums of squares that remain: after 1.5: 168, after 2.5: 4, after 3.5: 106.7
    const model = train(
      matrixFromRows([
        [1, 5],
        [2, 5],
        [3, 6],
        [4, 5],
      ]),
      values(0, 2, 10, 12),
      oneSplit,
    );
    expect(ensembleOf(model).feature[0]).toBe(0);
    expect(ensembleOf(model).value[0]).toBe(2.5);
  });

  it("pulls leaves to the mean by l2: sum / (n + l2)", () => {
    const X = column(1, 2, 3, 4);
    const model = train(X, values(-10, -10, 10, 10), { ...oneSplit, l2: 2 });
    expect(model.predict(X)[3]).toBeCloseTo(20 / (2 + 2), 2);
  });

  it("leaves at least minSamplesLeaf samples on a side", () => {
    const model = train(column(1, 2, 3, 4, 5, 6), values(100, 0, 0, 0, 0, 0), { ...oneSplit, minSamplesLeaf: 2 });
    expect(ensembleOf(model).value[0]).toBe(2.5);
    expect(ensembleOf(train(column(1, 2, 3), values(1, 2, 3), { ...oneSplit, minSamplesLeaf: 2 })).roots[1]).toBe(1);
  });

  it("starts a classifier at the log-odds and steps by g / h", () => {
    const X = column(1, 2, 3, 4);
    const y: Target = { kind: "classes", classes: ["a", "b"], codes: Int32Array.of(0, 0, 0, 1) };
    const model = train(X, y, oneSplit);
    expect((model.toData()["start"] as Float64Array)[0]).toBeCloseTo(log(1 / 3), 12);
    // right leaf: g = 1/4 - 1, h = 1/4 * 3/4, so the score grows by 4
    const p = model.predictProba!(X)[7]!;
    expect(log(p / (1 - p))).toBeCloseTo(log(1 / 3) + 4, 2);
  });
});

describe("missing values", () => {
  it("go to the side where they fit better", () => {
    const X = column(Number.NaN, Number.NaN, 1, 2, 3, 4);
    for (const [atMissing, side] of [
      [0, 1],
      [10, 0],
    ] as const) {
      const model = train(X, values(atMissing, atMissing, 0, 0, 10, 10), oneSplit);
      expect(ensembleOf(model).flags[0]).toBe(side);
      expect(model.predict(column(Number.NaN))[0]).toBeCloseTo(atMissing, 2);
    }
  });

  it("are parted from all values where that is best, infinite values included", () => {
    const model = train(column(Number.NaN, Number.NaN, 1, 2), values(0, 0, 10, 10), oneSplit);
    const test = column(Number.NaN, 1, 1e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    Array.from(model.predict(test), (value, i) => expect(value).toBeCloseTo(i === 0 ? 0 : 10, 2));
  });

  it("go with the larger side where none were seen", () => {
    const model = train(column(1, 2, 3, 4, 5), values(0, 0, 10, 10, 10), oneSplit);
    expect(model.predict(column(Number.NaN))[0]).toBeCloseTo(10, 2);
  });
});

describe("categories", () => {
  const levels = (codes: number[], count: number): Matrix =>
    matrix(codes.length, [{ name: "kind", kind: "categorical", levels: count }], Float32Array.from(codes));
  const params = { ...oneSplit, categorySmoothing: 0, minCategorySamples: 0 };

  it("are parted into sets, in whatever order their codes stand", () => {
    const X = levels([0, 1, 2, 3, 0, 1, 2, 3], 4);
    const model = train(X, values(10, 0, 10, 0, 10, 0, 10, 0), params);
    Array.from(model.predict(X), (value, i) => expect(value).toBeCloseTo(i % 2 === 0 ? 10 : 0, 2));
  });

  it("treat an unseen level, a code out of range and NaN alike", () => {
    const model = train(levels([0, 1, 0, 1, 1], 4), values(0, 10, 0, 10, 10), params);
    const odd = model.predict(levels([3, 99, Number.NaN, -1], 4));
    expect(new Set(odd).size).toBe(1);
    expect(odd[0]).toBeCloseTo(10, 2);
  });

  it("beyond 254 levels leave the rarest to the missing", () => {
    const codes = Array.from({ length: 900 }, (_, i) => (i < 600 ? i % 200 : i - 600 + 200));
    const model = train(levels(codes, 500), values(...codes.map((code) => code % 7)), params);
    expect(model.predict(levels([499, 498], 500))[0]).toBe(model.predict(levels([Number.NaN], 500))[0]);
  });
});

describe("targets and weights", () => {
  const draw = random(5, "boosting test");
  const n = 900;
  const X = matrixFromRows(Array.from({ length: n }, () => [draw.next(), draw.next(), draw.next()]));
  const signal = Float64Array.from({ length: n }, (_, i) => X.values[i]! * 3 + (X.values[n + i]! > 0.5 ? 1 : 0));
  const rounds = { trees: 30, earlyStoppingRounds: null };

  it("of any offset and unit are learned alike", () => {
    const plain = train(X, { kind: "values", values: signal }, rounds).predict(X);
    for (const [offset, unit] of [
      [1e9, 1e6],
      [0, 1e300],
      [0, 1e-300],
      [-5e307, 1e307],
    ] as const) {
      const y: Target = { kind: "values", values: signal.map((value) => offset + unit * value) };
      train(X, y, rounds)
        .predict(X)
        .forEach((value, i) => {
          expect(Math.abs((value - offset) / unit - plain[i]!)).toBeLessThan(0.02);
        });
    }
  });

  it("a constant target is predicted exactly", () => {
    const model = train(X, { kind: "values", values: new Float64Array(n).fill(0.1) }, rounds);
    expect(model.predict(X).every((value) => Math.abs(value - 0.1) < 1e-15)).toBe(true);
  });

  it("in another order of rows give nearly the same model", () => {
    const order = random(9).shuffle(Array.from({ length: n }, (_, i) => i));
    const y: Target = { kind: "values", values: signal };
    const a = train(X, y, rounds).predict(X);
    const b = train(takeSamples(X, order), takeTarget(y, order), rounds).predict(X);
    a.forEach((value, i) => {
      expect(Math.abs(value - b[i]!)).toBeLessThan(0.05);
    });
  });

  it("learn from the rest of the rows where most have a huge weight difference", () => {
    const y: Target = { kind: "values", values: signal };
    for (const scale of [1e-200, 1e200]) {
      const model = gradientBoosting(rounds).fit(X, y, { seed: 1, sampleWeight: new Float64Array(n).fill(scale) });
      expect(model.predict(X).every(Number.isFinite)).toBe(true);
    }
  });

  it("stop early on noise, and then keep few trees", () => {
    const noise = random(3);
    const y: Target = { kind: "values", values: signal.map(() => noise.next()) };
    expect(ensembleOf(train(X, y, {})).roots.length - 1).toBeLessThan(20);
  });

  it("give the same bytes with sampled rows and columns", () => {
    const y: Target = { kind: "values", values: signal };
    const sampled = { ...rounds, rowSample: 0.5, columnSample: 0.7 };
    expect(train(X, y, sampled).toData()).toEqual(train(X, y, sampled).toData());
    expect(train(X, y, sampled, 2).toData()).not.toEqual(train(X, y, sampled).toData());
  });
});

describe("width", () => {
  it("of more features than a kernel is made for, and of more histograms than memory is given", () => {
    const n = 60;
    const width = 3000;
    const X = matrix(
      n,
      Array.from({ length: width }, (_, f) => ({ name: `x${f}`, kind: "numeric" as const })),
    );
    const draw = random(8);
    for (let i = 0; i < X.values.length; i++) X.values[i] = draw.next();
    const y = values(...Array.from({ length: n }, (_, i) => (X.values[2999 * n + i]! > 0.5 ? 5 : -5)));
    const model = train(X, y, { ...oneSplit, maxLeaves: 8, columnSample: 1 });
    expect(ensembleOf(model).feature[0]).toBe(2999);
  });
});
