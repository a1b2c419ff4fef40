import {
  type Column,
  describeExpression,
  type Expression,
  evaluate,
  type Frame,
  positiveClass,
  referencedColumns,
  rowsWithTarget,
  type Target,
  type Task,
  targetOf,
} from "../ml/index.ts";
import type { ProblemSpec, TableOptions } from "../workflow/index.ts";

/** A declared problem resolved on its data: which rows count, what is predicted, what it is called. */
export interface Problem {
  readonly task: Task;
  /** Rows of the snapshot that have a target (all, where the task has none), ascending. */
  readonly rows: Int32Array;
  /** Target of `rows`; null for clustering and for anomaly detection without a label. */
  readonly y: Target | null;
  /** Index of the positive class of a binary task, else 0. */
  readonly positive: number;
  /** The target for people. */
  readonly target: string | null;
  /** Columns that the target is made of: they are the answer. */
  readonly targetColumns: readonly string[];
  /** Columns that name rows. */
  readonly keys: readonly string[];
}

/** The part of a declaration that says what is asked of a table. */
export interface DeclaredProblem {
  readonly problem: Pick<ProblemSpec, "task" | "target" | "positive">;
  readonly data: { readonly options: Pick<TableOptions, "key"> };
}

/** @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE, ML_ONE_CLASS and what `targetOf` throws */
export function resolveProblem(workflow: DeclaredProblem, frame: Frame): Problem {
  const { problem, data } = workflow;
  const keys = data.options.key === undefined ? [] : [data.options.key].flat();
  if (problem.target === undefined) {
    const task = problem.task === "anomaly" ? "anomaly" : "clustering";
    return { task, rows: everyRow(frame.rowCount), y: null, positive: 0, target: null, targetColumns: [], keys };
  }
  const column = evaluate(problem.target, frame);
  const rows = rowsWithTarget(column);
  const whole = targetOf(takeColumn(column, rows), problem.task === "regression" ? "regression" : "classification");
  const task = taskOf(workflow, whole);
  const positive =
    whole.kind === "classes" && task !== "multiclass" ? positiveClass(whole.classes, problem.positive) : 0;
  return {
    task,
    rows,
    y: whole,
    positive,
    target: nameOf(problem.target),
    targetColumns: [...referencedColumns(problem.target)],
    keys,
  };
}

function taskOf({ problem }: DeclaredProblem, y: Target): Task {
  if (problem.task === "classification") return y.kind === "classes" && y.classes.length > 2 ? "multiclass" : "binary";
  return problem.task;
}

function nameOf(target: Expression): string {
  return target.type === "column" ? target.name : describeExpression(target);
}

function everyRow(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

function takeColumn(column: Column, rows: Int32Array): Column {
  return column.storage === "values"
    ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
}
