import { entry } from "./entry.ts";

/** A place in a text file: line counts from 1, column (of a table or of the line) from 1. */
export interface Place {
  file: string;
  line: number;
  column?: number;
}

const place = (d: Place): string => `${d.file}:${d.line}${d.column === undefined ? "" : `:${d.column}`}`;

/** What can go wrong in `data/`. */
export const dataErrors = {
  DATA_FILE_MISSING: entry<{ path: string; folder: string }>({
    status: 404,
    exit: 2,
    meaning: "No file stands at the path, or none matches the glob, of `table(path)`.",
    message: (d) => `No file matches "${d.path}" (looked in ${d.folder}).`,
    fix: () => "Paths are relative to the workflow file. Check the name, or give an absolute path.",
  }),
  DATA_FORMAT_UNKNOWN: entry<{ path: string; formats: string }>({
    status: 400,
    exit: 2,
    meaning: "The format of a table can't be told from its extension.",
    message: (d) => `Can't tell the format of "${d.path}" from its extension.`,
    fix: (d) => `Declare it: table(path, { format: … }). Formats: ${d.formats}.`,
  }),
  DATA_FORMAT_WRONG: entry<{ file: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A file's first bytes show another format than the one that it is read as.",
    message: (d) => `${d.file}: expected ${d.expected}, but the file is ${d.got}.`,
    fix: () => "Convert the file, give it the right extension, or declare `format`.",
  }),
  DATA_EMPTY: entry<{ file: string }>({
    status: 400,
    exit: 2,
    meaning: "A file holds nothing, or only blank lines.",
    message: (d) => `${d.file}: expected a table, but the file is empty.`,
    fix: () => "Check that the export finished; a table needs a header and at least one row.",
  }),
  DATA_NO_ROWS: entry<{ file: string; columns: number }>({
    status: 400,
    exit: 2,
    meaning: "A table has columns but no row.",
    message: (d) =>
      `${d.file}: there ${d.columns === 1 ? "is 1 column" : `are ${d.columns} columns`} but no row below the header.`,
    fix: () => "Check that the export finished, and that the filter that made this file keeps rows.",
  }),
  DATA_COMPRESSION_BROKEN: entry<{ file: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "A gzip file is cut short or damaged.",
    message: (d) => `${d.file}: the gzip data is broken (${d.reason}).`,
    fix: () => "Copy or download the file again; it was most likely cut short.",
  }),
  DATA_PARQUET_BROKEN: entry<{ file: string; reason: string }>({
    status: 400,
    exit: 2,
    meaning: "A Parquet file is cut short, damaged, or uses something that can't be read.",
    message: (d) => `${d.file}: not a whole, readable Parquet file (${d.reason}).`,
    fix: () => "Copy or export the file again.",
  }),
  DATA_ENCODING_INVALID: entry<Place & { encoding: string; byte: string }>({
    status: 400,
    exit: 2,
    meaning: "A text file holds bytes that its encoding doesn't allow.",
    message: (d) => `${place(d)}: byte ${d.byte} isn't valid ${d.encoding}.`,
    fix: () =>
      'Declare the encoding, e.g. table(path, { encoding: "latin-1" }) or "utf-16"; or save the file as UTF-8.',
  }),
  DATA_NUL_BYTE: entry<Place>({
    status: 400,
    exit: 2,
    meaning: "A text file holds a NUL byte.",
    message: (d) => `${place(d)}: a NUL byte, which no text file holds.`,
    fix: () =>
      'The file is binary, damaged, or UTF-16 without a byte order mark (then declare table(path, { encoding: "utf-16" })).',
  }),
  DATA_ROW_RAGGED: entry<Place & { expected: number; got: number; row: string }>({
    status: 400,
    exit: 2,
    meaning: "A row has another number of fields than the header.",
    message: (d) => `${place(d)}: expected ${d.expected} fields as in the header, got ${d.got}: ${d.row}`,
    fix: () =>
      'Mend the row, or set such rows aside (counted and reported) with table(path, { badRows: "set-aside" }). If every row is off, declare `delimiter`.',
  }),
  DATA_QUOTE_UNCLOSED: entry<Place>({
    status: 400,
    exit: 2,
    meaning: "A quoted field is never closed.",
    message: (d) => `${place(d)}: the quote that opens this field is never closed.`,
    fix: () => 'Close the quote; a quote inside a quoted field is written twice ("").',
  }),
  DATA_QUOTE_MISPLACED: entry<Place & { got: string }>({
    status: 400,
    exit: 2,
    meaning: "Text follows the closing quote of a field.",
    message: (d) => `${place(d)}: expected a delimiter or the end of the row after a closing quote, got ${d.got}.`,
    fix: () => 'A quote inside a quoted field is written twice (""). An earlier quote may be unclosed.',
  }),
  DATA_RECORD_TOO_LARGE: entry<Place & { limitBytes: number }>({
    status: 400,
    exit: 2,
    meaning: "A single row is larger than the limit.",
    message: (d) => `${place(d)}: the row that starts here is larger than ${d.limitBytes} bytes.`,
    fix: () => "Look for an unclosed quote here; or keep long documents in files of their own.",
  }),
  DATA_TOO_WIDE: entry<{ file: string; columns: number; limit: number }>({
    status: 400,
    exit: 2,
    meaning: "A table has more columns than Millrace reads.",
    message: (d) => `${d.file}: ${d.columns} columns; at most ${d.limit} can be read.`,
    fix: () => "Select the columns that matter first, or turn the table into long form (row, name, value).",
  }),
  DATA_SCHEMA_DIFFERS: entry<{ file: string; first: string; difference: string }>({
    status: 400,
    exit: 2,
    meaning: "Files that are read as one table have different columns.",
    message: (d) => `${d.file}: its columns differ from those of ${d.first}: ${d.difference}.`,
    fix: () => "Give all files the same columns in the same order, or narrow the glob.",
  }),
  DATA_JSON_INVALID: entry<Place & { expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A JSON or NDJSON file breaks the grammar, or holds something that is no table.",
    message: (d) => `${place(d)}: expected ${d.expected}, got ${d.got}.`,
    fix: () =>
      "A table in JSON is an array of objects (or one object a line) with plain values; NaN and Infinity aren't JSON: write null.",
  }),
  DATA_NESTED: entry<{ file: string; path: string; type: string; line?: number }>({
    status: 400,
    exit: 2,
    meaning: "A column holds lists, maps or other values that are no single number or text.",
    message: (d) =>
      `${d.file}${d.line === undefined ? "" : `:${d.line}`}: column "${d.path}" holds ${d.type}, not single values.`,
    fix: (d) => `Leave it out with table(path, { drop: ["${d.path}"] }), or flatten it before.`,
  }),
  DATA_COLUMN_UNKNOWN: entry<{ what: string; column: string; suggestion: string; columns: string }>({
    status: 400,
    exit: 2,
    meaning: "An option, a check or the target names a column that the data doesn't have.",
    message: (d) =>
      `${d.what} names column "${d.column}", but the data has no such column.${d.suggestion} Columns: ${d.columns}.`,
    fix: () => "Use one of the columns listed.",
  }),
  DATA_KIND_MISMATCH: entry<{ column: string; kind: string; count: number; examples: string }>({
    status: 400,
    exit: 2,
    meaning: "A column is declared as a kind that some of its values contradict.",
    message: (d) =>
      `Column "${d.column}" is declared as ${d.kind}, but ${d.count} ${d.count === 1 ? "value isn't" : "values aren't"}: ${d.examples}.`,
    fix: (d) =>
      `Mend the values, name them in \`missing\` (table(path, { missing: { "${d.column}": […] } })), or declare another kind.`,
  }),
  DATA_OPTION_INVALID: entry<{ what: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "An option of a table, or a parameter of a check, has a value that is not allowed.",
    message: (d) => `${d.what} must be ${d.expected}, got ${d.got}.`,
    fix: () => "See docs/reference/sources.md (tables) and docs/reference/checks.md for what is allowed.",
  }),
  DATA_NO_COLUMNS: entry<{ file: string }>({
    status: 400,
    exit: 2,
    meaning: "Every column of a table was dropped.",
    message: (d) => `${d.file}: no column is left to read.`,
    fix: () => "Drop fewer columns.",
  }),
  DATA_CHANGED_WHILE_READ: entry<{ file: string }>({
    status: 409,
    exit: 2,
    meaning: "A file was written to while it was being read.",
    message: (d) => `${d.file}: the file changed while it was being read.`,
    fix: () => "Run again when the export is done; write to a temporary name and rename when whole.",
  }),
  DATA_SNAPSHOT_BROKEN: entry<{ path: string; reason: string }>({
    status: 422,
    exit: 2,
    meaning: "A snapshot isn't a whole Parquet file written by Millrace.",
    message: (d) => `${d.path}: not a whole snapshot (${d.reason}).`,
    fix: () => "Run again: a new snapshot is taken when the old one is not intact.",
  }),
  DATA_READ_FAILED: entry<{ file: string; reason: string }>({
    status: 500,
    exit: 2,
    meaning: "Reading a table failed for a reason that no other code names (memory, disk, permissions).",
    message: (d) => `${d.file}: reading failed: ${d.reason}`,
    fix: () => "Check that the disk has room and that the file is readable.",
  }),
  DATA_WRITE_FAILED: entry<{ file: string; reason: string }>({
    status: 500,
    exit: 2,
    meaning: "An output table can't be written (disk full, no permission, unknown extension).",
    message: (d) => `${d.file}: writing failed: ${d.reason}`,
    fix: () => "Check that the folder exists, is writable and has room. Outputs are csv, tsv, parquet or ndjson.",
  }),
} as const;
