import type { MetricNameFor, Task } from "../ml/index.ts";
import type { DeclaredTask, SplitKind } from "./specs.ts";

/** Metrics that a declaration may rank candidates by, task by task. */
export type MetricsByTask = { readonly [T in DeclaredTask]: MetricNameFor<EstimatorTasks[T]> };

/** A metric that ranks candidates or that a gate names. */
export type MetricName = MetricsByTask[DeclaredTask];

/** What an estimator must be able to do to be a candidate for a task. */
export interface EstimatorTasks {
  readonly classification: "binary" | "multiclass";
  readonly regression: "regression";
  readonly clustering: "clustering";
  readonly anomaly: "anomaly";
}

/** Splits that make sense for a task: strata are classes. */
export interface SplitsByTask {
  readonly classification: SplitKind;
  readonly regression: Exclude<SplitKind, "stratified">;
  readonly clustering: Exclude<SplitKind, "stratified">;
  readonly anomaly: Exclude<SplitKind, "stratified">;
}

/** The estimators' tasks that a declared task stands for. */
export const tasksOf: Readonly<Record<DeclaredTask, readonly Task[]>> = {
  classification: ["binary", "multiclass"],
  regression: ["regression"],
  clustering: ["clustering"],
  anomaly: ["anomaly"],
};

export const declaredTasks: readonly DeclaredTask[] = ["classification", "regression", "clustering", "anomaly"];
