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
export const metricTable = [
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
] as const;

type NameFor<One, T extends Task> =
  One extends Metric<infer Name, infer Tasks> ? (Extract<Tasks, T> extends never ? never : Name) : never;

/** Names of the metrics that can measure one of the tasks. */
export type MetricNameFor<T extends Task> = NameFor<(typeof metricTable)[number], T>;
