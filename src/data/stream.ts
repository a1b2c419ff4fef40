import { rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail, isMillraceError } from "../errors/index.ts";
import { type Column, type ColumnKind, Frame, sharedFloat64, sharedInt32 } from "../ml/index.ts";
import type { TableOptions } from "../workflow/index.ts";
import { withDuckDB } from "./duckdb.ts";
import { declaredKind } from "./kinds/declared.ts";
import { missingTexts } from "./kinds/missing.ts";
import { numberSql, readSql, valueOfPresent } from "./kinds/read-sql.ts";
import { type ColumnReading, readingOf } from "./kinds/reading.ts";
import { surveyColumns } from "./kinds/survey.ts";
import { stageTable } from "./snapshot.ts";
import { formatOf, tableFormats } from "./sources/index.ts";
import type { StagedColumn, StagedTable } from "./sources/source.ts";

/** A column that is wanted with its meaning; the others are carried along as they are. */
export interface StreamField {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly storage: "values" | "codes";
  /**
   * How the training table was read (`ColumnManifest.reading`): date formats and decimal mark. Told from the file if absent. In JSON
   * and Parquet, numbers have a decimal point whatever it says, and numbers as dates are milliseconds since 1970.
   */
  readonly reading?: ColumnReading | undefined;
  /** `ColumnManifest.missingTexts`; the default list if absent. */
  readonly missingTexts?: readonly string[] | undefined;
}

export type RawType = "text" | "number" | "boolean" | "date";
/** A cell as it stands in the file; null where there is none. Dates are milliseconds. */
export type RawValue = string | number | boolean | null;

/** A column as it stands in the file. */
export interface RawColumn {
  readonly name: string;
  readonly type: RawType;
}

export interface TableBatch {
  /** Number of the first row, from 0. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** The wanted fields that the file has, read exactly as a snapshot is. */
  readonly frame: Frame;
  /** Every column of the file, in its order, cell by cell. */
  readonly raw: readonly (readonly RawValue[])[];
  /** Cells that are no value of their field's kind; they count as missing. */
  readonly unreadable: readonly { readonly row: number; readonly field: string; readonly value: string }[];
}

export interface TableStream {
  readonly columns: readonly RawColumn[];
  /** Wanted fields that the file doesn't have. */
  readonly absent: readonly string[];
  readonly batches: AsyncIterable<TableBatch>;
}

/**
 * Reads a table of any size in batches, in its order: the fields by the kinds that a model's schema gives them, all else as it
 * is. The file is checked whole before the first batch comes, so a broken last line is found before anything is written.
 * The staged copy is removed when `work` is done.
 * @throws DATA_* with file, line and column
 */
export async function streamTable<T>(
  request: {
    readonly path: string;
    readonly fields: readonly StreamField[];
    readonly options?: TableOptions;
    /** Names a fresh path for a staged file. */
    readonly workFile: (extension: string) => string;
    readonly batchRows?: number;
    readonly threads?: number;
  },
  work: (stream: TableStream) => Promise<T>,
): Promise<T> {
  const { path, options = {}, batchRows = 8_192 } = request;
  const format = options.format === undefined ? formatOf(path) : tableFormats[options.format];
  if (format === undefined) throw fail("DATA_FORMAT_UNKNOWN", { path, formats: Object.keys(tableFormats).join(", ") });
  const stagedPath = request.workFile("staged.csv");
  try {
    const staged = await stageTable({ kind: format.name, path: basename(path), options }, dirname(path), stagedPath);
    return await withDuckDB(
      async (connection) => {
        const columns = staged.columns.map((column): RawColumn => ({ name: column.name, type: rawType(column) }));
        const names = new Set(columns.map((column) => column.name));
        const present = request.fields.filter((field) => names.has(field.name));
        const planned = await planFields(connection, staged, present, { ...options, typed: format.typed });
        const absent = request.fields.filter((field) => !names.has(field.name)).map((field) => field.name);
        return await work({ columns, absent, batches: readBatches(connection, staged, planned, batchRows) });
      },
      { threads: request.threads },
    );
  } catch (error) {
    if (isMillraceError(error) || !(error instanceof Error) || !/^(\w+ )+Error:/.test(error.message)) throw error;
    throw fail("DATA_READ_FAILED", { file: basename(path), reason: error.message.split("\n")[0]! }, { cause: error });
  } finally {
    await rm(stagedPath, { force: true });
  }
}

interface PlannedField {
  readonly field: StreamField;
  /** SQL of the cell over the staged columns, NULL where it's missing. */
  readonly present: string;
  /** SQL of its value, given the SQL of the present cell. */
  readonly read: (present: string) => string;
  readonly as: ColumnReading["as"];
}

function rawType(column: StagedColumn): RawType {
  return column.type === "string" ? "text" : column.type;
}

async function planFields(
  connection: DuckDBConnection,
  staged: StagedTable,
  fields: readonly StreamField[],
  options: TableOptions & { readonly typed: boolean },
): Promise<PlannedField[]> {
  const planned: PlannedField[] = [];
  for (const field of fields) {
    const column = staged.columns.find((candidate) => candidate.name === field.name)!;
    const missing = field.missingTexts ?? missingTexts(options.missing, field.name);
    const reading = field.reading ?? (await findReading(connection, staged, column, field, missing, options));
    const read = (present: string): string => {
      const value = valueOfPresent(present, column.type, reading);
      return options.typed && column.type === "text" ? orAsTyped(present, value, reading) : value;
    };
    planned.push({ field, present: readSql(column, reading, missing).present, read, as: reading.as });
  }
  return planned;
}

