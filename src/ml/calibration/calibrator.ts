import { fail } from "../../errors/index.ts";
import type { ModelData } from "../estimators/estimator.ts";

/** A fitted curve from a score to the probability of being positive; never falls. Immutable. */
export interface Calibrator {
  /** 0..1 for any score; infinite scores are fine. */
  probability(score: number): number;
  /** All that `load` needs. */
  toData(): ModelData;
}

/** A way to learn such a curve. */
export interface Calibration {
  readonly name: string;
  /**
   * Learns from scores of samples that the scoring model hasn't learned from.
   * @param scores (nSamples), higher means more likely positive
   * @param positive (nSamples), 1 for a positive sample, else 0
   * @param weight (nSamples), finite and >= 0; default: all 1
   * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE, ML_TOO_FEW_SAMPLES
   */
  fit(scores: Float64Array, positive: ArrayLike<number>, weight?: Float64Array): Calibrator;
  /** @throws ML_MODEL_CORRUPT for anything that `toData` can't have made */
  load(data: ModelData): Calibrator;
}

/** Samples to calibrate on, in ascending order of their scores. */
export interface CalibrationSamples {
  readonly scores: Float64Array;
  readonly positive: Uint8Array;
  readonly weight: Float64Array;
}

/** Checks and sorts; samples of weight 0 are left out. @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE, ML_TOO_FEW_SAMPLES */
export function sortedSamples(
  name: string,
  scores: Float64Array,
  positive: ArrayLike<number>,
  weight: Float64Array | undefined,
): CalibrationSamples {
  const n = scores.length;
  for (const [what, { length }] of [["positive", positive] as const, ["weight", weight ?? scores] as const]) {
    if (length !== n)
      throw fail("ML_SHAPE_MISMATCH", { what: `${name}: ${what}`, expected: `${n} values`, got: `${length}` });
  }
  const refuse = (what: string, got: number): never => {
    throw fail("ML_VALUE_NOT_FINITE", { what: `${name}: ${what}`, got: `${got}` });
  };
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(scores[i]!)) refuse(`score of sample ${i}`, scores[i]!);
    if (positive[i] !== 0 && positive[i] !== 1) refuse(`positive[${i}] (0 or 1)`, positive[i]!);
    if (weight !== undefined && !(Number.isFinite(weight[i]!) && weight[i]! >= 0)) {
      refuse(`weight[${i}] (>= 0)`, weight[i]!);
    }
  }
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => weight === undefined || weight[i]! > 0);
  if (kept.length === 0)
    throw fail("ML_TOO_FEW_SAMPLES", { what: `${name} (samples of positive weight)`, needed: 1, got: 0 });
  kept.sort((a, b) => scores[a]! - scores[b]! || a - b);
  return {
    scores: Float64Array.from(kept, (i) => scores[i]!),
    positive: Uint8Array.from(kept, (i) => positive[i]!),
    weight: Float64Array.from(kept, (i) => weight?.[i] ?? 1),
  };
}
