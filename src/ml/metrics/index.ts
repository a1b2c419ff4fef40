export { type ConfusionMatrix, confusionMatrix } from "./confusion-matrix.ts";
export {
  type CalibrationCurve,
  type CurveOptions,
  calibrationCurve,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
} from "./curves.ts";
export { defineMetric } from "./define-metric.ts";
export { describeMetric, type MetricDescription } from "./describe-metric.ts";
export { type EstimateOptions, estimate, estimateAll } from "./estimate.ts";
export { defaultMetric, findMetric, metricsFor } from "./find-metric.ts";
export type * from "./metric.ts";
export { pairedDifference } from "./paired-difference.ts";
export { meanOfIntervals, wilsonInterval } from "./proportion-interval.ts";
export { normalQuantile, quantileOfSorted, studentQuantile } from "./quantiles.ts";
export { type MetricNameFor, metricTable } from "./table.ts";
export { chooseThreshold, defaultThreshold, type ErrorCosts, type ThresholdChoice } from "./threshold.ts";