/** Numbers of JSON, and large ones of Parquet, come with their digits as text. */
function orAsTyped(present: string, read: string, reading: ColumnReading): string {
  if (reading.as === "number") return `coalesce(${read}, ${numberSql(`(${present})`, ".")})`;
  return reading.as === "date" ? `coalesce(${read}, make_timestamp_ms(try_cast((${present}) AS BIGINT)))` : read;
}

/** Dates and decimal marks can be written in many ways: where the training table's isn't known, the file is surveyed. */
async function findReading(
  connection: DuckDBConnection,
  staged: StagedTable,
  column: StagedColumn,
  field: StreamField,
  missing: readonly string[],
  options: TableOptions,
): Promise<ColumnReading> {
  if (field.storage === "codes" || field.kind === "boolean") return readingOf(field.kind, field.storage);
  const facts = { decimal: options.decimal, order: options.dates, commaDelimited: (staged.delimiter ?? ",") === "," };
  await connection.run(`CREATE OR REPLACE TEMP TABLE surveyed AS SELECT ${column.sql} AS s FROM ${staged.relation}`);
  const [survey] = await surveyColumns(connection, "surveyed", [
    { column: { ...column, sql: "s" }, missing, isDate: field.kind === "date" },
  ]);
  await connection.run("DROP TABLE surveyed");
  return declaredKind(field.kind === "date" ? "date" : "number", survey!, facts);
}

async function* readBatches(
  connection: DuckDBConnection,
  staged: StagedTable,
  planned: readonly PlannedField[],
  batchRows: number,
): AsyncGenerator<TableBatch> {
  const width = staged.columns.length + 2 * planned.length;
  const result = await connection.stream(batchSql(staged, planned));
  let [firstRow, cells, rowCount] = [0, emptyCells(width), 0];
  for (;;) {
    const chunk = await result.fetchChunk();
    const done = chunk === null || chunk === undefined || chunk.rowCount === 0;
    if (!done) {
      cells.forEach((column, c) => {
        for (const value of chunk.getColumnValues(c)) column.push(value as RawValue);
      });
      rowCount += chunk.rowCount;
    }
    if (rowCount > 0 && (done || rowCount >= batchRows)) {
      yield toBatch({ firstRow, rowCount, cells }, staged.columns, planned);
      firstRow += rowCount;
      [cells, rowCount] = [emptyCells(width), 0];
    }
    if (done) return await staged.confirm?.();
  }
}

/**
 * Every column as it stands, then of each field its value and whether it can't be read. Cells, values and flags are made one
 * from the other in queries of their own: written out, each would repeat the one before three times, and plans of wide
 * tables would take minutes.
 */
function batchSql(staged: StagedTable, planned: readonly PlannedField[]): string {
  const raw = staged.columns.map(
    ({ sql, type }, i) => `${type === "date" ? `epoch_ms(${sql})::DOUBLE` : sql} AS raw${i}`,
  );
  const present = planned.map(({ present }, i) => `${present} AS present${i}`);
  const read = planned.map(({ read }, i) => `${read(`present${i}`)} AS read${i}`);
  const columns = [
    ...raw.map((_, i) => `raw${i}`),
    ...planned.flatMap(({ as }, i) => [valueSql(`read${i}`, as), `(present${i} IS NOT NULL AND read${i} IS NULL)`]),
  ];
  const cells = `SELECT ${[...raw, ...present].join(", ")} FROM ${staged.relation}`;
  const values = read.length === 0 ? "SELECT *" : `SELECT *, ${read.join(", ")}`;
  return `SELECT ${columns.join(", ")} FROM (${values} FROM (${cells}))`;
}

function valueSql(read: string, as: ColumnReading["as"]): string {
  if (as === "date") return `(epoch_us(${read}) / 1000)::DOUBLE`;
  return as === "boolean" ? `(${read})::INTEGER::DOUBLE` : read;
}

function emptyCells(columns: number): RawValue[][] {
  return Array.from({ length: columns }, () => []);
}

function toBatch(
  { firstRow, rowCount, cells }: { firstRow: number; rowCount: number; cells: readonly RawValue[][] },
  columns: readonly StagedColumn[],
  planned: readonly PlannedField[],
): TableBatch {
  const unreadable: { row: number; field: string; value: string }[] = [];
  const read = planned.map(({ field }, i): [string, Column] => {
    const [values, flags] = [cells[columns.length + 2 * i]!, cells[columns.length + 2 * i + 1]!];
    const raw = cells[columns.findIndex((column) => column.name === field.name)]!;
    flags.forEach((flag, row) => {
      if (flag === true) unreadable.push({ row: firstRow + row, field: field.name, value: String(raw[row]) });
    });
    return [field.name, toColumn(field, values)];
  });
  return { firstRow, rowCount, frame: new Frame(rowCount, read), raw: cells.slice(0, columns.length), unreadable };
}

function toColumn(field: StreamField, cells: readonly RawValue[]): Column {
  if (field.storage === "values") {
    const values = sharedFloat64(cells.length);
    for (let i = 0; i < cells.length; i++) values[i] = cells[i] === null ? Number.NaN : (cells[i] as number);
    return { storage: "values", kind: field.kind as "number", values };
  }
  const dictionary = [...new Set(cells as (string | null)[])]
    .filter((text) => text !== null)
    .sort((a, b) => (a < b ? -1 : 1));
  const codeOf = new Map(dictionary.map((text, code) => [text, code]));
  const codes = sharedInt32(cells.length);
  for (let i = 0; i < cells.length; i++) codes[i] = cells[i] === null ? -1 : codeOf.get(cells[i] as string)!;
  return { storage: "codes", kind: field.kind as "category", codes, dictionary };
}
