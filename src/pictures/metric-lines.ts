import { intervalText, metricLabel } from "../evaluation/index.ts";
import { metricTable } from "../ml/index.ts";
import type { IntervalRecord } from "../store/index.ts";

/** Metrics with their intervals, a line each, in the order of the table of metrics; undefined ones are left out. */
export function metricLines(metrics: Readonly<Record<string, IntervalRecord>>): string[] {
  const known = metricTable.filter(({ name }) => metrics[name]?.value != null);
  const width = Math.max(0, ...known.map(({ name }) => metricLabel(name).length)) + 2;
  return known.map(({ name }) => `${metricLabel(name).padEnd(width)}${intervalText(metrics[name]!, null).interval}`);
}
