import { describe, expect, it } from "vitest";
import { type Matrix, matrixFromRows, takeSamples } from "../../../frame/matrix.ts";
import { type Target, takeTarget } from "../../../frame/target.ts";
import { log } from "../../../kernels/math.ts";
import { random } from "../../../random.ts";
import type { ParameterValues } from "../../parameters.ts";
import { gradientBoosting } from "../gradient-boosting.ts";
import { weightedQuantile } from "./loss.ts";
import { type RegressionLoss, regressionLosses } from "./table.ts";

const names = Object.keys(regressionLosses) as RegressionLoss[];
const values = (items: ArrayLike<number>): Target => ({ kind: "values", values: Float64Array.from(items) });
const predict = (
  X: Matrix,
  y: ArrayLike<number>,
  params: ParameterValues,
  sampleWeight?: ArrayLike<number>,
): number[] =>
  Array.from(
    gradientBoosting({ earlyStoppingRounds: null, ...params })
      .fit(X, values(y), {
        seed: 1,
        ...(sampleWeight === undefined ? {} : { sampleWeight: Float64Array.from(sampleWeight) }),
      })
      .predict(X),
  );
/** One full step of one tree that may split once. */
const oneSplit = { trees: 1, learningRate: 1, maxLeaves: 2, minSamplesLeaf: 1, l2: 0 };
const twoGroups = matrixFromRows([[1], [1], [1], [2], [2], [2]]);
const constant = matrixFromRows([[1], [1], [1], [1], [1]]);

describe("the start of a loss is its own best constant", () => {
  const y = [0, 1, 2, 7, 90];
  it.each([
    ["squaredError", {}, 20],
    ["absoluteError", {}, 2],
    ["huber", {}, 2],
    ["quantile", { quantile: 0.75 }, 7],
    ["poisson", {}, 20],
    ["tweedie", {}, 20],
  ] as const)("%s", (loss, params, best) => {
    for (const value of predict(constant, y, { loss, ...params, ...oneSplit })) expect(value).toBeCloseTo(best, 4);
  });
});

describe("leaves hold what their loss wants", () => {
  const y = [1, 2, 9, 20, 24, 70];
  it.each([
    ["absoluteError", {}, [2, 24]],
    ["quantile", { quantile: 0.9 }, [9, 70]],
    ["poisson", {}, [4, 38]],
    ["tweedie", { tweediePower: 1.7 }, [4, 38]],
  ] as const)("%s", (loss, params, [low, high]) => {
    const predicted = predict(twoGroups, y, { loss, ...params, ...oneSplit });
    expect(predicted[0]).toBeCloseTo(low, 3);
    expect(predicted[5]).toBeCloseTo(high, 2);
  });

  it("huber: the median and the mean of what lies around it, cut off at delta", () => {
    // start 14.5 (the middle of 9 and 20), residuals -13.5 -12.5 -5.5 5.5 9.5 55.5; half the distances are at most 9.5 or 12.5
    const predicted = predict(twoGroups, y, { loss: "huber", huberQuantile: 0.5, ...oneSplit });
    const delta = 11;
    const leaf = (group: number[], median: number): number =>
      median + group.reduce((sum, v) => sum + Math.max(-delta, Math.min(delta, v - median)), 0) / group.length;
    expect(predicted[0]).toBeCloseTo(leaf([1, 2, 9], 2), 3);
    expect(predicted[5]).toBeCloseTo(leaf([20, 24, 70], 24), 3);
  });

  it("medians count weights as repetition, and meet halfway where half the weight lies on each side", () => {
    expect(predict(twoGroups, y, { loss: "absoluteError", ...oneSplit }, [3, 1, 1, 1, 1, 2]).map(Math.fround)).toEqual(
      [1, 1, 1, 47, 47, 47].map(Math.fround),
    );
  });
});

describe("weightedQuantile", () => {
  it.each([
    [[3, 1, 2], null, 0.5, 2],
    [[4, 1, 2, 3], null, 0.5, 2.5],
    [[4, 1, 2, 3], null, 0.25, 1.5],
    [[4, 1, 2, 3], null, 0.9, 4],
    [[1, 2, 3], [1, 1, 4], 0.5, 3],
    [[1, 2, 3], [0.5, 0.5, 1], 0.5, 2.5],
    [[5, 5, 5], null, 0.3, 5],
  ] as const)("%j %j at %d is %d", (targets, weights, q, expected) => {
    const got = weightedQuantile(Float32Array.from(targets), weights === null ? null : Float32Array.from(weights), q);
    expect(got).toBe(expected);
  });
});

