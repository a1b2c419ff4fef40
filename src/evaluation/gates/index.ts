import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { GateSpec } from "../../workflow/index.ts";
import { betterThanBaselineGate } from "./better-than-baseline.ts";
import { calibratedGate } from "./calibrated.ts";
import type { GateContext, GateDecision, GateDefinition } from "./gate.ts";
import { latencyGate } from "./latency.ts";
import { maximumSizeGate } from "./maximum-size.ts";
import { meetsMinimumGate } from "./meets-minimum.ts";
import { notWorseThanGate } from "./not-worse-than.ts";
import { sliceGate } from "./slice.ts";

export { betterThanBaseline } from "./better-than-baseline.ts";
export { calibrated } from "./calibrated.ts";
export type { GateContext, GateDecision, GateDefinition } from "./gate.ts";
export { latency } from "./latency.ts";
export { maximumSize } from "./maximum-size.ts";
export { meetsMinimum } from "./meets-minimum.ts";
export { notWorseThan } from "./not-worse-than.ts";
export { slice } from "./slice.ts";
export { judge, overallVerdict } from "./verdict.ts";

/** Every gate, by the spec's kind. */
export const gateTable: Readonly<Record<string, GateDefinition>> = Object.fromEntries(
  [
    meetsMinimumGate,
    betterThanBaselineGate,
    notWorseThanGate,
    sliceGate,
    latencyGate,
    calibratedGate,
    maximumSizeGate,
  ].map((gate) => [gate.kind, gate]),
);

/** The gate's definition. @throws EVALUATION_GATE_UNKNOWN */
export function gateOf(spec: GateSpec): GateDefinition {
  if (Object.hasOwn(gateTable, spec.kind)) return gateTable[spec.kind]!;
  const kinds = Object.keys(gateTable);
  const detail = { gate: spec.kind, suggestion: suggestion(spec.kind, kinds), gates: listNames(kinds) };
  throw fail("EVALUATION_GATE_UNKNOWN", detail, { at: spec.at });
}

/**
 * What every gate says, in declared order; the same for the same context but for measured gates.
 * @throws EVALUATION_GATE_UNKNOWN, EVALUATION_METRIC_UNKNOWN, EVALUATION_MINIMUM_MISSING, EVALUATION_COLUMN_UNKNOWN,
 *   EVALUATION_PROBABILITIES_NEEDED, EVALUATION_LATENCY_UNMEASURED
 */
export async function decideGates(specs: readonly GateSpec[], context: GateContext): Promise<GateDecision[]> {
  const decisions: GateDecision[] = [];
  for (const spec of specs) decisions.push(await gateOf(spec).decide(spec, context));
  return decisions;
}
