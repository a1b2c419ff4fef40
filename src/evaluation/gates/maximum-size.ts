import { callSite, type GateSpec } from "../../workflow/index.ts";
import type { GateDecision, GateDefinition } from "./gate.ts";
import { checkedNumber } from "./gate-parameter.ts";

/**
 * The model's artifact is at most this large.
 * @param options `sizeBytes`: bytes @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [maximumSize({ sizeBytes: 5_000_000 })]
 */
export function maximumSize(options: { readonly sizeBytes: number }): GateSpec<never> {
  const at = callSite();
  const sizeBytes = checkedNumber("maximumSize", "sizeBytes", options?.sizeBytes, [1, Infinity], at);
  return { kind: "maximumSize", params: { sizeBytes }, at };
}

/** A size is known exactly, so the evidence is never insufficient. */
export const maximumSizeGate: GateDefinition = {
  kind: "maximumSize",
  summary: "The model's artifact is at most the given number of bytes.",
  measured: false,
  title: () => "maximumSize",
  decide(spec, { modelSizeBytes: value }) {
    const bound = spec.params["sizeBytes"] as number;
    const bytes = (n: number): string => `${n.toLocaleString("en-US")} bytes`;
    return {
      gate: this.title(spec),
      verdict: value <= bound ? "pass" : "fail",
      reason: `the model has ${bytes(value)}; the most allowed is ${bytes(bound)}`,
      metric: null,
      estimate: { value, low: value, high: value },
      bound,
      direction: "atMost",
    } satisfies GateDecision;
  },
};
