import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { Column } from "./column.ts";
import { byCodeUnit } from "./operations/operation.ts";

/** y of a classifier: a class index per sample; `classes` are the labels, sorted by code unit (numeric labels by value). */
export interface ClassTarget {
  readonly kind: "classes";
  readonly codes: Int32Array;
  readonly classes: readonly string[];
}

/** y of a regressor. */
export interface ValueTarget {
  readonly kind: "values";
  readonly values: Float64Array;
}

/** y, (nSamples). Clustering and anomaly detection have none. */
export type Target = ClassTarget | ValueTarget;

/**
 * y of a classifier from its labels; classes are sorted by code unit, by value if all labels are numbers.
 * @throws ML_TOO_MANY_CLASSES
 * @example classTarget(["yes", "no", "yes"])
 */
export function classTarget(labels: readonly (string | number | boolean)[]): ClassTarget {
  const texts = labels.map(String);
  const dictionary = [...new Set(texts)];
  const codeOf = new Map(dictionary.map((text, code) => [text, code]));
  return classesOf(
    Int32Array.from(texts, (text) => codeOf.get(text)!),
    (code) => dictionary[code]!,
  );
}

/** y of a regressor, as a copy. @example valueTarget([12.5, 13, 9.75]) */
export function valueTarget(values: ArrayLike<number>): ValueTarget {
  return { kind: "values", values: Float64Array.from(values) };
}

/** The target of the given rows, in their order, as a copy. Class indices keep their meaning. */
export function takeTarget<T extends Target>(y: T, rows: ArrayLike<number>): T {
  if (y.kind === "classes") {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = y.codes[rows[i]!]!;
    return { ...y, codes };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = y.values[rows[i]!]!;
  return { ...y, values };
}

/** Indices of the rows that have a target; the others can neither train nor be scored. */
export function rowsWithTarget(column: Column): Int32Array {
  const rows: number[] = [];
  const { length } = column.storage === "codes" ? column.codes : column.values;
  for (let i = 0; i < length; i++) {
    if (column.storage === "codes" ? column.codes[i]! >= 0 : Number.isFinite(column.values[i]!)) rows.push(i);
  }
  return Int32Array.from(rows);
}

/**
 * The column as y. Classification: the labels that occur, sorted by code unit, by value if all are numbers; a boolean column has
 * the classes "false" and "true", both, always. Regression: its numbers (a date's milliseconds; labels that spell numbers don't count).
 * @throws ML_TARGET_MISSING where a row has none (drop those first: `rowsWithTarget`); ML_TARGET_KIND for regression on labels;
 *   ML_TOO_MANY_CLASSES
 */
export function targetOf(column: Column, task: "classification" | "regression"): Target {
  const complete = rowsWithTarget(column).length;
  const rows = column.storage === "codes" ? column.codes.length : column.values.length;
  if (complete < rows) throw fail("ML_TARGET_MISSING", { missing: rows - complete, rows });
  if (task === "regression") {
    if (column.storage === "codes") throw fail("ML_TARGET_KIND", { kind: column.kind });
    return { kind: "values", values: Float64Array.from(column.values) };
  }
  if (column.storage === "values" && column.kind === "boolean") {
    return { kind: "classes", codes: Int32Array.from(column.values), classes: ["false", "true"] };
  }
  return column.storage === "codes"
    ? classesOf(column.codes, (code) => column.dictionary[code]!)
    : classesOf(column.values, String);
}

/** Time and memory of every classifier grow with the classes; beyond so many a target is an id or an amount. */
const mostClasses = 1000;

const tellingWords = new Set(["true", "yes", "y", "t", "positive"]);

/**
 * Index of the positive class of a binary target: the declared label; else the one that says so by itself (true, yes, y, t, positive, in any
 * case); else the last in order ("1" of "0" and "1"). Never by counting: which class is rarer differs between samples of the same data.
 * @throws ML_CLASS_UNKNOWN where the declared label isn't among the classes
 */
export function positiveClass(classes: readonly string[], declared?: string | undefined): number {
  if (declared !== undefined) {
    const index = classes.indexOf(declared);
    if (index < 0) {
      throw fail("ML_CLASS_UNKNOWN", {
        label: declared,
        suggestion: suggestion(declared, classes),
        classes: listNames(classes),
      });
    }
    return index;
  }
  const telling = classes.findIndex((label) => tellingWords.has(label.trim().toLowerCase()));
  return telling >= 0 ? telling : classes.length - 1;
}

function classesOf(values: ArrayLike<number>, labelOf: (value: number) => string): ClassTarget {
  const labels = new Map<number, string>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!labels.has(value)) labels.set(value, labelOf(value));
  }
  const classes = sortedLabels([...new Set(labels.values())]);
  if (classes.length > mostClasses) {
    throw fail("ML_TOO_MANY_CLASSES", { classes: classes.length, rows: values.length, limit: mostClasses });
  }
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const codeOf = new Map([...labels].map(([value, label]) => [value, indexOf.get(label)!]));
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = codeOf.get(values[i]!)!;
  return { kind: "classes", codes, classes };
}

function sortedLabels(labels: string[]): string[] {
  const numeric = labels.every((label) => label.trim() !== "" && Number.isFinite(Number(label)));
  return labels.sort(numeric ? (a, b) => Number(a) - Number(b) || byCodeUnit(a, b) : byCodeUnit);
}
