import type { Metric } from "./metric.ts";

/** A metric as plain data: all that is needed to write about its values, so that a record of a run needs no table. */
export interface MetricDescription {
  readonly name: string;
  /** As people write it inside a sentence: "ROC AUC", "log loss". */
  readonly label: string;
  readonly summary: string;
  readonly greaterIsBetter: boolean;
  /** Lowest and highest possible value; null for none, because JSON has no infinity. */
  readonly range: readonly [low: number | null, high: number | null];
  /** From this value up, the target is most likely among the features; null where no value tells. */
  readonly suspiciousFrom: number | null;
}

/** The metric's description, which JSON carries whole. */
export function describeMetric(metric: Metric): MetricDescription {
  const { name, label, summary, greaterIsBetter, suspiciousFrom } = metric;
  const [low, high] = metric.range;
  return {
    name,
    label,
    summary,
    greaterIsBetter,
    range: [finite(low), finite(high)],
    suspiciousFrom: suspiciousFrom ?? null,
  };
}

function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}
