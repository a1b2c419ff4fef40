import { describe, expect, it } from "vitest";
import { isMillraceError } from "../../errors/index.ts";
import { type Random, random } from "../random.ts";
import {
  type CalibrationMethod,
  calibrateProbabilities,
  calibrationMethods,
  isotonicCalibration,
  loadProbabilityCalibrator,
  plattCalibration,
} from "./index.ts";

describe("isotonicCalibration", () => {
  it("pools neighbours that fall, by hand", () => {
    // 0.4 and 0.6 fall from 1 to 0: both become 1/2
    const curve = isotonicCalibration.fit(Float64Array.of(0.1, 0.4, 0.6, 0.9), [0, 1, 0, 1]);
    expect([-5, 0.1, 0.4, 0.5, 0.6, 0.9, 7].map(curve.probability)).toEqual([0, 0, 0.5, 0.5, 0.5, 1, 1]);
    expect(curve.probability(0.25)).toBeCloseTo(0.25, 12);
  });

  it("takes a weight as so many samples, and ties as one", () => {
    const weighted = isotonicCalibration.fit(Float64Array.of(1, 1, 2), [0, 1, 1], Float64Array.of(3, 1, 0));
    const repeated = isotonicCalibration.fit(Float64Array.of(1, 1, 1, 1), [0, 0, 0, 1]);
    expect(weighted.probability(1)).toBe(0.25);
    expect(weighted.toData()).toEqual(repeated.toData());
  });

  it("never falls, not even between corners that are close to each other", () => {
    const draw = random(4);
    const scores = Float64Array.from({ length: 500 }, () => draw.next());
    const curve = isotonicCalibration.fit(
      scores,
      Array.from(scores, (s) => (draw.next() < s ** 2 ? 1 : 0)),
    );
    let last = 0;
    for (let score = -0.1; score < 1.1; score += 1e-4) {
      const p = curve.probability(score);
      expect(p).toBeGreaterThanOrEqual(last);
      last = p;
    }
    expect(last).toBeLessThanOrEqual(1);
  });
});

describe("plattCalibration", () => {
  it("finds the line that scores were drawn from", () => {
    const draw = random(2);
    const scores = Float64Array.from({ length: 5000 }, () => 6 * draw.next() - 3);
    const positive = Array.from(scores, (s) => (draw.next() < 1 / (1 + Math.exp(1 - 2 * s)) ? 1 : 0));
    const line = plattCalibration.fit(scores, positive).toData()["line"] as Float64Array;
    expect(Math.abs(line[0]! - 2)).toBeLessThan(0.2);
    expect(Math.abs(line[1]! + 1)).toBeLessThan(0.15);
  });

  it("stays inside of 0 and 1 where the classes part cleanly", () => {
    const curve = plattCalibration.fit(Float64Array.of(-2, -1, 1, 2), [0, 0, 1, 1]);
    const [low, high] = [curve.probability(-2), curve.probability(2)];
    expect(low).toBeGreaterThan(0.1);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeCloseTo(1 - low, 9);
  });

  it("lays a curve flat that would turn the order round", () => {
    const curve = plattCalibration.fit(Float64Array.of(-2, -1, 1, 2), [1, 1, 0, 0]);
    expect(curve.probability(-100)).toBe(curve.probability(100));
    expect(curve.probability(Number.POSITIVE_INFINITY)).toBeCloseTo(0.5, 12);
  });

  it("bears one score alone, huge ones and tiny ones", () => {
    for (const scores of [
      [3, 3, 3, 3],
      [-1e300, -1e299, 1e299, 1e300],
      [-1e-300, -1e-301, 1e-301, 1e-300],
    ]) {
      const curve = plattCalibration.fit(Float64Array.from(scores), [0, 0, 1, 1]);
      for (const score of scores) expect(curve.probability(score)).toSatisfy((p: number) => p > 0 && p < 1);
    }
  });
});

