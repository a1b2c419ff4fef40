import type { Task } from "../estimators/estimator.ts";
import type { Target } from "../frame/target.ts";
import { checkPredictions, defineMetric } from "./define-metric.ts";
import { influenceInterval, meanInfluence, weightedMean } from "./influence-interval.ts";
import type { Estimate, Metric, MetricFacts, MetricOptions, Predictions } from "./metric.ts";

/** What one row adds to the mean, for every row: (nSamples). */
export type RowLosses = (y: Target | null, predictions: Predictions, options: MetricOptions) => Float64Array;

/** A metric that is the weighted mean of a loss per row: its interval is that of a mean (central limit theorem). */
export function rowLossMetric<const Name extends string, const T extends Task>(
  metric: MetricFacts<Name, T>,
  rowLosses: RowLosses,
  interval?: (y: Target | null, predictions: Predictions, options: MetricOptions) => Estimate | undefined,
): Metric<Name, T> {
  const influence: Metric["influence"] = (y, predictions, options) => {
    checkPredictions(y, predictions, options.sampleWeight);
    return meanInfluence(rowLosses(y, predictions, options), options.sampleWeight);
  };
  return defineMetric({
    ...metric,
    prepare: (y, predictions, options) => {
      const losses = rowLosses(y, predictions, options);
      return (weights) => weightedMean(losses, weights);
    },
    influence,
    interval:
      interval ??
      ((y, predictions, options) => {
        const rows = influence(y, predictions, options)!;
        const { value, low, high } = influenceInterval(rows, options.sampleWeight, options.confidence ?? 0.95);
        const [least, most] = metric.range;
        return { value, low: Math.max(least, low), high: Math.min(most, high) };
      }),
  });
}
