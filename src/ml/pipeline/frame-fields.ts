import type { CodeColumn, Column, ValueColumn } from "../frame/column.ts";
import { Frame } from "../frame/frame.ts";
import { byCodeUnit } from "../frame/operations/operation.ts";
import type { Field } from "./field.ts";
import { fieldReader, type ReadField } from "./field-values.ts";
import type { PredictOptions, RowWarning } from "./prediction.ts";
import { type FrameFromRows, missingMessage, type PlainRow, rowReader, unseenMessage } from "./rows.ts";
import { type IsSeen, type LabelsAsRead, seenLabels } from "./seen-labels.ts";

/**
 * The fields that a model reads, out of a table: its cells are read as the same values in plain rows are, a label once for all
 * of its rows. A table in which a cell can't be read so is turned into plain rows, whose errors stand.
 * @throws ML_COLUMN_UNKNOWN, and as `frameFromRows`
 */
export function columnsReader(
  schema: readonly Field[],
  labelsAsRead?: LabelsAsRead,
): (frame: Frame, options?: PredictOptions) => FrameFromRows {
  const readers = schema
    .filter(({ required }) => required)
    .map((field) => ({ field, read: fieldReader(field), isSeen: seenLabels(field, labelsAsRead) }));
  const readRows = rowReader(schema, labelsAsRead);
  return (frame, options = {}) => {
    const warnings: RowWarning[] = [];
    const columns: [string, Column][] = [];
    for (const { field, read, isSeen } of readers) {
      const column = frame.column(field.name);
      const known =
        column.storage === "values"
          ? knownValues(column, field, read, warnings)
          : knownLabels(column, field, read, { isSeen, warnings, isStrict: options.strict === true });
      if (known === null)
        return readRows(
          plainRows(
            frame,
            readers.map(({ field }) => field),
          ),
          options,
        );
      columns.push([field.name, known]);
    }
    warnings.sort((a, b) => a.row - b.row);
    return { frame: new Frame(frame.rowCount, columns), warnings };
  };
}

/** Numbers as the field's reader takes them; null where one isn't of the field's kind. */
function knownValues(column: ValueColumn, field: Field, read: ReadField, warnings: RowWarning[]): ValueColumn | null {
  if (field.storage !== "values") return null;
  const { values } = column;
  const cell = cellOf(field, column);
  const message = missingMessage(field);
  const out = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const known = Number.isNaN(value) ? null : read(cell(value));
    if (known === null) {
      out[row] = Number.NaN;
      if (message !== null) warnings.push({ row, field: field.name, message });
    } else if (typeof known === "number") out[row] = known;
    else return null;
  }
  return { storage: "values", kind: field.kind as "number", values: out };
}

/** What is noted of labels. */
interface LabelChecks {
  readonly isSeen: IsSeen | null;
  readonly warnings: RowWarning[];
  readonly isStrict: boolean;
}

/** Labels as the field's reader takes them; null where one isn't of the field's kind, or (strict) wasn't seen. */
function knownLabels(
  { codes, dictionary }: CodeColumn,
  field: Field,
  read: ReadField,
  { isSeen, warnings, isStrict }: LabelChecks,
): CodeColumn | null {
  if (field.storage !== "codes") return null;
  const labels = dictionary.map((label) => read(label));
  if (labels.some((label) => label !== null && typeof label !== "string")) return null;
  const own = [...new Set(labels as (string | null)[])].filter((label) => label !== null).sort(byCodeUnit);
  const codeOf = new Map(own.map((label, code) => [label, code]));
  const newCodes = Int32Array.from(labels as (string | null)[], (label) => (label === null ? -1 : codeOf.get(label)!));
  const unseen = own.map((label) => (isSeen === null || isSeen(label) ? null : unseenMessage(field, label)));
  const message = missingMessage(field);
  const out = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]! < 0 ? -1 : newCodes[codes[row]!]!;
    out[row] = code;
    const odd = code < 0 ? message : unseen[code]!;
    if (odd === null) continue;
    if (isStrict && code >= 0) return null;
    warnings.push({ row, field: field.name, message: odd });
  }
  return { storage: "codes", kind: field.kind as "category", codes: out, dictionary: own };
}

function plainRows(frame: Frame, fields: readonly Field[]): PlainRow[] {
  const columns = fields.map((field) => {
    const column = frame.column(field.name);
    return { name: field.name, cell: cellOf(field, column), column };
  });
  return Array.from({ length: frame.rowCount }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, cell, column }) => {
        if (column.storage === "values")
          return [name, Number.isNaN(column.values[row]!) ? null : cell(column.values[row]!)];
        return [name, column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]];
      }),
    ),
  );
}

/** A number of a table as a row would bring it: a column that says what it holds is believed, others hold what the field does. */
function cellOf(field: Field, { kind }: Column): (value: number) => unknown {
  const held = ["number", "boolean", "date"].includes(kind) ? kind : field.kind;
  // A Date where it holds the value, so that milliseconds aren't taken for digits of a date such as 20240131.
  if (held === "date") return (ms) => (Number.isInteger(ms) ? new Date(ms) : ms);
  if (held === "boolean") return (value) => (value === 1 ? true : value === 0 ? false : value);
  return (value) => value;
}
