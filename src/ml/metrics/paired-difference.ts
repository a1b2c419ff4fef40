import type { Target } from "../frame/target.ts";
import { bootstrap, defaultResamples, percentileInterval } from "./bootstrap.ts";
import { checkPredictions } from "./define-metric.ts";
import type { EstimateOptions } from "./estimate.ts";
import { influenceInterval } from "./influence-interval.ts";
import type { Estimate, Metric, Predictions } from "./metric.ts";

/**
 * metric(a) - metric(b) on the same rows, with an interval that knows the rows are the same: by the rows' influences (for
 * the area under the ROC curve that is DeLong's paired test), else by a paired bootstrap.
 * Positive means that `a` has the higher value; whether that is better, the metric says.
 * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE
 */
export function pairedDifference(
  metric: Metric,
  y: Target | null,
  a: Predictions,
  b: Predictions,
  options: EstimateOptions,
): Estimate {
  checkPredictions(y, a, options.sampleWeight);
  checkPredictions(y, b, options.sampleWeight);
  const confidence = options.confidence ?? 0.95;
  const value = metric.compute(y, a, options) - metric.compute(y, b, options);
  if (Number.isNaN(value)) return { value, low: Number.NaN, high: Number.NaN };
  const [ofA, ofB] = [metric.influence?.(y, a, options), metric.influence?.(y, b, options)];
  if (ofA !== undefined && ofB !== undefined) {
    const influence = ofA.influence.map((one, i) => one - ofB.influence[i]!);
    return influenceInterval({ value, influence }, options.sampleWeight, confidence);
  }
  const nSamples = a.values.length;
  const resamples = options.resamples ?? defaultResamples(nSamples);
  const [left, right] = [metric.prepare(y, a, options), metric.prepare(y, b, options)];
  const { sampleWeight, seed = 0 } = options;
  const [resampled] = bootstrap([(weights) => left(weights) - right(weights)], nSamples, {
    seed,
    resamples,
    sampleWeight,
  });
  return percentileInterval(value, resampled!, { confidence, resamples });
}
