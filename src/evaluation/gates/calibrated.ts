import { fail } from "../../errors/index.ts";
import { callSite, type GateSpec } from "../../workflow/index.ts";
import { calibrationError } from "../calibration-error.ts";
import { intervalText } from "../figures.ts";
import { toRecord } from "../interval.ts";
import type { GateDecision, GateDefinition } from "./gate.ts";
import { checkedNumber } from "./gate-parameter.ts";
import { judge } from "./verdict.ts";

/**
 * Probabilities mean what they say: the expected calibration error is at most the bound.
 * @param options `maxError`: 0..1 @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [calibrated({ maxError: 0.05 })]
 */
export function calibrated(options: { readonly maxError: number }): GateSpec<never> {
  const at = callSite();
  return {
    kind: "calibrated",
    params: { maxError: checkedNumber("calibrated", "maxError", options?.maxError, [0, 1], at) },
    at,
  };
}

/** Mean distance between the probability said and the share that came true. */
export const calibratedGate: GateDefinition = {
  kind: "calibrated",
  summary: "The expected calibration error of the probabilities is at most the bound, with its whole interval.",
  measured: false,
  title: () => "calibrated",
  decide(spec, { task, y, predictions, positive }) {
    if (y?.kind !== "classes" || predictions.probabilities === undefined) {
      throw fail("EVALUATION_PROBABILITIES_NEEDED", { gate: "calibrated", task }, { at: spec.at });
    }
    const bound = spec.params["maxError"] as number;
    const estimate = toRecord(calibrationError(y, predictions, task === "binary" ? positive : null));
    const text = intervalText(estimate, bound);
    return {
      gate: this.title(spec),
      verdict: judge(estimate, bound, "atMost"),
      reason: `probabilities are off by ${text.interval} on average (expected calibration error, less chance); the most allowed is ${text.bound}`,
      metric: null,
      estimate,
      bound,
      direction: "atMost",
    } satisfies GateDecision;
  },
};
