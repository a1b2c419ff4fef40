import type { Task } from "../estimators/estimator.ts";
import { accuracyScore } from "./accuracy-score.ts";
import { averagePrecisionScore } from "./average-precision-score.ts";
import { balancedAccuracyScore } from "./balanced-accuracy-score.ts";
import { brierScoreLoss } from "./brier-score-loss.ts";
import { f1Score } from "./f1-score.ts";
import { logLoss } from "./log-loss.ts";
import { meanAbsoluteError } from "./mean-absolute-error.ts";
import { meanSquaredError } from "./mean-squared-error.ts";
import type { Metric } from "./metric.ts";
import { precisionScore } from "./precision-score.ts";
import { r2Score } from "./r2-score.ts";
import { recallScore } from "./recall-score.ts";
import { rocAucScore } from "./roc-auc-score.ts";
import { rootMeanSquaredError } from "./root-mean-squared-error.ts";
import { silhouetteScore } from "./silhouette-score.ts";

/** Every metric, in the order in which reports show them. */
export const metricTable: readonly Metric[] = [
  rocAucScore,
  averagePrecisionScore,
  accuracyScore,
  balancedAccuracyScore,
  precisionScore,
  recallScore,
  f1Score,
  logLoss,
  brierScoreLoss,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  r2Score,
  silhouetteScore,
];

const defaults: Readonly<Record<Task, Metric>> = {
  binary: rocAucScore,
  multiclass: accuracyScore,
  regression: rootMeanSquaredError,
  clustering: silhouetteScore,
  anomaly: rocAucScore,
};

/** The metric of that name, if there is one. */
export function findMetric(name: string): Metric | undefined {
  return metricTable.find((metric) => metric.name === name);
}

/** The metrics of a task, in the table's order. Those of anomaly detection need labels. */
export function metricsFor(task: Task): readonly Metric[] {
  return metricTable.filter((metric) => metric.tasks.includes(task));
}

/** The metric that ranks candidates where the problem declares none; anomaly detection without labels has none that can be computed. */
export function defaultMetric(task: Task): Metric {
  return defaults[task];
}
