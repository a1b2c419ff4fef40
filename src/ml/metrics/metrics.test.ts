import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import { random } from "../random.ts";
import {
  calibrationCurve,
  chooseThreshold,
  confusionMatrix,
  defaultMetric,
  estimate,
  estimateAll,
  findMetric,
  type Metric,
  metricsFor,
  metricTable,
  type Predictions,
  pairedDifference,
  precisionRecallCurve,
  rocCurve,
  wilsonInterval,
} from "./index.ts";

const binary = (codes: number[]): Target => ({
  kind: "classes",
  codes: Int32Array.from(codes),
  classes: ["no", "yes"],
});
const values = (numbers: number[]): Target => ({ kind: "values", values: Float64Array.from(numbers) });
const said = (p: number[]): Predictions => ({
  values: Float64Array.from(p, (one) => (one >= 0.5 ? 1 : 0)),
  probabilities: Float64Array.from(p.flatMap((one) => [1 - one, one])),
  nClasses: 2,
});
const guessed = (numbers: number[]): Predictions => ({ values: Float64Array.from(numbers), nClasses: 0 });
const metric = (name: string): Metric => findMetric(name)!;
const options = { positive: 1, seed: 3 };

describe("the table of metrics", () => {
  it("names what the command line promises, and a default for every task", () => {
    expect(metricTable.map((one) => one.name)).toEqual([
      "rocAucScore",
      "averagePrecisionScore",
      "accuracyScore",
      "balancedAccuracyScore",
      "precisionScore",
      "recallScore",
      "f1Score",
      "logLoss",
      "brierScoreLoss",
      "meanAbsoluteError",
      "meanSquaredError",
      "rootMeanSquaredError",
      "r2Score",
      "silhouetteScore",
    ]);
    for (const task of ["binary", "multiclass", "regression", "clustering", "anomaly"] as const) {
      expect(metricsFor(task)).toContain(defaultMetric(task));
    }
    for (const one of metricTable) expect(one.greaterIsBetter).toBe(one.name.endsWith("Score"));
  });
});

describe("values", () => {
  it("rank: 3 of 4 pairs are in order, precision 1/1 and 2/3 at the hits", () => {
    const [y, p] = [binary([1, 0, 1, 0]), said([0.9, 0.8, 0.7, 0.1])];
    expect(metric("rocAucScore").compute(y, p, options)).toBe(0.75);
    expect(metric("averagePrecisionScore").compute(y, p, options)).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });

  it("rank anomaly scores, which have no probabilities", () => {
    expect(metric("rocAucScore").compute(binary([0, 0, 1]), guessed([-4, 2, 7]), options)).toBe(1);
  });

  it("are NaN where only one class is there, and the interval says so", () => {
    for (const name of ["rocAucScore", "averagePrecisionScore", "recallScore"]) {
      expect(metric(name).compute(binary([0, 0]), said([0.2, 0.3]), options)).toBeNaN();
      expect(estimate(metric(name), binary([0, 0]), said([0.2, 0.3]), options).low).toBeNaN();
    }
    expect(metric("r2Score").compute(values([0.1, 0.1, 0.1]), guessed([1, 2, 3]), options)).toBeNaN();
  });

  it("don't let a model that never says yes escape: precision 0", () => {
    const { value, low, high } = estimate(metric("precisionScore"), binary([1, 0]), said([0.1, 0.1]), options);
    expect([value, low, high]).toEqual([0, 0, 1]);
  });

  it("count a row of weight k as k rows", () => {
    const weighted = { ...options, sampleWeight: Float64Array.of(2, 1, 3, 1) };
    const [y, p] = [binary([1, 0, 1, 0]), said([0.9, 0.8, 0.3, 0.1])];
    const [repeatedY, repeatedP] = [binary([1, 1, 0, 1, 1, 1, 0]), said([0.9, 0.9, 0.8, 0.3, 0.3, 0.3, 0.1])];
    for (const one of metricsFor("binary")) {
      expect(one.compute(y, p, weighted)).toBeCloseTo(one.compute(repeatedY, repeatedP, options), 14);
    }
    const [z, g] = [values([1, 2, 3, 5]), guessed([1, 1, 4, 4])];
    const [repeatedZ, repeatedG] = [values([1, 1, 2, 3, 3, 3, 5]), guessed([1, 1, 1, 4, 4, 4, 4])];
    for (const one of metricsFor("regression")) {
      expect(one.compute(z, g, weighted)).toBeCloseTo(one.compute(repeatedZ, repeatedG, options), 14);
    }
    const X = matrixFromRows([[0], [1], [9], [10]]);
    const repeatedX = matrixFromRows([[0], [0], [1], [9], [9], [9], [10]]);
    const silhouette = metric("silhouetteScore");
    const a = silhouette.compute(null, guessed([0, 0, 1, 1]), { ...weighted, X });
    expect(a).toBeCloseTo(silhouette.compute(null, guessed([0, 0, 0, 1, 1, 1, 1]), { ...options, X: repeatedX }), 14);
  });

  it("refuse lengths that don't match and numbers that aren't", () => {
    const code = (run: () => unknown, expected: string) =>
      expect(run).toThrow(expect.objectContaining({ code: expected }));
    code(() => metric("accuracyScore").compute(binary([1]), said([0.1, 0.2]), options), "ML_SHAPE_MISMATCH");
    code(() => metric("logLoss").compute(binary([1]), guessed([1]), options), "ML_SHAPE_MISMATCH");
    code(() => metric("meanAbsoluteError").compute(values([1]), guessed([Number.NaN]), options), "ML_VALUE_NOT_FINITE");
    code(() => metric("meanAbsoluteError").compute(binary([1]), guessed([1]), options), "ML_SHAPE_MISMATCH");
  });
});

