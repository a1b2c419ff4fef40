import type { Column, Frame } from "../ml/index.ts";
import { figures } from "./figures.ts";

/** Rows that share a simple condition on one column. */
export interface Slice {
  readonly column: string;
  /** For people: "Wildlife Size = Small", "age in [18, 25)", "age is missing". */
  readonly condition: string;
  /** Row indices of the frame, ascending. */
  readonly rows: Int32Array;
}

/** A numeric column with at most this many distinct values is sliced by value, else by quantile. */
const fewValues = 10;

/**
 * A column's rows by category, or by value or quantile bin of a numeric column; missing values are a slice of their own.
 * Slices come in the order of the dictionary or the values; each row is in exactly one.
 * @param bins quantile bins of a numeric column @throws ML_COLUMN_UNKNOWN
 */
export function slicesOf(frame: Frame, name: string, bins = 4): Slice[] {
  const column = frame.column(name);
  const { conditions, indexOf } = column.storage === "codes" ? byCode(column, name) : byValue(column, name, bins);
  const lists: number[][] = conditions.map(() => []);
  const missing: number[] = [];
  for (let row = 0; row < frame.rowCount; row++) {
    const index = indexOf(row);
    (index < 0 ? missing : lists[index]!).push(row);
  }
  return [
    ...conditions.map((condition, i) => ({ condition, list: lists[i]! })),
    { condition: `${name} is missing`, list: missing },
  ]
    .filter(({ list }) => list.length > 0)
    .map(({ condition, list }) => ({ column: name, condition, rows: Int32Array.from(list) }));
}

interface Conditions {
  readonly conditions: readonly string[];
  /** Index of the row's condition; -1 where the value is missing. */
  indexOf(row: number): number;
}

function byCode(column: Column & { storage: "codes" }, name: string): Conditions {
  return {
    conditions: column.dictionary.map((label) => `${name} = ${label}`),
    indexOf: (row) => column.codes[row]!,
  };
}

function byValue(column: Column & { storage: "values" }, name: string, bins: number): Conditions {
  const { values } = column;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const show = displayOf(column.kind);
  const distinct = [...new Set(sorted)];
  if (distinct.length <= fewValues) {
    const place = new Map(distinct.map((value, i) => [value, i]));
    const indexOf = (row: number): number => place.get(values[row]!) ?? -1;
    return { conditions: distinct.map((value) => `${name} = ${show([value])[0]}`), indexOf };
  }
  const cuts = Array.from({ length: bins - 1 }, (_, b) => sorted[Math.floor(((b + 1) * sorted.length) / bins)]!);
  // Of equal cuts one is enough, and one at the least value cuts nothing off.
  const edges = [...new Set(cuts)].filter((cut) => cut > sorted[0]!);
  return {
    conditions: rangesOf(name, edges, show),
    indexOf: (row) => (Number.isNaN(values[row]!) ? -1 : edges.filter((edge) => values[row]! >= edge).length),
  };
}

function rangesOf(name: string, edges: readonly number[], show: (values: readonly number[]) => string[]): string[] {
  const shown = show(edges);
  if (shown.length === 0) return [`${name} is there`];
  return [
    `${name} < ${shown[0]}`,
    ...shown.slice(1).map((edge, i) => `${name} in [${shown[i]}, ${edge})`),
    `${name} >= ${shown.at(-1)}`,
  ];
}

function displayOf(kind: Column["kind"]): (values: readonly number[]) => string[] {
  if (kind === "boolean") return (values) => values.map((value) => (value === 0 ? "false" : "true"));
  if (kind === "date")
    return (values) => values.map((value) => new Date(value).toISOString().replace(/T00:00:00\.000Z$/, ""));
  return (values) => figures(...values);
}
