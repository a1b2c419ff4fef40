import { intervalText } from "../evaluation/index.ts";
import type { MetricDescription } from "../ml/index.ts";
import type { IntervalRecord } from "../store/index.ts";

/** Metrics with their intervals, a line each, in the order of their descriptions; undefined ones are left out. */
export function metricLines(
  metrics: Readonly<Record<string, IntervalRecord>>,
  descriptions: readonly MetricDescription[],
): string[] {
  const known = descriptions.filter(({ name }) => metrics[name]?.value != null);
  const width = Math.max(0, ...known.map(({ label }) => label.length)) + 2;
  return known.map(({ name, label }) => `${label.padEnd(width)}${intervalText(metrics[name]!, null).interval}`);
}
