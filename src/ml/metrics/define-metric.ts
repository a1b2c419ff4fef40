import { fail } from "../../errors/index.ts";
import type { Task } from "../estimators/estimator.ts";
import type { ClassTarget, Target, ValueTarget } from "../frame/target.ts";
import type { Metric, Predictions } from "./metric.ts";

/** A row of the table of metrics: `compute` follows from `prepare`, and both check their inputs first. */
export function defineMetric<const Name extends string, const T extends Task>(
  metric: Omit<Metric<Name, T>, "compute">,
): Metric<Name, T> {
  const prepare: Metric["prepare"] = (y, predictions, options) => {
    checkPredictions(y, predictions, options.sampleWeight);
    return metric.prepare(y, predictions, options);
  };
  return {
    ...metric,
    prepare,
    compute: (y, predictions, options) =>
      prepare(y, predictions, options)(options.sampleWeight ?? unitWeights(predictions.values.length)),
  };
}

/** nSamples ones. */
export function unitWeights(nSamples: number): Float64Array {
  return new Float64Array(nSamples).fill(1);
}

/** y as classes. @throws ML_SHAPE_MISMATCH if the target holds values or is absent */
export function classesOf(y: Target | null): ClassTarget {
  if (y?.kind !== "classes") throw wrongTarget("classes", y);
  return y;
}

/** y as values. @throws ML_SHAPE_MISMATCH if the target holds classes or is absent */
export function valuesOf(y: Target | null): ValueTarget {
  if (y?.kind !== "values") throw wrongTarget("values", y);
  return y;
}

/** (nSamples, nClasses) probabilities. @throws ML_SHAPE_MISMATCH if the predictions have none */
export function probabilitiesOf(predictions: Predictions): Float64Array {
  if (predictions.probabilities !== undefined) return predictions.probabilities;
  throw fail("ML_SHAPE_MISMATCH", { what: "predictions", expected: "probabilities of the classes", got: "none" });
}

/** Lengths agree and every number is finite. @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE */
export function checkPredictions(y: Target | null, predictions: Predictions, sampleWeight?: Float64Array): void {
  const nSamples = predictions.values.length;
  const yLength = y === null ? nSamples : y.kind === "classes" ? y.codes.length : y.values.length;
  checkLength("y", nSamples, yLength);
  checkFinite("predictions", predictions.values);
  if (y?.kind === "values") checkFinite("y", y.values);
  if (predictions.probabilities !== undefined) {
    checkLength("probabilities", nSamples * predictions.nClasses, predictions.probabilities.length);
    checkFinite("probabilities", predictions.probabilities);
  }
  if (sampleWeight !== undefined) {
    checkLength("sampleWeight", nSamples, sampleWeight.length);
    checkFinite("sampleWeight", sampleWeight);
  }
}

function checkLength(what: string, expected: number, got: number): void {
  if (expected !== got) throw fail("ML_SHAPE_MISMATCH", { what, expected: `${expected} values`, got: `${got}` });
}

function checkFinite(what: string, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw fail("ML_VALUE_NOT_FINITE", { what, got: `${values[i]} at row ${i}` });
  }
}

function wrongTarget(expected: string, y: Target | null): Error {
  return fail("ML_SHAPE_MISMATCH", { what: "y", expected: `a target of ${expected}`, got: y?.kind ?? "none" });
}
