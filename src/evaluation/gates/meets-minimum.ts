import { fail } from "../../errors/index.ts";
import { callSite, type GateSpec, type MetricName } from "../../workflow/index.ts";
import { intervalText } from "../figures.ts";
import type { GateDefinition } from "./gate.ts";
import { gateMetric, measured } from "./gate-metric.ts";
import { checkedName, checkedNumber, declared } from "./gate-parameter.ts";
import { judge } from "./verdict.ts";

/**
 * The metric is at least the minimum (at most, for errors and losses), with its whole interval.
 * @param metric default: the problem's metric @param minimum default: the problem's minimum
 * @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [meetsMinimum(), meetsMinimum("recallScore", 0.6)]
 */
export function meetsMinimum(metric?: MetricName, minimum?: number): GateSpec<never> {
  const at = callSite();
  if (metric !== undefined) checkedName("meetsMinimum", "metric", metric, at);
  if (minimum !== undefined) checkedNumber("meetsMinimum", "minimum", minimum, [-Infinity, Infinity], at);
  return { kind: "meetsMinimum", params: declared({ metric, minimum }), at };
}

/** The metric's interval against the minimum. */
export const meetsMinimumGate: GateDefinition = {
  kind: "meetsMinimum",
  summary: "The metric's whole interval is at least the declared minimum (at most, where lower is better).",
  measured: false,
  title: (spec) => (spec.params["metric"] === undefined ? "meetsMinimum" : `meetsMinimum(${spec.params["metric"]})`),
  decide(spec, context) {
    const metric = gateMetric(spec, context);
    const own = metric.name === context.metric ? context.problem.minimum : undefined;
    const bound = typeof spec.params["minimum"] === "number" ? spec.params["minimum"] : own;
    if (bound === undefined) throw fail("EVALUATION_MINIMUM_MISSING", { metric: metric.name }, { at: spec.at });
    const direction = metric.greaterIsBetter ? "atLeast" : "atMost";
    const estimate = measured(metric, context.y, context.predictions, context);
    const text = intervalText(estimate, bound);
    return {
      gate: this.title(spec),
      verdict: judge(estimate, bound, direction),
      reason: `${metric.label} is ${text.interval}; the ${direction === "atLeast" ? "minimum" : "most allowed"} is ${text.bound}`,
      metric: metric.name,
      estimate,
      bound,
      direction,
    };
  },
};
