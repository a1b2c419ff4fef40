import { fail, listNames, suggestion } from "../../errors/index.ts";
import {
  estimate,
  findMetric,
  type Metric,
  type MetricOptions,
  metricsFor,
  type Predictions,
  type Target,
} from "../../ml/index.ts";
import type { IntervalRecord } from "../../store/index.ts";
import type { GateSpec } from "../../workflow/index.ts";
import { toRecord } from "../interval.ts";
import type { GateContext } from "./gate.ts";

/** The metric that a gate names, else the problem's. @throws EVALUATION_METRIC_UNKNOWN where the task has no such metric */
export function gateMetric(spec: GateSpec, { task, metric }: GateContext): Metric {
  const name = typeof spec.params["metric"] === "string" ? spec.params["metric"] : metric;
  const found = findMetric(name);
  if (found?.tasks.includes(task)) return found;
  const names = metricsFor(task).map((one) => one.name);
  const detail = {
    gate: spec.kind,
    metric: name,
    task,
    suggestion: suggestion(name, names),
    metrics: listNames(names, 20),
  };
  throw fail("EVALUATION_METRIC_UNKNOWN", detail, { at: spec.at });
}

/** What metrics need to know beside target and predictions. */
export function metricOptions({ positive, seed, X }: GateContext): MetricOptions {
  return X === undefined ? { positive, seed } : { positive, seed, X };
}

/** The metric on the given rows; all null where it isn't defined. @throws ML_SHAPE_MISMATCH */
export function measured(
  metric: Metric,
  y: Target | null,
  predictions: Predictions,
  context: GateContext,
): IntervalRecord {
  return toRecord(estimate(metric, y, predictions, metricOptions(context)));
}