describe("calibrateProbabilities", () => {
  const { probabilities, codes } = tooSure(3000);

  it.each(calibrationMethods)("%s lowers the log loss of a model that is too sure", (method) => {
    const calibrator = calibrateProbabilities({ method, nClasses: 3, probabilities, codes });
    const fresh = tooSure(3000, 9);
    const loss = (p: Float64Array): number =>
      fresh.codes.reduce((sum, code, i) => sum - Math.log(Math.max(1e-12, p[i * 3 + code]!)), 0) / 3000;
    expect(loss(calibrator.apply(fresh.probabilities))).toBeLessThan(0.9 * loss(fresh.probabilities));
  });

  it.each(calibrationMethods)("%s gives rows that sum to 1, and the same after its data", (method) => {
    const calibrator = calibrateProbabilities({ method, nClasses: 3, probabilities, codes });
    const odd = Float64Array.of(1, 0, 0, 0, 0, 1, 1 / 3, 1 / 3, 1 / 3);
    const applied = calibrator.apply(odd);
    for (let i = 0; i < 9; i += 3) expect(applied[i]! + applied[i + 1]! + applied[i + 2]!).toBeCloseTo(1, 12);
    expect(loadProbabilityCalibrator(structuredClone(calibrator.toData()), 3).apply(odd)).toEqual(applied);
  });

  it("keeps a class's own probability where it has too few samples", () => {
    const few = codes.map((code, i) => (code === 2 && i > 3 ? 0 : code));
    const calibrator = calibrateProbabilities({
      method: "isotonic",
      nClasses: 3,
      probabilities,
      codes: few,
      fewest: 5,
    });
    expect((calibrator.toData()["curves"] as unknown[])[2]).toBeNull();
  });

  it("finds the temperature that logits were divided by", () => {
    const { probabilities, codes } = tooSure(20_000, 5, 2.5);
    const data = calibrateProbabilities({ method: "temperature", nClasses: 3, probabilities, codes }).toData();
    expect(data["inverse"]).toBeCloseTo(1 / 2.5, 1);
  });

  it("refuses what doesn't match", () => {
    const wrong = { method: "platt", nClasses: 3, probabilities, codes: [1] } as const;
    expect(() => calibrateProbabilities(wrong)).toThrow(expect.objectContaining({ code: "ML_SHAPE_MISMATCH" }));
    expect(() => plattCalibration.fit(Float64Array.of(1, Number.NaN), [0, 1])).toThrow(
      expect.objectContaining({ code: "ML_VALUE_NOT_FINITE" }),
    );
    expect(() => isotonicCalibration.fit(Float64Array.of(1, 2), [0, 2])).toThrow(
      expect.objectContaining({ code: "ML_VALUE_NOT_FINITE" }),
    );
    expect(() => isotonicCalibration.fit(new Float64Array(0), [])).toThrow(
      expect.objectContaining({ code: "ML_TOO_FEW_SAMPLES" }),
    );
  });

  it.each(calibrationMethods)("%s refuses damaged data with a code, or stays within 0..1 and rising", (method) => {
    const draw = random(3, method);
    const binary = binaryOf(method);
    for (let trial = 0; trial < 500; trial++) {
      const data = damaged(structuredClone(binary.toData()) as Record<string, unknown>, draw);
      try {
        const p = loadProbabilityCalibrator(data as never, 2).apply(Float64Array.of(0.9, 0.1, 0.5, 0.5, 0.1, 0.9));
        expect(p.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(p[3]).toBeGreaterThanOrEqual(p[1]!);
      } catch (error) {
        expect(isMillraceError(error) && error.code).toBe("ML_MODEL_CORRUPT");
      }
    }
  });
});

function binaryOf(method: CalibrationMethod) {
  const draw = random(8);
  const p = Float64Array.from({ length: 200 }, () => draw.next());
  const probabilities = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 1 ? p[i >> 1]! : 1 - p[i >> 1]!));
  const codes = Array.from(p, (one) => (draw.next() < one ? 1 : 0));
  return calibrateProbabilities({ method, nClasses: 2, probabilities, codes });
}

/** Labels drawn from softmax(z), probabilities softmax(temperature * z). */
function tooSure(n: number, seed = 1, temperature = 3) {
  const draw = random(seed);
  const probabilities = new Float64Array(3 * n);
  const codes = Array.from({ length: n }, (_, i): number => {
    const z = [0, 1, 2].map(() => 3 * draw.next() - 1.5);
    const softmax = (by: number): number[] => {
      const e = z.map((one) => Math.exp(by * one));
      return e.map((one) => one / e.reduce((a, b) => a + b));
    };
    probabilities.set(softmax(temperature), 3 * i);
    const [a = 0, b = 0] = softmax(1);
    const u = draw.next();
    return u < a ? 0 : u < a + b ? 1 : 2;
  });
  return { probabilities, codes };
}

function damaged(data: Record<string, unknown>, draw: Random): unknown {
  const odd = [null, -1, 3, Number.NaN, "text", {}, [], new Float64Array(1), Number.POSITIVE_INFINITY];
  const curve = (data["curves"] as Record<string, unknown>[] | undefined)?.[0];
  const place = curve !== undefined && draw.next() < 0.7 ? curve : data;
  const keys = Object.keys(place);
  const key = keys[draw.integer(keys.length)]!;
  const value = place[key];
  if (value instanceof Float64Array && draw.next() < 0.7) {
    value[draw.integer(value.length)] = [-1, 2, 0.5, Number.NaN, 1e300][draw.integer(5)]!;
  } else place[key] = odd[draw.integer(odd.length)];
  return data;
}
