import { fail } from "../../errors/index.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Matrix } from "../frame/matrix.ts";
import type { ModelData, ModelValue } from "./estimator.ts";
import type { ParameterValues } from "./parameters.ts";

/** Which fit a checkpoint belongs to, as text: what must be equal for another fit to go on from it. */
export function fitFingerprint(
  estimator: string,
  params: ParameterValues,
  seed: number,
  { nSamples, nFeatures }: Pick<Matrix, "nSamples" | "nFeatures">,
): string {
  return canonicalJson({ estimator, params, seed, nSamples, nFeatures });
}

/** Refuses a state that isn't an object with this `fingerprint`. @throws ML_CHECKPOINT_CORRUPT */
export function checkFingerprint(estimator: string, fingerprint: string, state: ModelData): void {
  const got: ModelValue | undefined = typeof state === "object" && state !== null ? state["fingerprint"] : state;
  if (got !== fingerprint) throw checkpointCorrupt(estimator, `the state of the fit ${fingerprint}`, got);
}

/** The error for a state that such a fit can't have saved. */
export function checkpointCorrupt(estimator: string, expected: string, got: unknown): Error {
  const seen = typeof got === "object" && got !== null ? `an object (${got.constructor?.name ?? "of no kind"})` : got;
  return fail("ML_CHECKPOINT_CORRUPT", { estimator, expected, got: String(seen).slice(0, 200) });
}