describe.each(names)("%s", (loss) => {
  const n = 400;
  const draw = random(11, loss);
  const X = matrixFromRows(Array.from({ length: n }, () => [draw.next(), draw.next()]));
  const y = Float64Array.from({ length: n }, (_, i) => Math.round(10 * X.values[i]! * X.values[n + i]! + draw.next()));
  const params = { loss, trees: 20, minSamplesLeaf: 5 };

  it("takes a weight of 2 as a sample twice: the same trees but for the rounding of gradients", () => {
    const twice = Array.from({ length: 2 * n }, (_, i) => i >> 1);
    const repeated = gradientBoosting({ ...params, earlyStoppingRounds: null, minSamplesLeaf: 10 })
      .fit(takeSamples(X, twice), takeTarget(values(y), twice), { seed: 1 })
      .predict(X);
    const weighted = predict(X, y, { ...params, minSamplesLeaf: 10 }, new Float64Array(n).fill(2));
    const spread = Math.sqrt(y.reduce((sum, v) => sum + (v - 2.5) ** 2, 0) / n);
    const far = weighted.filter((value, i) => Math.abs(value - repeated[i]!) > 0.1 * spread).length;
    expect(far).toBeLessThan(n / 20);
  });

  it("predicts in the target's unit, whatever that is", () => {
    const plain = predict(X, y, params);
    for (const unit of [1e-300, 2 ** -20, 1e150]) {
      const scaled = predict(
        X,
        y.map((v) => v * unit),
        params,
      );
      const off = scaled.filter((value, i) => Math.abs(value / unit - plain[i]!) > 0.05 * (1 + plain[i]!)).length;
      expect(off).toBeLessThan(n / 20);
    }
  });

  it("predicts a constant target as it is, and finite values beside an outlier", () => {
    for (const value of predict(constant, new Float64Array(5).fill(0.1), { loss })) expect(value).toBeCloseTo(0.1, 7);
    expect(predict(constant, new Float64Array(5), { loss })).toEqual([0, 0, 0, 0, 0]);
    const odd = y.slice();
    odd[3] = 1e60;
    expect(predict(X, odd, params).every(Number.isFinite)).toBe(true);
  });

  it("falls on rows that no tree has seen, and stops by itself", () => {
    const model = gradientBoosting({ loss }).fit(X, values(y), { seed: 1 });
    const fresh = matrixFromRows(Array.from({ length: 200 }, () => [draw.next(), draw.next()]));
    const truth = Array.from({ length: 200 }, (_, i) => 10 * fresh.values[i]! * fresh.values[200 + i]! + 0.5);
    const middle = weightedQuantile(Float32Array.from(truth), null, 0.5);
    const error = (of: (i: number) => number): number => truth.reduce((sum, v, i) => sum + Math.abs(v - of(i)), 0);
    const predicted = model.predict(fresh);
    expect(error((i) => predicted[i]!)).toBeLessThan(0.4 * error(() => middle));
  });
});

describe("losses of amounts", () => {
  it.each(["poisson", "tweedie"])(
    "%s refuses a negative target before anything is done, and never predicts one",
    (loss) => {
      expect(() => predict(constant, [1, 2, -3, 4, 5], { loss })).toThrow(
        expect.objectContaining({ code: "ML_TARGET_NEGATIVE", message: expect.stringContaining("row 2") }),
      );
      const predicted = predict(twoGroups, [0, 0, 0, 5, 9, 1e6], { loss, ...oneSplit, trees: 50, learningRate: 0.3 });
      expect(predicted.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      expect(predicted[0]).toBeLessThan(0.02 * (1e6 / 6));
    },
  );

  it("outliers don't pull medians and Huber's means", () => {
    const y = Array.from({ length: 200 }, (_, i) => (i % 20 === 7 ? 1e9 : (i % 10) / 10));
    const X = matrixFromRows(y.map((_, i) => [i]));
    for (const loss of ["absoluteError", "huber"]) {
      for (const value of predict(X, y, { loss, trees: 20, huberQuantile: 0.8 })) expect(value).toBeLessThan(10);
    }
  });

  it("quantiles part the targets by their share", () => {
    const draw = random(4);
    const X = matrixFromRows(Array.from({ length: 2000 }, () => [draw.next()]));
    const y = Array.from({ length: 2000 }, (_, i) => (1 + X.values[i]!) * (draw.next() - log(draw.next())));
    for (const quantile of [0.1, 0.5, 0.9]) {
      const predicted = predict(X, y, { loss: "quantile", quantile, trees: 60, minSamplesLeaf: 60, maxLeaves: 8 });
      const below = y.filter((v, i) => v <= predicted[i]!).length / y.length;
      expect(Math.abs(below - quantile)).toBeLessThan(0.03);
    }
  });
});