describe("intervals", () => {
  it("Wilson of 8 of 10 is the textbook's (0.490, 0.943)", () => {
    const { low, high } = wilsonInterval(0.8, 10, 0.95);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it("stay open where everything went right, because rows are few", () => {
    const y = binary([1, 0, 1, 0, 1, 0]);
    const p = said([0.9, 0.1, 0.8, 0.2, 0.7, 0.3]);
    for (const one of metricsFor("binary").filter((one) => one.greaterIsBetter)) {
      const { value, low, high } = estimate(one, y, p, options);
      expect([one.name, value, high]).toEqual([one.name, 1, 1]);
      expect(low).toBeLessThan(0.7);
    }
  });

  it("say nothing from one row", () => {
    const { value, low, high } = estimate(metric("meanAbsoluteError"), values([1]), guessed([3]), options);
    expect(value).toBe(2);
    expect([low, high]).toEqual([Number.NaN, Number.NaN]);
  });

  it("hold the true value about 95 times in 100", () => {
    // Scores uniform for negatives and the larger of two for positives: the area is 2/3, the accuracy at 0.5 is 0.625.
    const truth = { rocAucScore: 2 / 3, accuracyScore: 0.625, recallScore: 0.75 };
    const hits: Record<string, number> = { rocAucScore: 0, accuracyScore: 0, recallScore: 0 };
    for (let round = 0; round < 400; round++) {
      const draw = random(round, "coverage");
      const codes = Array.from({ length: 160 }, (_, i) => i % 2);
      const p = codes.map((code) => (code === 1 ? Math.max(draw.next(), draw.next()) : draw.next()));
      for (const name of Object.keys(hits)) {
        const { low, high } = estimate(metric(name), binary(codes), said(p), options);
        if (low <= truth[name as keyof typeof truth] && truth[name as keyof typeof truth] <= high) hits[name]!++;
      }
    }
    for (const count of Object.values(hits)) {
      expect(count / 400).toBeGreaterThan(0.92);
      expect(count / 400).toBeLessThan(0.985);
    }
  });

  it("by bootstrap agree with the analytic ones", () => {
    const draw = random(4);
    const codes = Array.from({ length: 800 }, () => draw.integer(2));
    const p = codes.map((code) => Math.min(1, 0.7 * draw.next() + 0.2 * code));
    for (const name of [
      "rocAucScore",
      "accuracyScore",
      "logLoss",
      "f1Score",
      "balancedAccuracyScore",
      "brierScoreLoss",
    ]) {
      const { interval: _, ...bare } = metric(name);
      const analytic = estimate(metric(name), binary(codes), said(p), options);
      const resampled = estimate(bare, binary(codes), said(p), { ...options, resamples: 2000 });
      const width = analytic.high - analytic.low;
      expect(Math.abs(resampled.low - analytic.low)).toBeLessThan(0.12 * width);
      expect(Math.abs(resampled.high - analytic.high)).toBeLessThan(0.12 * width);
    }
  });

  it("are the same for the same seed, alone or together", () => {
    const [y, p] = [binary([1, 0, 1, 0, 1, 1, 0]), said([0.9, 0.6, 0.7, 0.2, 0.4, 0.8, 0.3])];
    const together = estimateAll(metricsFor("binary"), y, p, options);
    expect(Object.keys(together)).toEqual(metricsFor("binary").map((one) => one.name));
    for (const one of metricsFor("binary")) expect(estimate(one, y, p, options)).toEqual(together[one.name]);
  });
});

describe("paired differences", () => {
  const draw = random(6);
  const codes = Array.from({ length: 300 }, () => draw.integer(2));
  const a = codes.map((code) => 0.6 * draw.next() + 0.4 * code * draw.next());
  const b = a.map((one) => Math.min(1, Math.max(0, one + 0.02 * (draw.next() - 0.5))));

  it("are 0 with no width between a model and itself", () => {
    for (const one of metricsFor("binary")) {
      expect(pairedDifference(one, binary(codes), said(a), said(a), options)).toEqual({ value: 0, low: 0, high: 0 });
    }
  });

  it("are far narrower than two intervals side by side, and turn round with the models", () => {
    for (const name of ["rocAucScore", "logLoss", "averagePrecisionScore"]) {
      const difference = pairedDifference(metric(name), binary(codes), said(a), said(b), options);
      const single = estimate(metric(name), binary(codes), said(a), options);
      expect(difference.high - difference.low).toBeLessThan((single.high - single.low) / 2);
      const turned = pairedDifference(metric(name), binary(codes), said(b), said(a), options);
      expect(turned.value).toBe(-difference.value);
      expect(turned.low).toBeCloseTo(-difference.high, 12);
    }
  });

  it("are not certain where four rows are separated without an error, but are where hundreds are", () => {
    const few = pairedDifference(
      metric("rocAucScore"),
      binary([0, 0, 1, 1]),
      said([0.1, 0.2, 0.8, 0.9]),
      said([0.5, 0.5, 0.5, 0.5]),
      options,
    );
    expect(few.value).toBe(0.5);
    expect(few.low).toBeLessThan(0);
    const [one, prior] = [codes.map((code) => 0.2 + 0.6 * code), codes.map(() => 0.5)];
    const many = pairedDifference(metric("rocAucScore"), binary(codes), said(one), said(prior), options);
    expect(many.low).toBeGreaterThan(0.3);
    expect(many.high).toBeLessThan(0.7);
    const pair = pairedDifference(metric("rocAucScore"), binary([0, 1]), said([0.9, 0.1]), said([0.5, 0.5]), options);
    expect(pair.high).toBeGreaterThan(0);
  });

  it("of a regression are those of its rows' losses", () => {
    const [y, left, right] = [values([0, 0, 0, 0]), guessed([1, 2, 3, 4]), guessed([0, 2, 2, 4])];
    const { value, low, high } = pairedDifference(metric("meanAbsoluteError"), y, left, right, options);
    expect(value).toBe(0.5);
    // Differences 1, 0, 1, 0: standard error sqrt(1/3) / 2, t(3) = 3.182 (series: 3.18).
    expect((high - low) / 2).toBeCloseTo((3.182 * Math.sqrt(1 / 3)) / 2, 2);
  });
});

describe("curves and counts", () => {
  const [y, p] = [binary([1, 0, 1, 0]), said([0.9, 0.8, 0.4, 0.1])];

  it("count what is what", () => {
    expect([...confusionMatrix(y, p).counts]).toEqual([1, 1, 1, 1]);
  });

  it("walk down the ranking", () => {
    expect(rocCurve(y, p, options)).toEqual({
      falsePositiveRate: [0, 0, 0.5, 0.5, 1],
      truePositiveRate: [0, 0.5, 0.5, 1, 1],
      thresholds: [null, 0.9, 0.8, 0.4, 0.1],
    });
    expect(precisionRecallCurve(y, p, options).precision).toEqual([1, 0.5, 2 / 3, 0.5]);
  });

  it("keep their ends when thinned", () => {
    const long = Array.from({ length: 5000 }, (_, i) => i / 5000);
    const curve = rocCurve(binary(long.map((_, i) => i % 2)), said(long), { ...options, maxPoints: 50 });
    expect(curve.thresholds).toHaveLength(51);
    expect(curve.truePositiveRate.at(-1)).toBe(1);
  });

  it("compare what was said with what came", () => {
    const curve = calibrationCurve(binary([0, 1, 1, 1]), said([0.1, 0.1, 0.9, 1]), { ...options, bins: 2 });
    expect(curve).toEqual({ predicted: [0.1, 0.95], observed: [0.5, 1], weight: [2, 2] });
  });
});

describe("the threshold from costs", () => {
  const [y, p] = [binary([0, 0, 1, 0, 1]), said([0.1, 0.2, 0.3, 0.6, 0.9])];

  it("is 0.5 without costs", () => {
    expect(chooseThreshold(y, p, 1, undefined)).toEqual({
      threshold: 0.5,
      expectedCost: null,
      defaultCost: null,
      selected: 0.4,
    });
  });

  it("is low where missing is dear, and prices itself against 0.5", () => {
    const choice = chooseThreshold(y, p, 1, { falseNegative: 100, falsePositive: 1 });
    expect(choice.threshold).toBeCloseTo(0.25, 12);
    expect(choice).toMatchObject({ expectedCost: 1 / 5, defaultCost: 101 / 5, selected: 3 / 5 });
  });

  it("is high where alarms are dear", () => {
    expect(chooseThreshold(y, p, 1, { falseNegative: 1, falsePositive: 100 }).threshold).toBeCloseTo(0.75, 12);
  });

  it("never says yes where nothing is positive, and always where everything is", () => {
    const costs = { falseNegative: 1, falsePositive: 1 };
    expect(chooseThreshold(binary([0, 0]), said([0.2, 0.9]), 1, costs)).toMatchObject({ selected: 0, expectedCost: 0 });
    expect(chooseThreshold(binary([1, 1]), said([0.2, 0.9]), 1, costs)).toMatchObject({ selected: 1, expectedCost: 0 });
  });

  it("is never beaten by any other threshold", () => {
    const draw = random(8);
    const codes = Array.from({ length: 200 }, () => draw.integer(2));
    const scores = codes.map((code) => Math.round((0.7 * draw.next() + 0.3 * code) * 50) / 50);
    const costs = { falseNegative: 7, falsePositive: 2 };
    const { expectedCost } = chooseThreshold(binary(codes), said(scores), 1, costs);
    const costAt = (t: number): number =>
      codes.reduce((sum, code, i) => sum + (scores[i]! >= t ? (code === 0 ? 2 : 0) : code === 1 ? 7 : 0), 0) / 200;
    const best = Math.min(...[...scores, 0, 2].map(costAt));
    expect(expectedCost).toBeCloseTo(best, 12);
  });
});
