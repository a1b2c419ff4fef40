import {
  estimateAll,
  type Frame,
  type Metric,
  type MetricOptions,
  type Predictions,
  type Target,
  takeSamples,
  takeTarget,
} from "../ml/index.ts";
import type { IntervalRecord } from "../store/index.ts";
import { orNull, toRecord } from "./interval.ts";
import { slicesOf } from "./slices.ts";
import { takePredictions } from "./take-predictions.ts";

/** How the model does on the rows of one condition. */
export interface SliceReport {
  readonly column: string;
  readonly condition: string;
  readonly rows: number;
  /** Without interval where the rows are too few for one; null where undefined. */
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
}

export interface SliceReportInput {
  readonly frame: Frame;
  readonly y: Target | null;
  readonly predictions: Predictions;
  readonly slices?: readonly string[] | undefined;
  readonly metrics: readonly Metric[];
  readonly options: MetricOptions;
}

/** Fewer rows get values alone: an interval of so few would mislead. */
const enoughForInterval = 20;

/** A report per slice of every column named, in the columns' order. @throws ML_COLUMN_UNKNOWN */
export function sliceReports(input: SliceReportInput): SliceReport[] {
  return (input.slices ?? []).flatMap((column) =>
    slicesOf(input.frame, column).map(({ condition, rows }) => ({
      column,
      condition,
      rows: rows.length,
      metrics: metricsOf(rows, input),
    })),
  );
}

function metricsOf(rows: Int32Array, input: SliceReportInput): Record<string, IntervalRecord> {
  const { metrics } = input;
  const y = input.y === null ? null : takeTarget(input.y, rows);
  const predictions = takePredictions(input.predictions, rows);
  const { X, ...rest } = input.options;
  const options: MetricOptions = X === undefined ? rest : { ...rest, X: takeSamples(X, rows) };
  if (rows.length >= enoughForInterval) {
    const estimates = estimateAll(metrics, y, predictions, options);
    return Object.fromEntries(Object.entries(estimates).map(([name, one]) => [name, toRecord(one)]));
  }
  return Object.fromEntries(
    metrics.map((metric) => [
      metric.name,
      { value: orNull(metric.compute(y, predictions, options)), low: null, high: null },
    ]),
  );
}
