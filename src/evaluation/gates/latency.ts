import { fail } from "../../errors/index.ts";
import type { IntervalRecord } from "../../store/index.ts";
import { callSite, type GateSpec } from "../../workflow/index.ts";
import { figures, intervalText } from "../figures.ts";
import type { GateDecision, GateDefinition } from "./gate.ts";
import { checkedNumber } from "./gate-parameter.ts";
import { judge } from "./verdict.ts";

const share = 0.99;
/** 97.5 % point of the normal distribution: a 95 % interval. */
const z = 1.959963984540054;

/**
 * A single-row prediction takes at most this long in 99 of 100 cases, measured on this machine.
 * @param options `p99Ms`: milliseconds @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [latency({ p99Ms: 5 })]
 */
export function latency(options: { readonly p99Ms: number }): GateSpec<never> {
  const at = callSite();
  return {
    kind: "latency",
    params: { p99Ms: checkedNumber("latency", "p99Ms", options?.p99Ms, [0, Infinity], at) },
    at,
  };
}

/** Measured, so never cached and no part of a digest. */
export const latencyGate: GateDefinition = {
  kind: "latency",
  summary: "The 99th percentile of a single-row prediction's duration, measured here, is at most the bound.",
  measured: true,
  title: () => "latency",
  async decide(spec, context) {
    if (context.measureLatency === undefined) throw fail("EVALUATION_LATENCY_UNMEASURED", {}, { at: spec.at });
    const durations = (await context.measureLatency()).slice().sort();
    const bound = spec.params["p99Ms"] as number;
    const estimate = percentileInterval(durations);
    const text = intervalText(estimate, bound);
    const median = figures(durations[Math.floor(durations.length / 2)] ?? null)[0];
    const runs = durations.length.toLocaleString("en-US");
    return {
      gate: this.title(spec),
      verdict: judge(estimate, bound, "atMost"),
      reason: `the 99th percentile of ${runs} predictions is ${text.interval} ms (median ${median} ms); the most allowed is ${text.bound} ms`,
      metric: null,
      estimate,
      bound,
      direction: "atMost",
    } satisfies GateDecision;
  },
};

/**
 * A percentile with the distribution-free interval of its order statistics; without bounds where the sample is too small
 * for them. @see David & Nagaraja 2003, Order Statistics, 7.1
 */
function percentileInterval(sorted: Float64Array): IntervalRecord {
  const n = sorted.length;
  const value = sorted[Math.min(n - 1, Math.ceil(share * n) - 1)] ?? null;
  const spread = z * Math.sqrt(n * share * (1 - share));
  const low = Math.floor(n * share - spread) - 1;
  const high = Math.ceil(n * share + spread) - 1;
  return { value, low: low < 0 ? null : sorted[low]!, high: high >= n ? null : sorted[high]! };
}
