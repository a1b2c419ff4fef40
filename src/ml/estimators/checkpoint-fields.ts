import type { ModelData } from "./estimator.ts";
import { checkFingerprint, checkpointCorrupt } from "./fit-fingerprint.ts";
import { describe, type ModelFields, modelFields } from "./model-fields.ts";

/**
 * Reads a checkpoint's state as {@link modelFields} reads a model, and refuses that of any other fit. `fingerprint` is read.
 * @throws ML_CHECKPOINT_CORRUPT
 */
export function checkpointFields(estimator: string, state: ModelData, fingerprint: string): ModelFields {
  checkFingerprint(estimator, fingerprint, state);
  const refuse = (where: string, expected: string, got: unknown): Error =>
    checkpointCorrupt(estimator, `${where}: ${expected}`, describe(got));
  const fields = modelFields(estimator, state, refuse);
  fields.choice("fingerprint", [fingerprint]);
  return fields;
}
