import type { Metric } from "../../ml/index.ts";
import { callSite, type GateSpec, type MetricName } from "../../workflow/index.ts";
import { compare } from "../compare.ts";
import { figures, intervalText } from "../figures.ts";
import type { GateDecision, GateDefinition } from "./gate.ts";
import { gateMetric, measured, metricOptions } from "./gate-metric.ts";
import { checkedNumber, declared } from "./gate-parameter.ts";
import { judge } from "./verdict.ts";

/** Default margin of a score in 0..1; of other metrics, this share of the champion's value. */
const defaultMargin = 0.01;

/**
 * The model isn't worse than the champion on the same test rows by more than the margin. Passes where there is no champion.
 * @param options `margin`: in the metric's own units. Default: 0.01 for metrics in 0..1, else 1 % of the champion's value
 * @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [notWorseThan("champion", { margin: 0.005 })]
 */
export function notWorseThan(
  alias: "champion",
  options: { readonly margin?: number; readonly metric?: MetricName } = {},
): GateSpec<never> {
  const at = callSite();
  if (options.margin !== undefined) checkedNumber("notWorseThan", "margin", options.margin, [0, Infinity], at);
  return { kind: "notWorseThan", params: declared({ alias, margin: options.margin, metric: options.metric }), at };
}

/** Non-inferiority: the paired difference to the champion lies above minus the margin. */
export const notWorseThanGate: GateDefinition = {
  kind: "notWorseThan",
  summary:
    "The paired difference to the champion on the same rows is above minus the margin; passes without a champion.",
  measured: false,
  comparesWith: () => "champion",
  title: (spec) => `notWorseThan(${spec.params["alias"] ?? "champion"})`,
  decide(spec, context) {
    const metric = gateMetric(spec, context);
    const { y, predictions: candidate, championPredictions: other } = context;
    const decision = { gate: this.title(spec), metric: metric.name, direction: "atLeast" } as const;
    const { label } = metric;
    if (other === undefined) {
      const estimate = measured(metric, y, candidate, context);
      const reason = `there is no champion yet to compare with; ${label} is ${intervalText(estimate, null).interval}`;
      return { ...decision, verdict: "pass", reason, estimate: null, bound: null } satisfies GateDecision;
    }
    const { advantage, ...of } = compare(metric, { y, candidate, other, options: metricOptions(context) });
    const margin = marginOf(spec, metric, of.other);
    const [ours, theirs, allowed] = figures(of.candidate, of.other, margin);
    const name = context.championName === undefined ? "the champion" : `the champion ${context.championName}`;
    const text = intervalText(advantage, 0 - margin);
    return {
      ...decision,
      verdict: judge(advantage, 0 - margin, "atLeast"),
      reason: `${label} is ${ours}, that of ${name} is ${theirs} on the same rows; the advantage is ${text.interval}, and may fall short by ${allowed}`,
      estimate: advantage,
      bound: 0 - margin,
    } satisfies GateDecision;
  },
};

function marginOf(spec: GateSpec, metric: Metric, champion: number | null): number {
  if (typeof spec.params["margin"] === "number") return spec.params["margin"];
  const [low, high] = metric.range;
  return low >= -1 && high <= 1 ? defaultMargin : defaultMargin * Math.abs(champion ?? 0);
}
