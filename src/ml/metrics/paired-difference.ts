import type { Target } from "../frame/target.ts";
import { bootstrap, defaultResamples, percentileInterval } from "./bootstrap.ts";
import { checkPredictions } from "./define-metric.ts";
import { type EstimateOptions, estimate } from "./estimate.ts";
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
    const difference = influenceInterval({ value, influence }, options.sampleWeight, confidence);
    return boundStandingStill(difference, metric, y, a, b, options);
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
  return boundStandingStill(percentileInterval(value, resampled!, { confidence, resamples }), metric, y, a, b, options);
}

/**
 * Two models that differ, but on these rows always by the same (one that makes no error beside one that always says the
 * same), seem certain however few the rows are: then the two models' own intervals bound the difference.
 */
function boundStandingStill(
  difference: Estimate,
  metric: Metric,
  y: Target | null,
  a: Predictions,
  b: Predictions,
  options: EstimateOptions,
): Estimate {
  const { value, low, high } = difference;
  if (value === 0 || low !== high) return difference;
  const [ofA, ofB] = [estimate(metric, y, a, options), estimate(metric, y, b, options)];
  return { value, low: Math.min(value, ofA.low - ofB.high), high: Math.max(value, ofA.high - ofB.low) };
}
