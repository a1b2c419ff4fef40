import type { Target } from "../frame/target.ts";
import { bootstrap, boundStandstill, defaultResamples, percentileInterval } from "./bootstrap.ts";
import { unitWeights } from "./define-metric.ts";
import type { Estimate, Metric, MetricOptions, Predictions, WeightedValue } from "./metric.ts";
import { effectiveRows } from "./proportion-interval.ts";

/** Options of an estimate with its interval. */
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
  const { confidence = 0.95, sampleWeight, seed = 0 } = options;
  const nSamples = predictions.values.length;
  const weights = sampleWeight ?? unitWeights(nSamples);
  const found = new Map<Metric, Estimate>();
  const open: { metric: Metric; value: number; statistic: WeightedValue }[] = [];
  for (const metric of metrics) {
    const statistic = metric.prepare(y, predictions, options);
    const value = statistic(weights);
    const interval = Number.isNaN(value) ? undefined : metric.interval?.(y, predictions, options);
    if (Number.isNaN(value)) found.set(metric, { value, low: Number.NaN, high: Number.NaN });
    else if (interval === undefined) open.push({ metric, value, statistic });
    else found.set(metric, around(value, interval));
  }
  if (open.length > 0) {
    const resamples = options.resamples ?? defaultResamples(nSamples);
    const statistics = open.map(({ statistic }) => statistic);
    const resampled = bootstrap(statistics, nSamples, { seed, resamples, sampleWeight });
    open.forEach(({ metric, value }, m) => {
      const interval = percentileInterval(value, resampled[m]!, { confidence, resamples });
      found.set(metric, boundStandstill(interval, metric.range, effectiveRows(nSamples, sampleWeight), confidence));
    });
  }
  return Object.fromEntries(metrics.map((metric) => [metric.name, found.get(metric)!]));
}

/** The metric's own value stands; two ways of summing may differ in the last bit. */
function around(value: number, { low, high }: Estimate): Estimate {
  return { value, low: Math.min(value, low), high: Math.max(value, high) };
}
