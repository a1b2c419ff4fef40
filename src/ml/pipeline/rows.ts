import { fail, suggestion } from "../../errors/index.ts";
import type { Column } from "../frame/column.ts";
import { Frame } from "../frame/frame.ts";
import { recode } from "../frame/operations/operation.ts";
import type { Field } from "./field.ts";
import { type FieldValue, fieldReader, type ReadField } from "./field-values.ts";
import type { PredictOptions, RowWarning } from "./prediction.ts";
import { type IsSeen, type LabelsAsRead, seenLabels } from "./seen-labels.ts";

/** A row as a client sends it: names to plain values; null means "not known". */
export type PlainRow = Readonly<Record<string, unknown>>;

/** Plain rows as a frame of the fields that the model reads, with what was odd about them. */
export interface FrameFromRows {
  readonly frame: Frame;
  readonly warnings: readonly RowWarning[];
}

/**
 * Plain rows -> frame. Every required field must be in every row (null is always allowed: the value isn't known); fields of the training
 * rows that the model doesn't read may be there and are ignored.
 * @throws ML_FIELD_MISSING, ML_FIELD_TYPE naming field and row; with strict also ML_FIELD_UNSEEN, ML_FIELD_EXTRA
 */
export function frameFromRows(
  rows: readonly PlainRow[],
  schema: readonly Field[],
  options: PredictOptions = {},
): FrameFromRows {
  return rowReader(schema)(rows, options);
}

/**
 * `frameFromRows` for a schema, made once: what a server keeps.
 * @param labelsAsRead how labels read after repairs, where there are any: what counts as seen
 */
export function rowReader(
  schema: readonly Field[],
  labelsAsRead?: LabelsAsRead,
): (rows: readonly PlainRow[], options?: PredictOptions) => FrameFromRows {
  const known = new Set(schema.map(({ name }) => name));
  const readers = schema
    .filter(({ required }) => required)
    .map((field) => {
      return { field, read: fieldReader(field), isSeen: seenLabels(field, labelsAsRead) };
    });
  return (rows, { strict = false } = {}) => {
    const warnings: RowWarning[] = [];
    refuseNonRows(rows);
    const columns = readers.map(({ field, ...how }): [string, Column] => {
      const reading = { field, ...how, strict, warnings };
      return [field.name, field.storage === "values" ? readValues(rows, reading) : readLabels(rows, reading)];
    });
    refuseExtras(rows, known, warnings, strict);
    warnings.sort((a, b) => a.row - b.row);
    return { frame: new Frame(rows.length, columns), warnings };
  };
}

/** What is made of one field over the rows that a request brings. */
interface Reading {
  readonly field: Field;
  readonly read: ReadField;
  readonly isSeen: IsSeen | null;
  readonly strict: boolean;
  readonly warnings: RowWarning[];
}

function readValues(rows: readonly PlainRow[], reading: Reading): Column {
  const { field, read } = reading;
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const value = valueAt(rows[row]!, reading, row);
    const known = read(value);
    if (known === null) {
      noteMissing(reading, row);
      values[row] = Number.NaN;
      continue;
    }
    if (typeof known !== "number") throw wrongType(field.name, row, expectedOf(known), value);
    values[row] = known;
  }
  return { storage: "values", kind: field.kind as "number", values };
}

function readLabels(rows: readonly PlainRow[], reading: Reading): Column {
  const { field, read } = reading;
  const codes = new Int32Array(rows.length);
  const codeOf = new Map<string, number>();
  for (let row = 0; row < rows.length; row++) {
    const value = valueAt(rows[row]!, reading, row);
    const label = read(value);
    if (label === null) {
      noteMissing(reading, row);
      codes[row] = -1;
      continue;
    }
    if (typeof label !== "string") throw wrongType(field.name, row, expectedOf(label), value);
    noteUnseen(label, reading, row);
    let code = codeOf.get(label);
    if (code === undefined) codeOf.set(label, (code = codeOf.size));
    codes[row] = code;
  }
  const labels = [...codeOf.keys()];
  const sorted = labels.length < 2 ? { codes, dictionary: labels } : recode("category", codes, labels, 1);
  return { storage: "codes", kind: field.kind as "category", codes: sorted.codes, dictionary: sorted.dictionary };
}

function noteUnseen(label: string, { field, isSeen, strict, warnings }: Reading, row: number): void {
  const { name, dictionary } = field;
  if (isSeen === null || isSeen(label)) return;
  if (strict) {
    const near = suggestion(label, dictionary ?? []);
    throw fail("ML_FIELD_UNSEEN", { field: name, row, value: shown(label), suggestion: near });
  }
  warnings.push({ row, field: name, message: unseenMessage(field, label) });
}

/** What is said of a label that no training row had. */
export function unseenMessage({ name }: Field, label: string): string {
  return `"${name}" is ${shown(label)}, which was never seen in training`;
}

/** What is said where a value is missing; null for a field that may be. */
export function missingMessage({ name, missing }: Field): string | null {
  return missing > 0 ? null : `"${name}" is null, but was never missing in training`;
}

/** The value; null means that it isn't known. Own properties only: a field named "constructor" is a field like any other. */
function valueAt(row: PlainRow, { field: { name } }: Reading, index: number): unknown {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  if (value === undefined) {
    throw fail("ML_FIELD_MISSING", {
      field: name,
      row: index,
      suggestion: suggestion(name, Object.keys(row).slice(0, 1000)),
    });
  }
  return value;
}

function noteMissing({ field, warnings }: Reading, row: number): void {
  const message = missingMessage(field);
  if (message !== null) warnings.push({ row, field: field.name, message });
}

function expectedOf(value: FieldValue): string {
  return typeof value === "object" && value !== null ? value.expected : "another type";
}

function refuseNonRows(rows: readonly PlainRow[]): void {
  for (const [index, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw wrongType("(the row)", index, "an object of names and values", row);
    }
  }
}

function refuseExtras(
  rows: readonly PlainRow[],
  known: ReadonlySet<string>,
  warnings: RowWarning[],
  strict: boolean,
): void {
  const messages = new Map<string, string>();
  for (let row = 0; row < rows.length; row++) {
    for (const name of Object.keys(rows[row]!)) {
      if (known.has(name)) continue;
      if (strict) throw fail("ML_FIELD_EXTRA", { field: name, row, suggestion: suggestion(name, known) });
      let message = messages.get(name);
      if (message === undefined) {
        const near = messages.size < mostSuggestions ? suggestion(name, known) : "";
        messages.set(name, (message = `the model knows no field "${name}"; it was ignored.${near}`));
      }
      warnings.push({ row, field: name, message });
    }
  }
}

/** Finding a near name reads every field's; a row of a million unknown names must not cost a million such searches. */
const mostSuggestions = 50;

function wrongType(field: string, row: number, expected: string, value: unknown): Error {
  return fail("ML_FIELD_TYPE", { field, row, expected, got: shown(value) });
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
