import { fail } from "../../errors/index.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { exp, log } from "../kernels/math.ts";
import type { Calibration, Calibrator } from "./calibrator.ts";
import { isotonicCalibration } from "./isotonic.ts";
import { plattCalibration } from "./platt.ts";
import { inverseTemperature, LEAST_PROBABILITY } from "./temperature.ts";

/** How a classifier's probabilities are calibrated. */
export const calibrationMethods = ["platt", "isotonic", "temperature"] as const;
/** One of {@link calibrationMethods}. */
export type CalibrationMethod = (typeof calibrationMethods)[number];

/** What corrects the probabilities of a classifier. Immutable. */
export interface ProbabilityCalibrator {
  readonly method: CalibrationMethod;
  readonly nClasses: number;
  /** @param probabilities (nSamples, nClasses) row-major @returns the same shape; each row sums to 1 */
  apply(probabilities: Float64Array): Float64Array;
  toData(): ModelData;
}

/** What `calibrateProbabilities` learns from: samples that the model hasn't. */
export interface CalibrationInput {
  readonly method: CalibrationMethod;
  readonly nClasses: number;
  /** (nSamples, nClasses) row-major. */
  readonly probabilities: Float64Array;
  /** (nSamples): class indices. */
  readonly codes: ArrayLike<number>;
  readonly weight?: Float64Array | undefined;
  /** A class with fewer samples keeps the model's own probability. Default 1. */
  readonly fewest?: number | undefined;
}

/** Keeps log odds finite, rises strictly, and hardly moves what isn't near 0 or 1. */
export const EDGE = 1e-4;

/**
 * Learns how a classifier's probabilities are to be corrected. Two classes: by the second one's. More: each class against the rest, then
 * divided by their sum; "temperature" has one number for all.
 * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE, ML_TOO_FEW_SAMPLES
 * @see Zadrozny, Elkan (2002) on one against the rest
 */
export function calibrateProbabilities(input: CalibrationInput): ProbabilityCalibrator {
  const { method, nClasses, probabilities, codes, weight, fewest = 1 } = input;
  if (probabilities.length !== codes.length * nClasses) {
    const expected = `(${codes.length}, ${nClasses})`;
    throw fail("ML_SHAPE_MISMATCH", { what: "probabilities", expected, got: `${probabilities.length} values` });
  }
  if (method === "temperature") {
    return temperatureCalibrator(nClasses, inverseTemperature(probabilities, nClasses, codes, weight));
  }
  const judged = nClasses === 2 ? [1] : Array.from({ length: nClasses }, (_, k) => k);
  const curves = judged.map((k) => {
    const positive = Uint8Array.from(codes, (code) => (code === k ? 1 : 0));
    const count = positive.reduce((sum, one) => sum + one, 0);
    if (count < fewest || codes.length - count < fewest) return null;
    const scores = Float64Array.from(codes, (_, i) => scoreOf(method, probabilities[i * nClasses + k]!));
    return calibrationOf(method).fit(scores, positive, weight);
  });
  return curveCalibrator(method, nClasses, curves);
}

/** The calibrator of its data. @throws ML_MODEL_CORRUPT for anything that `toData` can't have made, or for other than so many classes */
export function loadProbabilityCalibrator(data: ModelValue | undefined, nClasses: number): ProbabilityCalibrator {
  const source = record(data);
  const method = calibrationMethods.find((one) => one === source["method"]);
  if (method === undefined) throw corrupt("method", calibrationMethods.join(", "), source["method"]);
  if (source["nClasses"] !== nClasses) throw corrupt("nClasses", `${nClasses}`, source["nClasses"]);
  if (method === "temperature") {
    const inverse = source["inverse"];
    if (typeof inverse === "number" && inverse > 0 && inverse <= 1e6) return temperatureCalibrator(nClasses, inverse);
    throw corrupt("inverse", "a number above 0", inverse);
  }
  const curves = source["curves"];
  const count = nClasses === 2 ? 1 : nClasses;
  if (!Array.isArray(curves) || curves.length !== count) throw corrupt("curves", `${count} curves`, curves);
  const calibration = calibrationOf(method);
  const loaded = curves.map((curve: ModelValue) => (curve === null ? null : calibration.load(record(curve))));
  return curveCalibrator(method, nClasses, loaded);
}

function calibrationOf(method: "platt" | "isotonic"): Calibration {
  return method === "platt" ? plattCalibration : isotonicCalibration;
}

function scoreOf(method: CalibrationMethod, probability: number): number {
  return method === "platt" ? log((probability + EDGE) / (1 - probability + EDGE)) : probability;
}

function curveCalibrator(
  method: "platt" | "isotonic",
  nClasses: number,
  curves: readonly (Calibrator | null)[],
): ProbabilityCalibrator {
  const corrected = (k: number, p: number): number => curves[k]?.probability(scoreOf(method, p)) ?? p;
  const apply = (probabilities: Float64Array): Float64Array => {
    const result = new Float64Array(probabilities.length);
    if (nClasses === 2) {
      for (let i = 0; i < result.length; i += 2) {
        result[i + 1] = corrected(0, probabilities[i + 1]!);
        result[i] = 1 - result[i + 1]!;
      }
      return result;
    }
    for (let i = 0; i < result.length; i++) result[i] = corrected(i % nClasses, probabilities[i]!);
    return normalised(result, nClasses);
  };
  const toData = (): ModelData => ({ method, nClasses, curves: curves.map((curve) => curve?.toData() ?? null) });
  return { method, nClasses, apply, toData };
}

function temperatureCalibrator(nClasses: number, inverse: number): ProbabilityCalibrator {
  const apply = (probabilities: Float64Array): Float64Array => {
    const result = new Float64Array(probabilities.length);
    for (let from = 0; from < result.length; from += nClasses) {
      let top = 0;
      for (let k = 0; k < nClasses; k++) top = Math.max(top, probabilities[from + k]!);
      for (let k = 0; k < nClasses; k++) {
        result[from + k] = exp(inverse * log(Math.max(LEAST_PROBABILITY, probabilities[from + k]!) / top));
      }
    }
    return normalised(result, nClasses);
  };
  return { method: "temperature", nClasses, apply, toData: () => ({ method: "temperature", nClasses, inverse }) };
}

/** Rows divided by their sums, in place; a row of zeros becomes equal shares. */
function normalised(rows: Float64Array, nClasses: number): Float64Array {
  for (let from = 0; from < rows.length; from += nClasses) {
    let sum = 0;
    for (let k = 0; k < nClasses; k++) sum += rows[from + k]!;
    for (let k = 0; k < nClasses; k++) rows[from + k] = sum > 0 ? rows[from + k]! / sum : 1 / nClasses;
  }
  return rows;
}

function record(value: ModelValue | undefined): ModelData {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
    return value as ModelData;
  }
  throw corrupt("data", "an object", value);
}

function corrupt(where: string, expected: string, got: unknown): Error {
  const text = typeof got === "object" && got !== null ? "an object" : String(got).slice(0, 40);
  return fail("ML_MODEL_CORRUPT", { where: `calibrator.${where}`, expected, got: text });
}
