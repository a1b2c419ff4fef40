import type { Task } from "../estimators/estimator.ts";
import { accuracyScore } from "./accuracy-score.ts";
import type { Metric } from "./metric.ts";
import { rocAucScore } from "./roc-auc-score.ts";
import { rootMeanSquaredError } from "./root-mean-squared-error.ts";
import { silhouetteScore } from "./silhouette-score.ts";
import { metricTable } from "./table.ts";

const metrics: readonly Metric[] = metricTable;

const defaults: Readonly<Record<Task, Metric>> = {
  binary: rocAucScore,
  multiclass: accuracyScore,
  regression: rootMeanSquaredError,
  clustering: silhouetteScore,
  anomaly: rocAucScore,
};

/** The metric of that name, if there is one. */
export function findMetric(name: string): Metric | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** The metrics of a task, in the table's order. Those of anomaly detection need labels. */
export function metricsFor(task: Task): readonly Metric[] {
  return metrics.filter((metric) => metric.tasks.includes(task));
}

/** The metric that ranks candidates where the problem declares none; anomaly detection without labels has none that can be computed. */
export function defaultMetric(task: Task): Metric {
  return defaults[task];
}
