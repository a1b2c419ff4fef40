import { fail } from "../../errors/index.ts";
import { checkFeatures } from "../estimators/check-fit.ts";
import type { Matrix } from "../frame/matrix.ts";

/** Refuses background rows that a model can't be measured against. @throws ML_SHAPE_MISMATCH, ML_TOO_FEW_SAMPLES */
export function checkBackground(estimator: string, nFeatures: number, background: Matrix): void {
  checkFeatures(`${estimator}: background`, nFeatures, background);
  if (background.nSamples < 1) {
    throw fail("ML_TOO_FEW_SAMPLES", { what: `${estimator}: background`, needed: 1, got: 0 });
  }
}
