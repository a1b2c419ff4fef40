import type { CodeColumn, Column, ValueColumn } from "../frame/column.ts";
import { type Frame, lengthOf } from "../frame/frame.ts";
import type { FieldReading } from "../frame/reading.ts";
import { countCodes } from "../transformers/column-access.ts";
import type { Field } from "./field.ts";

/** Counting distinct numbers stops here: only "none", "one" and "some" decide anything. */
const mostDistinctNumbers = 1000;
/** More labels than this aren't kept, so they can't be told from unseen ones; nor are those of fields that no one checks. */
const mostLabels = 10_000;

/**
 * What is known of each column of the training rows.
 * @param required names of the columns that the model reads
 * @param readings how their table was read, by name
 */
export function fieldsOf(
  frame: Frame,
  required: ReadonlySet<string>,
  readings: ReadonlyMap<string, FieldReading> = new Map(),
): Field[] {
  return [...frame.columns].map(([name, column]) => {
    const field = fieldOf(name, column, required.has(name));
    const reading = field.required ? readings.get(name) : undefined;
    return reading === undefined ? field : { ...field, reading };
  });
}

/** The same, of one column. */
export function fieldOf(name: string, column: Column, required: boolean): Field {
  const rows = lengthOf(column);
  return {
    name,
    kind: column.kind,
    storage: column.storage,
    required,
    ...(column.storage === "values" ? ofValues(column, rows) : ofLabels(column, rows, required)),
  };
}

type Seen = Pick<Field, "missing" | "distinct" | "range" | "dictionary">;

function ofValues({ values }: ValueColumn, rows: number): Seen {
  let present = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const distinct = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!Number.isFinite(x)) continue;
    present++;
    if (x < low) low = x;
    if (x > high) high = x;
    if (distinct.size < mostDistinctNumbers) distinct.add(x);
  }
  return {
    missing: missingShare(present, rows),
    distinct: distinct.size,
    range: present === 0 ? null : [low, high],
    dictionary: null,
  };
}

function ofLabels(column: CodeColumn, rows: number, required: boolean): Seen {
  const { counts, missing } = countCodes(column);
  const labels = column.dictionary.filter((_, code) => counts[code]! > 0);
  return {
    missing: missingShare(rows - missing, rows),
    distinct: labels.length,
    range: null,
    // Ids and texts say who the rows are about: a model has no need to carry them.
    dictionary: required && isCategory(column) && labels.length <= mostLabels ? labels : null,
  };
}

function isCategory({ kind }: CodeColumn): boolean {
  return kind === "category" || kind === "constant";
}

function missingShare(present: number, rows: number): number {
  return rows === 0 ? 0 : (rows - present) / rows;
}
