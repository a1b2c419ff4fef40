import type { MetricDescription } from "../ml/index.ts";
import type { PortableSpec } from "../workflow/index.ts";

/**
 * A metric as the declaration itself describes it, so that no table is needed to draw it. Only a declaration that lint would
 * refuse names a metric that isn't described: then its name is all that is known.
 * @param name default: the problem's metric
 */
export function metricOf(
  { problem, metrics }: Pick<PortableSpec, "problem" | "metrics">,
  name: string = problem.metric,
): MetricDescription {
  return metrics.find((metric) => metric.name === name) ?? { ...undescribed, name, label: name };
}

const undescribed = { summary: "", greaterIsBetter: true, range: [null, null], suspiciousFrom: null } as const;
