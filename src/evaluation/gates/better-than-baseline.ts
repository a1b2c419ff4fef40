import type { Metric } from "../../ml/index.ts";
import type { IntervalRecord, Verdict } from "../../store/index.ts";
import { callSite, type GateSpec, type MetricName } from "../../workflow/index.ts";
import { compare } from "../compare.ts";
import { figures, intervalText } from "../figures.ts";
import type { GateContext, GateDecision, GateDefinition } from "./gate.ts";
import { gateMetric, measured, metricOptions } from "./gate-metric.ts";
import { checkedNumber, declared } from "./gate-parameter.ts";

/**
 * The model beats the baseline (prior or mean) on the same test rows by more than the margin.
 * @param options `margin`: in the metric's own units; default 0 @throws EVALUATION_GATE_PARAMETER_INVALID
 * @example gates: [betterThanBaseline({ margin: 0.05 })]
 */
export function betterThanBaseline(
  options: { readonly margin?: number; readonly metric?: MetricName } = {},
): GateSpec<never> {
  const at = callSite();
  if (options.margin !== undefined) checkedNumber("betterThanBaseline", "margin", options.margin, [0, Infinity], at);
  return { kind: "betterThanBaseline", params: declared({ margin: options.margin, metric: options.metric }), at };
}

/** The paired difference to the baseline must lie beyond the margin: a tie is not better. */
export const betterThanBaselineGate: GateDefinition = {
  kind: "betterThanBaseline",
  summary: "The paired difference to the baseline on the same rows is above the margin, with its whole interval.",
  measured: false,
  title: () => "betterThanBaseline",
  decide(spec, context) {
    const metric = gateMetric(spec, context);
    const bound = typeof spec.params["margin"] === "number" ? spec.params["margin"] : 0;
    const { advantage, sentence } = advantageOver(metric, context);
    const text = intervalText(advantage, bound);
    return {
      gate: this.title(spec),
      verdict: beyond(advantage, bound),
      reason: `${sentence}; the advantage is ${text.interval}, and must be above ${text.bound}`,
      metric: metric.name,
      estimate: advantage,
      bound,
      direction: "atLeast",
    } satisfies GateDecision;
  },
};

function advantageOver(metric: Metric, context: GateContext): { advantage: IntervalRecord; sentence: string } {
  const { label, chance } = metric;
  const { y, predictions: candidate, baselinePredictions: other } = context;
  if (other !== undefined) {
    const { advantage, ...of } = compare(metric, { y, candidate, other, options: metricOptions(context) });
    const [ours, theirs] = figures(of.candidate, of.other);
    return { advantage, sentence: `${label} is ${ours}, the baseline's is ${theirs}` };
  }
  const estimate = measured(metric, y, candidate, context);
  // Where no baseline was fitted, guessing stands in for it.
  const over = (value: number | null): number | null =>
    value === null || chance === undefined ? null : value - chance;
  return {
    advantage: { value: over(estimate.value), low: over(estimate.low), high: over(estimate.high) },
    sentence: `${label} is ${figures(estimate.value)[0]}, ${chance === undefined ? "and there is no baseline" : `chance gives ${chance}`}`,
  };
}

function beyond({ low, high }: IntervalRecord, bound: number): Verdict {
  if (low === null || high === null) return "insufficient";
  return low > bound ? "pass" : high <= bound ? "fail" : "insufficient";
}
