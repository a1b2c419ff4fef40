import { describe, expect, it } from "vitest";
import { type Column, Frame, matrixFromRows, type Predictions, type ValueTarget } from "../../ml/index.ts";
import { rootMeanSquaredError } from "../../ml/metrics/root-mean-squared-error.ts";
import { compare } from "../compare.ts";
import { evaluateModel } from "../report.ts";
import { alertText } from "../summary.ts";
import {
  betterThanBaseline,
  calibrated,
  decideGates,
  type GateContext,
  type GateDecision,
  judge,
  latency,
  meetsMinimum,
  notWorseThan,
  overallVerdict,
  slice,
} from "./index.ts";

const interval = (low: number | null, high: number | null) => ({ value: 0, low, high });

describe("judge", () => {
  it.each([
    ["pass", "atLeast", 0.72, 0.8],
    ["insufficient", "atLeast", 0.71, 0.8],
    ["insufficient", "atLeast", 0.6, 0.72],
    ["fail", "atLeast", 0.6, 0.71],
    ["pass", "atMost", 0.6, 0.72],
    ["insufficient", "atMost", 0.6, 0.73],
    ["insufficient", "atMost", 0.72, 0.8],
    ["fail", "atMost", 0.73, 0.8],
    ["insufficient", "atLeast", null, null],
  ] as const)("says %s where %s 0.72 meets [%s, %s]", (verdict, direction, low, high) => {
    expect(judge(interval(low, high), 0.72, direction)).toBe(verdict);
  });
});

describe("overallVerdict", () => {
  it("is the worst of all, and pass of none", () => {
    const of = (...verdicts: GateDecision["verdict"][]) => overallVerdict(verdicts.map((verdict) => ({ verdict })));
    expect(of("pass", "insufficient", "fail")).toBe("fail");
    expect(of("pass", "insufficient")).toBe("insufficient");
    expect([of("pass"), of()]).toEqual(["pass", "pass"]);
  });
});

/** 200 rows whose residuals are 1 and -1 in turn: the root mean squared error is 1, without spread. */
function regression(change: Partial<GateContext> = {}): GateContext {
  const n = 200;
  const values = Float64Array.from({ length: n }, (_, i) => i / 10);
  const y: ValueTarget = { kind: "values", values };
  const off = (by: number): Predictions => ({
    values: values.map((value, i) => value + (i % 2 ? by : -by)),
    nClasses: 0,
  });
  const half: Column = { storage: "values", kind: "number", values: values.map((_, i) => (i < 100 ? 0 : 1)) };
  const predictions = off(1);
  return {
    task: "regression",
    metric: "rootMeanSquaredError",
    problem: { minimum: 1.5 },
    report: evaluateModel({ y, predictions, task: "regression", classes: [], positive: 0, seed: 1 }),
    y,
    positive: 0,
    predictions,
    baselinePredictions: off(3),
    championPredictions: off(1.005),
    frame: new Frame(n, [["half", half]]),
    modelSizeBytes: 10,
    seed: 1,
    ...change,
  };
}

describe("gates where lower is better", () => {
  it("hold the minimum as an upper bound", async () => {
    const [decision] = await decideGates([meetsMinimum()], regression());
    expect(decision).toMatchObject({ gate: "meetsMinimum", verdict: "pass", bound: 1.5, direction: "atMost" });
    expect(decision!.reason).toBe("root mean squared error is 1 [1, 1]; the most allowed is 1.5");
    const [worse] = await decideGates([meetsMinimum("rootMeanSquaredError", 0.9)], regression());
    expect(worse!.verdict).toBe("fail");
  });

  it("turn a smaller error into a positive advantage", async () => {
    const { y, predictions, baselinePredictions } = regression();
    const options = { positive: 0, seed: 1 };
    const { advantage, candidate, other } = compare(rootMeanSquaredError, {
      y,
      candidate: predictions,
      other: baselinePredictions!,
      options,
    });
    expect([candidate, other]).toEqual([expect.closeTo(1), expect.closeTo(3)]);
    expect(advantage.value).toBeCloseTo(2);
    expect(advantage.low!).toBeLessThanOrEqual(advantage.high!);
    const [decision] = await decideGates([betterThanBaseline()], regression());
    expect(decision!.verdict).toBe("pass");
    expect(decision!.reason).toMatch(
      /root mean squared error is 1, the baseline's is 3; the advantage is 2 .*must be above 0/,
    );
  });

  it("allow a champion's error to grow by 1 % by default", async () => {
    const [decision] = await decideGates([notWorseThan("champion")], regression());
    expect(decision).toMatchObject({ verdict: "pass", bound: expect.closeTo(-0.01005) });
  });

  it("pass without a champion, and say so", async () => {
    const [decision] = await decideGates([notWorseThan("champion")], regression({ championPredictions: undefined }));
    expect(decision).toMatchObject({ gate: "notWorseThan(champion)", verdict: "pass", estimate: null });
    expect(decision!.reason).toContain("there is no champion yet");
  });
});

describe("betterThanBaseline", () => {
  it("doesn't take a tie for better", async () => {
    const context = regression();
    const [decision] = await decideGates([betterThanBaseline()], {
      ...context,
      baselinePredictions: context.predictions,
    });
    expect(decision!.verdict).toBe("fail");
  });
});

