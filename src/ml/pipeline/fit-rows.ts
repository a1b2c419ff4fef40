import { fail } from "../../errors/index.ts";
import type { Estimator, FitContext, Task } from "../estimators/estimator.ts";
import { findEstimator } from "../estimators/estimator-of.ts";
import { type Columns, columns, expressionOf } from "../frame/columns.ts";
import type { Expression } from "../frame/expression.ts";
import { type CellValue, frameOf } from "../frame/frame-of.ts";
import { rowsWithTarget, type Target, targetOf } from "../frame/target.ts";
import type { BuiltExpression } from "../frame/typed-expressions.ts";
import { fitPipeline } from "./fit.ts";
import type { FittedPipeline } from "./pipeline.ts";

/** What `fitRows` learns from, and how. */
export interface FitRowsInput {
  /** See `frameOf` for what values mean. Rows without a target are left out. */
  readonly rows: readonly Readonly<Record<string, CellValue>>[];
  /** The field to predict; left out for clusters and anomalies. */
  readonly target?: string;
  readonly estimator: Estimator;
  /** Features made of fields; the fields themselves are features, too. */
  readonly features?: (c: Columns) => Readonly<Record<string, BuiltExpression>>;
  /** Fields that no feature is made of. */
  readonly exclude?: readonly string[];
  /** The label that counts as positive. Default: told from the labels (`positiveClass`). */
  readonly positive?: string;
  /** Seed (default 1), team, progress, checkpoints. */
  readonly context?: Partial<FitContext>;
}

/**
 * From plain rows to everything that a model version is: recipe, transformers and model, fitted together. The task follows
 * from the target: numbers are predicted by regression, labels and booleans by classification.
 * @throws ML_COLUMN_UNKNOWN, ML_TASK_UNSUITED, and what the estimator's `fit` throws
 * @example
 * const rows = [{ area: 40, lift: false, rent: 700 }, { area: 55, lift: true, rent: 1020 }];
 * const model = predictorOf(fitRows({ rows, target: "rent", estimator: gradientBoosting() }));
 * model.predictOne({ area: 50, lift: true });
 */
export function fitRows(input: FitRowsInput): FittedPipeline {
  const { estimator, target, features, exclude, positive, context = {} } = input;
  const all = frameOf(input.rows);
  const frame = target === undefined ? all : all.take(rowsWithTarget(all.column(target)));
  const y = target === undefined ? null : targetIn(frame.column(target));
  const { accepts, tasks } = findEstimator(estimator.name);
  return fitPipeline({
    frame,
    y,
    task: taskFor(estimator.name, tasks, y),
    accepts,
    estimator,
    target: target ?? null,
    expressions: features === undefined ? undefined : expressionsOf(features),
    exclude,
    targetColumns: target === undefined ? [] : [target],
    positive,
    context: { seed: 1, ...context },
  });
}

function expressionsOf(features: NonNullable<FitRowsInput["features"]>): Record<string, Expression> {
  return Object.fromEntries(Object.entries(features(columns())).map(([name, built]) => [name, expressionOf(built)]));
}

function targetIn(column: Parameters<typeof targetOf>[0]): Target {
  return targetOf(column, column.storage === "values" && column.kind !== "boolean" ? "regression" : "classification");
}

function taskFor(estimator: string, tasks: readonly Task[], y: Target | null): Task {
  const wanted: readonly Task[] =
    y === null
      ? ["clustering", "anomaly"]
      : [y.kind === "values" ? "regression" : y.classes.length > 2 ? "multiclass" : "binary"];
  const task = tasks.find((one) => wanted.includes(one));
  if (task === undefined)
    throw fail("ML_TASK_UNSUITED", { estimator, wanted: wanted.join(" or "), tasks: tasks.join(", ") });
  return task;
}
