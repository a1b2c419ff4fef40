import {
  type CalibrationCurve,
  calibrationCurve,
  confusionMatrix,
  estimateAll,
  type Frame,
  findMetric,
  type Matrix,
  type MetricOptions,
  metricsFor,
  type PrecisionRecallCurve,
  type Predictions,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
  type Target,
  type Task,
} from "../ml/index.ts";
import { documentCodec, type IntervalRecord } from "../store/index.ts";
import { type ClassRow, classTable } from "./class-table.ts";
import { type ErrorPattern, errorPatterns } from "./error-patterns.ts";
import { toRecord } from "./interval.ts";
import { type ResidualSummary, residualSummary } from "./residuals.ts";
import { type SliceReport, sliceReports } from "./slice-report.ts";

/** What a model was found to do on rows that it hasn't seen. Plain data: JSON carries it whole. */
export interface EvaluationReport {
  readonly task: Task;
  readonly rows: number;
  /** Labels in the order of every matrix and table here; empty where the task has none. */
  readonly classes: readonly string[];
  /** The positive label of a binary task. */
  readonly positive: string | null;
  /** Every metric of the task in the table's order; null where it isn't defined on these rows. */
  readonly metrics: Readonly<Record<string, IntervalRecord>>;
  /** (nClasses, nClasses): row = actual, column = predicted. */
  readonly confusion: readonly (readonly number[])[] | null;
  readonly classTable: readonly ClassRow[] | null;
  /** At most 200 points each; binary tasks and labelled anomalies. */
  readonly roc: RocCurve | null;
  readonly precisionRecall: PrecisionRecallCurve | null;
  readonly calibration: CalibrationCurve | null;
  readonly residuals: ResidualSummary | null;
  readonly slices: readonly SliceReport[];
  readonly errorPatterns: readonly ErrorPattern[];
}

/** How a report is kept as an artifact. */
export const evaluationReportCodec = documentCodec<EvaluationReport>("an evaluation report", {
  task: "text",
  rows: "number",
  classes: "list",
  positive: "text?",
  metrics: "object",
  confusion: "list?",
  classTable: "list?",
  roc: "object?",
  precisionRecall: "object?",
  calibration: "object?",
  residuals: "object?",
  slices: "list",
  errorPatterns: "list",
});

export interface EvaluationInput {
  /** (nSamples); null for clusterings and for anomaly detection without labels. */
  readonly y: Target | null;
  readonly predictions: Predictions;
  readonly task: Task;
  readonly classes: readonly string[];
  /** Index of the positive class of a binary task (and of labelled anomalies); 0 elsewhere. */
  readonly positive: number;
  readonly seed: number;
  /** The same rows as they were read, for slices and error patterns. */
  readonly frame?: Frame | undefined;
  /** Columns to slice by. */
  readonly slices?: readonly string[] | undefined;
  /** Metric of the slices; default: every metric of the task. */
  readonly metric?: string | undefined;
  /** Columns in which no error pattern is looked for (the target's own). */
  readonly excluded?: readonly string[] | undefined;
  /** The scaled features, for metrics of clusterings. */
  readonly X?: Matrix | undefined;
}

const curvePoints = 199;

/**
 * Everything there is to say of a model's predictions on rows it hasn't seen; the same for the same input and seed.
 * @throws ML_SHAPE_MISMATCH, ML_VALUE_NOT_FINITE, ML_COLUMN_UNKNOWN
 */
export function evaluateModel(input: EvaluationInput): EvaluationReport {
  const { y, predictions, task, classes, positive, seed, frame } = input;
  const options: MetricOptions = input.X === undefined ? { positive, seed } : { positive, seed, X: input.X };
  const labelled = y !== null || task === "clustering";
  const confusion =
    task !== "anomaly" && y?.kind === "classes" ? rowsOf(confusionMatrix(y, predictions), classes.length) : null;
  const judgesErrors = frame !== undefined && y !== null && (confusion !== null || y.kind === "values");
  return {
    task,
    rows: predictions.values.length,
    classes,
    positive: task === "binary" || (task === "anomaly" && classes.length > 0) ? (classes[positive] ?? null) : null,
    metrics: labelled ? metricRecords(task, y, predictions, options) : {},
    confusion,
    classTable: confusion === null ? null : classTable(classes, confusion),
    ...curvesOf(task, y, predictions, options),
    residuals: y?.kind === "values" && task === "regression" ? residualSummary(y.values, predictions.values) : null,
    slices:
      frame === undefined || !labelled ? [] : sliceReports({ ...input, frame, options, metrics: sliceMetrics(input) }),
    errorPatterns: judgesErrors ? errorPatterns(frame, y, predictions, input.excluded) : [],
  };
}

function metricRecords(
  task: Task,
  y: Target | null,
  predictions: Predictions,
  options: MetricOptions,
): Record<string, IntervalRecord> {
  const estimates = estimateAll(metricsFor(task), y, predictions, options);
  return Object.fromEntries(Object.entries(estimates).map(([name, one]) => [name, toRecord(one)]));
}

function sliceMetrics({ metric, task }: EvaluationInput): readonly ReturnType<typeof metricsFor>[number][] {
  const found = metric === undefined ? undefined : findMetric(metric);
  return found === undefined ? metricsFor(task) : [found];
}

function rowsOf({ counts }: { counts: Float64Array }, nClasses: number): number[][] {
  return Array.from({ length: nClasses }, (_, k) => [...counts.subarray(k * nClasses, (k + 1) * nClasses)]);
}

function curvesOf(
  task: Task,
  y: Target | null,
  predictions: Predictions,
  options: MetricOptions,
): Pick<EvaluationReport, "roc" | "precisionRecall" | "calibration"> {
  if (y?.kind !== "classes" || (task !== "binary" && task !== "anomaly")) {
    return { roc: null, precisionRecall: null, calibration: null };
  }
  const thinned = { ...options, maxPoints: curvePoints };
  return {
    roc: rocCurve(y, predictions, thinned),
    precisionRecall: precisionRecallCurve(y, predictions, thinned),
    calibration: predictions.probabilities === undefined ? null : calibrationCurve(y, predictions, options),
  };
}
