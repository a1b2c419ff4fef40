import { fail } from "../../errors/index.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { ModelData } from "./estimator.ts";
import { describe, type ModelFields, modelFields } from "./model-fields.ts";
import type { ParameterValues } from "./parameters.ts";

/** What a state belongs to: the same estimator, parameters, seed and shape. */
export function fitFingerprint(estimator: string, X: Matrix, params: ParameterValues, seed: number): string {
  return canonicalJson([estimator, params, seed, X.nSamples, X.nFeatures]);
}

/**
 * Reads a checkpoint's state as {@link modelFields} reads a model, and refuses that of any other fit. `fingerprint` is read.
 * @throws ML_CHECKPOINT_CORRUPT
 */
export function checkpointFields(estimator: string, state: ModelData, fingerprint: string): ModelFields {
  const refuse = (where: string, expected: string, got: unknown): Error =>
    fail("ML_CHECKPOINT_CORRUPT", { estimator, expected: `${where}: ${expected}`, got: describe(got) });
  const fields = modelFields(estimator, state, refuse);
  fields.choice("fingerprint", [fingerprint]);
  return fields;
}