describe("slice", () => {
  it("judges each value of a column and names the worst", async () => {
    const [decision] = await decideGates([slice("half", { minimum: 1.2 })], regression());
    expect(decision).toMatchObject({ gate: "slice(half)", verdict: "pass" });
    expect(decision!.reason).toContain("holds in all 2 slices of half");
  });

  it("can't say anything of slices that are too small", async () => {
    const [decision] = await decideGates([slice("half", { minimum: 1.2, minimumRows: 101 })], regression());
    expect(decision!.verdict).toBe("insufficient");
    expect(decision!.reason).toBe("no slice of half has 101 rows, the fewest that are judged");
  });

  it("names the slice that fails", async () => {
    const context = regression();
    const values = context.predictions.values.map((value, i) => (i < 100 ? value : value + 5));
    const [decision] = await decideGates([slice("half", { minimum: 1.2 })], {
      ...context,
      predictions: { values, nClasses: 0 },
    });
    expect(decision!.verdict).toBe("fail");
    expect(decision!.reason).toMatch(
      /fails in 1 of 2 slices: half = 1 \(100 rows\): 5\.\d+ \[.*\]; the most allowed is 1\.2$/,
    );
  });
});

describe("a clustering", () => {
  const points = [0, 0.1, 0.2, 5, 5.1, 5.2].flatMap((x) => new Array(20).fill(x));
  const n = points.length;
  const clusters: GateContext = regression({
    task: "clustering",
    metric: "silhouetteScore",
    y: null,
    predictions: { values: Float64Array.from(points, (x) => (x < 1 ? 0 : 1)), nClasses: 0 },
    baselinePredictions: undefined,
    X: matrixFromRows(points.map((x) => [x])),
    frame: new Frame(n, [
      ["odd", { storage: "values", kind: "boolean", values: Float64Array.from(points, (_, i) => i % 2) }],
    ]),
  });

  it("is held against chance, having no baseline", async () => {
    const [decision] = await decideGates([betterThanBaseline()], clusters);
    expect(decision!.verdict).toBe("pass");
    expect(decision!.reason).toMatch(/silhouette is 0\.9\d+, chance gives 0; the advantage is/);
  });

  it("is judged slice by slice on the slices' own features", async () => {
    const [decision] = await decideGates([slice("odd", { minimum: 0.8 })], clusters);
    expect(decision).toMatchObject({ verdict: "pass", metric: "silhouetteScore" });
  });
});

describe("what can't be asked", () => {
  const rejects = async (spec: Parameters<typeof decideGates>[0][number], change: Partial<GateContext> = {}) =>
    expect(decideGates([spec], regression(change))).rejects;

  it("is refused where it was written, with a suggestion", async () => {
    // @ts-expect-error the editor refuses it, too; this is for plain JavaScript
    await (await rejects(meetsMinimum("r2Scor", 0.5))).toThrow(/gates\.test\.ts:\d+: .*Did you mean "r2Score"\?/);
    await (await rejects(meetsMinimum("rocAucScore", 0.5))).toMatchObject({ code: "EVALUATION_METRIC_UNKNOWN" });
    await (await rejects(meetsMinimum("r2Score"))).toMatchObject({ code: "EVALUATION_MINIMUM_MISSING" });
    await (await rejects(slice("hlaf", { minimum: 1 }))).toThrow('Did you mean "half"?');
    await (await rejects(calibrated({ maxError: 0.1 }))).toMatchObject({ code: "EVALUATION_PROBABILITIES_NEEDED" });
    await (await rejects(latency({ p99Ms: 5 }))).toMatchObject({ code: "EVALUATION_LATENCY_UNMEASURED" });
    await (await rejects({ kind: "constructor", params: {} })).toMatchObject({ code: "EVALUATION_GATE_UNKNOWN" });
  });

  it("is refused by the builders", () => {
    expect(() => meetsMinimum("f1Score", Number.NaN)).toThrow("minimum must be a finite number, got NaN");
    expect(() => calibrated({ maxError: 2 })).toThrow("maxError must be a number from 0 to 1, got 2");
    expect(() => slice("", { minimum: 1 })).toThrow("column must be a name");
    expect(() => betterThanBaseline({ margin: -1 })).toThrow("margin must be a number from 0 up, got -1");
  });
});

describe("alertText", () => {
  it("says nothing where all gates hold", async () => {
    expect(alertText(await decideGates([meetsMinimum()], regression()))).toBe("");
  });

  it("says which gate fails and by how much", async () => {
    const decisions = await decideGates([meetsMinimum(), meetsMinimum("meanAbsoluteError", 0.8)], regression());
    expect(alertText(decisions)).toBe(
      "The candidate was not accepted: 1 of 2 gates hold.\n" +
        "- meetsMinimum(meanAbsoluteError) fails: mean absolute error is 1 [1, 1]; the most allowed is 0.8 (off by 0.2).",
    );
  });

  it("says how much more evidence would settle it", () => {
    const decision: GateDecision = {
      gate: "meetsMinimum",
      verdict: "insufficient",
      reason: "ROC AUC is 0.78 [0.7, 0.86]; the minimum is 0.74",
      metric: "rocAucScore",
      estimate: { value: 0.78, low: 0.7, high: 0.86 },
      bound: 0.74,
      direction: "atLeast",
    };
    expect(alertText([decision])).toContain("(about 4 times as many test rows would settle it).");
    expect(alertText([{ ...decision, bound: 0.8 }])).toContain(
      "on the wrong side of the bound, but within its uncertainty",
    );
  });
});
