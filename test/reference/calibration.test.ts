import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { calibrateProbabilities, isotonicCalibration, plattCalibration } from "../../src/ml/index.ts";

interface Binary {
  readonly scores: number[];
  readonly positive: number[];
  readonly weight: number[];
  readonly at: number[];
  readonly isotonic: number[];
  readonly sigmoid: number[];
  readonly line: [number, number];
}

const reference = JSON.parse(readFileSync(new URL("./calibration.json", import.meta.url), "utf8")) as {
  readonly binary: Binary[];
  readonly multiclass: {
    readonly classes: number;
    readonly probabilities: number[];
    readonly codes: number[];
    readonly isotonic: number[];
    readonly inverse: number;
  };
};

describe.each(reference.binary.map((one) => [one.scores.length, one] as const))("%i scores", (_, one) => {
  const scores = Float64Array.from(one.scores);
  const weight = Float64Array.from(one.weight);

  it("isotonic: scikit-learn's curve to 1e-12, the same sums in another order", () => {
    const curve = isotonicCalibration.fit(scores, one.positive, weight);
    one.at.forEach((score, i) => {
      expect(Math.abs(curve.probability(score) - one.isotonic[i]!)).toBeLessThan(1e-12);
    });
  });

  it("Platt: the exact maximum to 1e-9", () => {
    const line = plattCalibration.fit(scores, one.positive, weight).toData()["line"] as Float64Array;
    for (const k of [0, 1] as const) expect(Math.abs(line[k]! - one.line[k])).toBeLessThan(1e-9);
  });

  it("Platt: scikit-learn's sigmoid to 1e-4, as far as its L-BFGS goes", () => {
    const curve = plattCalibration.fit(scores, one.positive, weight);
    one.at.forEach((score, i) => {
      expect(Math.abs(curve.probability(score) - one.sigmoid[i]!)).toBeLessThan(1e-4);
    });
  });
});

describe("three classes", () => {
  const { classes, codes, isotonic, inverse } = reference.multiclass;
  const probabilities = Float64Array.from(reference.multiclass.probabilities);

  it("isotonic: one against the rest, divided by the sum", () => {
    const calibrator = calibrateProbabilities({ method: "isotonic", nClasses: classes, probabilities, codes });
    calibrator.apply(probabilities).forEach((p, i) => {
      expect(Math.abs(p - isotonic[i]!)).toBeLessThan(1e-12);
    });
  });

  it("temperature: SciPy's minimum to 1e-6, which is the root of the rounding of a flat loss", () => {
    const calibrator = calibrateProbabilities({ method: "temperature", nClasses: classes, probabilities, codes });
    expect(Math.abs((calibrator.toData()["inverse"] as number) / inverse - 1)).toBeLessThan(1e-6);
  });
});
