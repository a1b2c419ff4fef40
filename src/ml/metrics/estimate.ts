import type { Target } from "../frame/target.ts";
import { bootstrap, boundStandstill, defaultResamples, percentileInterval } from "./bootstrap.ts";
import type { Estimate, Metric, MetricOptions, Predictions } from "./metric.ts";
import { effectiveRows } from "./proportion-interval.ts";

export interface EstimateOptions extends MetricOptions {
  /** Resamples where a bootstrap is needed. Default: 10 million row draws in all, 100 to 1,000. */
  readonly resamples?: number;
}

/**
 * A metric with its interval: analytic where the metric brings one, else a seeded percentile bootstrap over rows.
 * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
 */
export function estimate(
  metric: Metric,
  y: Target | null,
  predictions: Predictions,
  options: EstimateOptions,
): Estimate {
  return estimateAll([metric], y, predictions, options)[metric.name]!;
}

/**
 * Several metrics with their intervals, by name in the given order; those that need a bootstrap share one set of resamples.
 * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
 */
export function estimateAll(
  metrics: readonly Metric[],
  y: Target | null,
  predictions: Predictions,
  options: EstimateOptions,
): Record<string, Estimate> {
  const confidence = options.confidence ?? 0.95;
  const found = new Map<Metric, Estimate>();
  const open: Metric[] = [];
  for (const metric of metrics) {
    const value = metric.compute(y, predictions, options);
    const interval = Number.isNaN(value) ? undefined : metric.interval?.(y, predictions, options);
    if (Number.isNaN(value)) found.set(metric, { value, low: Number.NaN, high: Number.NaN });
    else if (interval === undefined) open.push(metric);
    else found.set(metric, around(value, interval));
  }
  if (open.length > 0) {
    const nSamples = predictions.values.length;
    const resamples = options.resamples ?? defaultResamples(nSamples);
    const statistics = open.map((metric) => metric.prepare(y, predictions, options));
    const { sampleWeight, seed = 0 } = options;
    const resampled = bootstrap(statistics, nSamples, { seed, resamples, sampleWeight });
    open.forEach((metric, m) => {
      const value = metric.compute(y, predictions, options);
      const interval = percentileInterval(value, resampled[m]!, { confidence, resamples });
      found.set(metric, boundStandstill(interval, metric.range, effectiveRows(nSamples, sampleWeight), confidence));
    });
  }
  return Object.fromEntries(metrics.map((metric) => [metric.name, found.get(metric)!]));
}

/** `compute`'s own value stands; two ways of summing may differ in the last bit. */
function around(value: number, { low, high }: Estimate): Estimate {
  return { value, low: Math.min(value, low), high: Math.max(value, high) };
}
