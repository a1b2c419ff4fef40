import { fail } from "../../errors/index.ts";
import type { ModelData } from "./estimator.ts";

/** Where a calibrated fit stood: which part was being fitted, what the parts before have predicted, and that fit's own state. */
export interface CalibrationState {
  readonly stage: number;
  readonly outOfFold: Float64Array;
  readonly fit: ModelData;
}

/** The state as data. */
export function stateOfCalibration(
  estimator: string,
  stage: number,
  outOfFold: Float64Array,
  fit: ModelData,
): ModelData {
  return { estimator, stage, outOfFold: outOfFold.slice(), fit };
}

/** @param length of the probabilities of all rows @throws ML_CHECKPOINT_CORRUPT for what such a fit can't have saved */
export function calibrationState(estimator: string, state: ModelData, length: number, folds: number): CalibrationState {
  const refuse = (expected: string, got: unknown): never => {
    throw fail("ML_CHECKPOINT_CORRUPT", { estimator, expected, got: typeof got });
  };
  if (typeof state !== "object" || state === null) return refuse("an object", state);
  const { stage, outOfFold, fit } = state;
  if (state["estimator"] !== estimator) return refuse(`the state of a calibrated ${estimator}`, state["estimator"]);
  if (typeof stage !== "number" || !Number.isInteger(stage) || stage < 0 || stage > folds) {
    return refuse(`a stage from 0 to ${folds}`, stage);
  }
  if (
    !(outOfFold instanceof Float64Array) ||
    outOfFold.length !== length ||
    !outOfFold.every((p) => p >= 0 && p <= 1)
  ) {
    return refuse(`${length} probabilities`, outOfFold);
  }
  if (typeof fit !== "object" || fit === null || Array.isArray(fit) || ArrayBuffer.isView(fit))
    return refuse("a fit's state", fit);
  return { stage, outOfFold: outOfFold.slice(), fit: fit as ModelData };
}
