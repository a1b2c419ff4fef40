import { describe, expect, it } from "vitest";
import {
  type ClassTarget,
  type Column,
  canonicalJson,
  Frame,
  type Predictions,
  random,
  type ValueTarget,
} from "../ml/index.ts";
import { evaluateModel } from "./report.ts";
import { residualSummary } from "./residuals.ts";

const binary = (codes: number[]): ClassTarget => ({
  kind: "classes",
  codes: Int32Array.from(codes),
  classes: ["no", "yes"],
});
const saying = (positive: number[]): Predictions => ({
  values: Float64Array.from(positive, (p) => (p >= 0.5 ? 1 : 0)),
  probabilities: Float64Array.from(positive.flatMap((p) => [1 - p, p])),
  nClasses: 2,
});
const category = (codes: number[], dictionary: string[]): Column => ({
  storage: "codes",
  kind: "category",
  codes: Int32Array.from(codes),
  dictionary,
});
const number = (values: number[]): Column => ({ storage: "values", kind: "number", values: Float64Array.from(values) });
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("evaluateModel, binary", () => {
  const y = binary([0, 0, 0, 1, 1, 1]);
  const predictions = saying([0.1, 0.2, 0.7, 0.4, 0.8, 0.9]);
  const report = evaluateModel({ y, predictions, task: "binary", classes: y.classes, positive: 1, seed: 1 });

  it("counts by hand: one false alarm, one miss", () => {
    expect(report.confusion).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(report.classTable).toEqual([
      { label: "no", rows: 3, predicted: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
      { label: "yes", rows: 3, predicted: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
    ]);
    expect(report.metrics["accuracyScore"]!.value).toBeCloseTo(4 / 6);
    // Of the 9 pairs one is the wrong way round: 0.7 for a no, 0.4 for a yes.
    expect(report.metrics["rocAucScore"]!.value).toBeCloseTo(8 / 9);
    expect(report.positive).toBe("yes");
    expect(report.residuals).toBeNull();
  });

  it("brackets each value with its interval", () => {
    for (const { value, low, high } of Object.values(report.metrics)) {
      expect(low!).toBeLessThanOrEqual(value!);
      expect(high!).toBeGreaterThanOrEqual(value!);
    }
  });

  it("is plain data, the same again", () => {
    expect(JSON.parse(canonicalJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(evaluateModel({ y, predictions, task: "binary", classes: y.classes, positive: 1, seed: 1 })).toEqual(report);
  });

  it("keeps at most 200 points of a curve, ends included", () => {
    const stream = random(3, "curve");
    const said = range(5000).map(() => stream.next());
    const many = binary(said.map((p) => (stream.next() < p ? 1 : 0)));
    const { roc, precisionRecall, calibration } = evaluateModel({
      y: many,
      predictions: saying(said),
      task: "binary",
      classes: y.classes,
      positive: 1,
      seed: 1,
    });
    expect(roc!.thresholds.length).toBeLessThanOrEqual(200);
    expect(roc!.thresholds.length).toBeGreaterThan(150);
    expect([roc!.falsePositiveRate[0], roc!.truePositiveRate.at(-1)]).toEqual([0, 1]);
    expect(precisionRecall!.recall.length).toBeLessThanOrEqual(200);
    for (const [bin, p] of calibration!.predicted.entries())
      expect(Math.abs(calibration!.observed[bin]! - p)).toBeLessThan(0.08);
  });

  it("gives null, not NaN, where rows hold one class", () => {
    const alone = evaluateModel({
      y: binary([1, 1]),
      predictions: saying([0.2, 0.9]),
      task: "binary",
      classes: y.classes,
      positive: 1,
      seed: 1,
    });
    expect(alone.metrics["rocAucScore"]).toEqual({ value: null, low: null, high: null });
    expect(alone.classTable![0]).toMatchObject({ rows: 0, recall: null });
  });
});

describe("slices and error patterns", () => {
  const n = 400;
  // In the south every second row is wrong; elsewhere one in twenty.
  const region = range(n).map((i) => i % 4);
  const wrong = range(n).map((i) => (region[i] === 2 ? Math.floor(i / 4) % 2 === 0 : i % 20 === 0));
  const truth = range(n).map((i) => Math.floor(i / 8) % 2);
  const y = binary(truth);
  const predictions = saying(truth.map((code, i) => (wrong[i] ? 1 - code : code) * 0.8 + 0.1));
  const frame = new Frame(n, [
    ["region", category(region, ["east", "north", "south", "west"])],
    ["noise", number(range(n).map((i) => (i * 7919) % 101))],
    ["truth", category(truth, ["a", "b"])],
  ]);
  const input = { y, predictions, task: "binary", classes: y.classes, positive: 1, seed: 1, frame } as const;

  it("reports the metrics of each slice", () => {
    const { slices } = evaluateModel({ ...input, slices: ["region"], metric: "accuracyScore" });
    expect(slices.map((one) => [one.condition, one.rows])).toEqual([
      ["region = east", 100],
      ["region = north", 100],
      ["region = south", 100],
      ["region = west", 100],
    ]);
    expect(slices[2]!.metrics["accuracyScore"]!.value).toBeCloseTo(0.5);
    expect(Object.keys(slices[2]!.metrics)).toEqual(["accuracyScore"]);
  });

  it("finds the condition that holds the errors, with support and lift, and nothing in noise", () => {
    const { errorPatterns } = evaluateModel(input);
    const errors = wrong.filter(Boolean).length;
    expect(errorPatterns).toHaveLength(1);
    expect(errorPatterns[0]).toMatchObject({
      column: "region",
      condition: "region = south",
      rows: 100,
      support: 0.25,
      meanError: 0.5,
    });
    expect(errorPatterns[0]!.errorShare).toBeCloseTo(50 / errors);
    expect(errorPatterns[0]!.lift).toBeCloseTo(50 / errors / 0.25);
  });

  it("doesn't look into excluded columns", () => {
    expect(evaluateModel({ ...input, excluded: ["region"] }).errorPatterns).toEqual([]);
  });

  it("finds nothing where nothing is wrong", () => {
    expect(
      evaluateModel({ ...input, predictions: saying(truth.map((code) => code * 0.8 + 0.1)) }).errorPatterns,
    ).toEqual([]);
  });
});

describe("evaluateModel, other tasks", () => {
  it("sums up a regression's residuals", () => {
    const y: ValueTarget = { kind: "values", values: Float64Array.from([1, 2, 3, 4]) };
    const predictions: Predictions = { values: Float64Array.from([1, 1, 5, 4]), nClasses: 0 };
    const report = evaluateModel({ y, predictions, task: "regression", classes: [], positive: 0, seed: 1 });
    expect(report.metrics["meanAbsoluteError"]!.value).toBe(0.75);
    expect(report.residuals).toMatchObject({
      mean: -0.25,
      largestAbsolute: 2,
      points: { predicted: [1, 1, 4, 5], actual: [1, 2, 4, 3] },
    });
    expect(report.residuals!.histogram.counts.reduce((a, b) => a + b)).toBe(4);
    expect([report.confusion, report.roc, report.positive]).toEqual([null, null, null]);
  });

  it("keeps at most 200 points of a regression, and copes with equal residuals and none", () => {
    const many = Float64Array.from(range(1000));
    const summary = residualSummary(many, many)!;
    expect(summary.points.predicted).toHaveLength(200);
    expect([summary.points.predicted[0], summary.points.predicted.at(-1)]).toEqual([0, 999]);
    expect(summary.histogram).toEqual({ edges: [0, 0], counts: [1000] });
    expect(residualSummary(new Float64Array(0), new Float64Array(0))).toBeNull();
  });

  it("says nothing of anomalies without labels", () => {
    const predictions: Predictions = { values: Float64Array.from([0.1, 0.9]), nClasses: 0 };
    const report = evaluateModel({ y: null, predictions, task: "anomaly", classes: [], positive: 0, seed: 1 });
    expect([report.metrics, report.roc, report.positive]).toEqual([{}, null, null]);
  });

  it("ranks labelled anomalies by their scores", () => {
    const predictions: Predictions = { values: Float64Array.from([0.1, 0.2, 0.3, 0.9]), nClasses: 0 };
    const y = binary([0, 0, 0, 1]);
    const report = evaluateModel({ y, predictions, task: "anomaly", classes: y.classes, positive: 1, seed: 1 });
    expect(report.metrics["rocAucScore"]!.value).toBe(1);
    expect([report.positive, report.confusion]).toEqual(["yes", null]);
  });

  it("tables every class of many", () => {
    const y: ClassTarget = { kind: "classes", codes: Int32Array.from([0, 1, 2, 2]), classes: ["a", "b", "c"] };
    const probabilities = Float64Array.from([0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.5, 0.3, 0.2]);
    const predictions: Predictions = { values: Float64Array.from([0, 1, 2, 0]), probabilities, nClasses: 3 };
    const report = evaluateModel({ y, predictions, task: "multiclass", classes: y.classes, positive: 0, seed: 1 });
    expect(report.classTable!.map((row) => [row.label, row.precision, row.recall])).toEqual([
      ["a", 0.5, 1],
      ["b", 1, 1],
      ["c", 1, 0.5],
    ]);
    expect([report.roc, report.calibration, report.positive]).toEqual([null, null, null]);
  });
});
