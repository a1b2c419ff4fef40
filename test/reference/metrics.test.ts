import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  estimate,
  findMetric,
  matrixFromRows,
  normalQuantile,
  type Predictions,
  pairedDifference,
  precisionRecallCurve,
  rocCurve,
  studentQuantile,
  type Target,
} from "../../src/ml/index.ts";

interface Case {
  readonly task: "binary" | "multiclass" | "regression";
  readonly y: number[];
  readonly probability?: number[] | number[][];
  readonly prediction?: number[];
  readonly weights: number[] | null;
  readonly expected: Record<string, number>;
}

const reference = JSON.parse(readFileSync(new URL("metrics.json", import.meta.url), "utf8")) as {
  cases: Case[];
  silhouette: { X: number[][]; labels: number[]; expected: number };
  delong: { y: number[]; a: number[]; b: number[]; difference: number; standardError: number };
  curves: { fpr: number[]; tpr: number[]; precision: number[]; recall: number[] };
  studentQuantiles: [number, number][];
  normalQuantiles: [number, number][];
};

/** Both sum the same terms in another order: a few thousand roundings at most. */
const tolerance = 1e-12;

function classTarget(codes: number[], nClasses: number): Target {
  return {
    kind: "classes",
    codes: Int32Array.from(codes),
    classes: Array.from({ length: nClasses }, (_, k) => `${k}`),
  };
}

function ofPositive(p: number[]): Predictions {
  return {
    values: Float64Array.from(p, (one) => (one >= 0.5 ? 1 : 0)),
    probabilities: Float64Array.from(p.flatMap((one) => [1 - one, one])),
    nClasses: 2,
  };
}

function inputs(one: Case): { y: Target; predictions: Predictions } {
  if (one.task === "regression") {
    const y: Target = { kind: "values", values: Float64Array.from(one.y) };
    return { y, predictions: { values: Float64Array.from(one.prediction!), nClasses: 0 } };
  }
  if (one.task === "binary") return { y: classTarget(one.y, 2), predictions: ofPositive(one.probability as number[]) };
  const rows = one.probability as number[][];
  const nClasses = rows[0]!.length;
  const predictions = {
    values: Float64Array.from(rows, (row) => row.indexOf(Math.max(...row))),
    probabilities: Float64Array.from(rows.flat()),
    nClasses,
  };
  return { y: classTarget(one.y, nClasses), predictions };
}

describe("metrics equal scikit-learn's", () => {
  for (const [c, one] of reference.cases.entries()) {
    const { y, predictions } = inputs(one);
    const sampleWeight = one.weights === null ? undefined : Float64Array.from(one.weights);
    const options = { positive: 1, seed: 1, resamples: 100, ...(sampleWeight === undefined ? {} : { sampleWeight }) };
    for (const [name, expected] of Object.entries(one.expected)) {
      it(`${name}, ${one.task} case ${c}${one.weights === null ? "" : ", weighted"}`, () => {
        const metric = findMetric(name)!;
        expect(Math.abs(metric.compute(y, predictions, options) - expected)).toBeLessThanOrEqual(
          tolerance * Math.max(1, expected),
        );
        const { value, low, high } = estimate(metric, y, predictions, options);
        expect(value).toBe(metric.compute(y, predictions, options));
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
        const influence = metric.influence?.(y, predictions, options);
        if (influence !== undefined)
          expect(Math.abs(influence.value - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, expected));
      });
    }
  }

  it("silhouetteScore", () => {
    const { X, labels, expected } = reference.silhouette;
    const options = { positive: 0, X: matrixFromRows(X) };
    const value = findMetric("silhouetteScore")!.compute(
      null,
      { values: Float64Array.from(labels), nClasses: 0 },
      options,
    );
    expect(Math.abs(value - expected)).toBeLessThan(tolerance);
  });

  it("DeLong's paired standard error equals the definition's, pair by pair", () => {
    const { y, a, b, difference, standardError } = reference.delong;
    const found = pairedDifference(findMetric("rocAucScore")!, classTarget(y, 2), ofPositive(a), ofPositive(b), {
      positive: 1,
    });
    expect(Math.abs(found.value - difference)).toBeLessThan(tolerance);
    const half = standardError * studentQuantile(0.975, y.length - 1);
    expect(Math.abs(found.high - found.value - half)).toBeLessThan(tolerance);
    expect(Math.abs(found.value - found.low - half)).toBeLessThan(tolerance);
  });

  it("ROC and precision-recall curves", () => {
    const { y, a } = reference.delong;
    const roc = rocCurve(classTarget(y, 2), ofPositive(a), { positive: 1 });
    expect(roc.falsePositiveRate).toHaveLength(reference.curves.fpr.length);
    roc.falsePositiveRate.forEach((x, i) => {
      expect(x).toBeCloseTo(reference.curves.fpr[i]!, 12);
    });
    roc.truePositiveRate.forEach((x, i) => {
      expect(x).toBeCloseTo(reference.curves.tpr[i]!, 12);
    });
    const curve = precisionRecallCurve(classTarget(y, 2), ofPositive(a), { positive: 1 });
    // Theirs begins with the point (recall 0, precision 1), which no threshold reaches.
    curve.precision.forEach((x, i) => {
      expect(x).toBeCloseTo(reference.curves.precision[i + 1]!, 12);
    });
    curve.recall.forEach((x, i) => {
      expect(x).toBeCloseTo(reference.curves.recall[i + 1]!, 12);
    });
  });

  it("quantiles of the normal and of Student's t", () => {
    for (const [p, z] of reference.normalQuantiles)
      expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-14 * Math.max(1, Math.abs(z)) * 10);
    // An asymptotic series: its error is stated where it is defined.
    for (const [degrees, t] of reference.studentQuantiles) {
      const relative = Math.abs(studentQuantile(0.975, degrees) - t) / t;
      expect(relative).toBeLessThan(degrees <= 2 ? 1e-12 : degrees < 10 ? 0.01 : 1e-4);
    }
  });
});
