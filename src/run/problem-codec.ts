import type { ModelData, ModelValue, Target, Task } from "../ml/index.ts";
import { containerCodec } from "./container-codec.ts";
import type { Problem } from "./problem.ts";

/** A resolved problem: its rows and their target as arrays, the rest as it is. */
export const problemCodec = containerCodec<Problem>("a resolved problem", dataOf, problemOf);

function dataOf({ rows, y, ...facts }: Problem): ModelData {
  const isEvery = rows.every((row, i) => row === i);
  // Rows that are all rows of the table are said in a number: a table mostly has a target in each.
  return { ...facts, rows: isEvery ? rows.length : rows, y: y as ModelValue };
}

function problemOf({ rows, y, task, positive, target, targetColumns, keys }: ModelData): Problem | null {
  const isProblem =
    typeof task === "string" &&
    typeof positive === "number" &&
    (typeof rows === "number" || rows instanceof Int32Array) &&
    Array.isArray(targetColumns) &&
    Array.isArray(keys) &&
    isTarget(y);
  if (!isProblem) return null;
  return {
    task: task as Task,
    rows: typeof rows === "number" ? Int32Array.from({ length: rows }, (_, i) => i) : (rows as Int32Array),
    y: y as Target | null,
    positive,
    target: target as string | null,
    targetColumns: targetColumns as readonly string[],
    keys: keys as readonly string[],
  };
}

function isTarget(value: ModelValue | undefined): boolean {
  if (value === null) return true;
  if (typeof value !== "object" || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  const { kind, codes, classes, values } = value as ModelData;
  return kind === "classes" ? codes instanceof Int32Array && Array.isArray(classes) : values instanceof Float64Array;
}
