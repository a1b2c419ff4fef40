import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { fail, isMillraceError, listNames, suggestion } from "../errors/index.ts";
import { type Column, Frame, sharedFloat64, sharedInt32 } from "../ml/index.ts";
import { queryRow, queryRows, sqlName, sqlText, withDuckDB } from "./duckdb.ts";
import type { ColumnReading } from "./kinds/reading.ts";

/** What a snapshot says of itself. */
export interface SnapshotSchema {
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly reading: ColumnReading }[];
}

interface StoredColumn {
  readonly name: string;
  readonly reading: ColumnReading;
  readonly physical: string;
}

/**
 * Columns of a snapshot in shared memory, rows in their order. Texts are coded by a dictionary sorted by code unit.
 * @param options `columns`: which, and in which order (default: all); `rows`: only these row numbers, from 0, ascending
 * @throws DATA_SNAPSHOT_BROKEN, DATA_COLUMN_UNKNOWN
 */
export async function readSnapshot(
  path: string,
  options: {
    columns?: readonly string[] | undefined;
    rows?: ArrayLike<number> | undefined;
    threads?: number | undefined;
  } = {},
): Promise<Frame> {
  return await whole(path, async () =>
    withDuckDB(
      async (connection) => {
        const stored = await storedColumns(connection, path);
        const wanted = options.columns === undefined ? stored.columns : pick(stored.columns, options.columns);
        const frame = await readColumns(connection, path, wanted, stored.rows);
        return options.rows === undefined ? frame : frame.take(options.rows);
      },
      { threads: options.threads },
    ),
  );
}

/** Names, kinds and number of rows of a snapshot, without its values. @throws DATA_SNAPSHOT_BROKEN */
export async function readSnapshotSchema(path: string): Promise<SnapshotSchema> {
  return await whole(path, async () =>
    withDuckDB(async (connection) => {
      const { rows, columns } = await storedColumns(connection, path);
      return { rows, columns: columns.map(({ name, reading }) => ({ name, reading })) };
    }),
  );
}

async function whole<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isMillraceError(error)) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw fail("DATA_SNAPSHOT_BROKEN", { path, reason }, { cause: error });
  }
}

async function storedColumns(
  connection: DuckDBConnection,
  path: string,
): Promise<{ rows: number; columns: StoredColumn[] }> {
  const file = sqlText(path);
  const [meta] = await queryRows(
    connection,
    `SELECT decode(value) AS value FROM parquet_kv_metadata(${file}) WHERE decode(key) = 'millrace'`,
  );
  if (meta === undefined) throw fail("DATA_SNAPSHOT_BROKEN", { path, reason: "it was not written by Millrace" });
  const schema = JSON.parse(meta["value"] as string) as { columns: { name: string; reading: ColumnReading }[] };
  const described = await queryRows(connection, `DESCRIBE SELECT * FROM read_parquet(${file})`);
  const { rows } = await queryRow(connection, `SELECT count(*)::DOUBLE AS rows FROM read_parquet(${file})`);
  const columns = schema.columns.map((column, i) => ({ ...column, physical: String(described[i]!["column_name"]) }));
  return { rows: rows as number, columns };
}

function pick(columns: readonly StoredColumn[], names: readonly string[]): StoredColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const column = byName.get(name);
    if (column !== undefined) return column;
    const detail = {
      what: "reading the snapshot",
      column: name,
      suggestion: suggestion(name, byName.keys()),
      columns: listNames(byName.keys()),
    };
    throw fail("DATA_COLUMN_UNKNOWN", detail);
  });
}

/** From so many rows on, codes are made inside DuckDB: dearer to set up, cheaper a row. */
const longTable = 20_000;

/** A query's planning grows faster than its columns. */
const columnsAtOnce = 500;

/** Where a column's cells go. `codeOf`: texts get their codes as they come. */
type Target =
  | { readonly values: Float64Array }
  | { readonly codes: Int32Array; readonly texts: string[]; readonly codeOf?: Map<string, number> };

async function readColumns(
  connection: DuckDBConnection,
  path: string,
  columns: readonly StoredColumn[],
  rows: number,
): Promise<Frame> {
  const relation = `read_parquet(${sqlText(path)})`;
  const selection: string[] = [];
  const targets: Target[] = [];
  for (const [i, column] of columns.entries()) {
    const name = sqlName(column.physical);
    if (column.reading.storage === "values") {
      selection.push(`coalesce(${valueSql(name, column.reading)}, 'nan'::DOUBLE)`);
      targets.push({ values: sharedFloat64(rows) });
    } else if (rows < longTable) {
      selection.push(name);
      targets.push({ codes: sharedInt32(rows), texts: [], codeOf: new Map() });
    } else {
      const texts = await createDictionary(connection, relation, name, `codes_${i}`);
      selection.push(`coalesce(enum_code(${name}::codes_${i})::INTEGER, -1)`);
      targets.push({ codes: sharedInt32(rows), texts });
    }
  }
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const part = selection.slice(from, from + columnsAtOnce).join(", ");
    await fill(connection, `SELECT ${part} FROM ${relation}`, targets.slice(from, from + columnsAtOnce));
  }
  return new Frame(
    rows,
    columns.map((column, i) => [column.name, toColumn(column, targets[i]!)] as const),
  );
}

function valueSql(name: string, reading: ColumnReading): string {
  if (reading.as === "date") return `(epoch_us(${name}) / 1000)::DOUBLE`;
  return reading.as === "boolean" ? `${name}::INTEGER::DOUBLE` : name;
}

/** An ENUM of a column's distinct texts, sorted by code unit; its codes are the column's codes. */
async function createDictionary(
  connection: DuckDBConnection,
  relation: string,
  name: string,
  type: string,
): Promise<string[]> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE texts AS SELECT DISTINCT ${name} AS v FROM ${relation} WHERE ${name} IS NOT NULL ORDER BY v`,
  );
  await connection.run(`CREATE TEMP TYPE ${type} AS ENUM (SELECT v FROM texts ORDER BY v)`);
  const texts = (await connection.runAndReadAll("SELECT v FROM texts ORDER BY v")).getColumnsJS()[0] ?? [];
  return texts as string[];
}

async function fill(connection: DuckDBConnection, sql: string, targets: readonly Target[]): Promise<void> {
  const result = await connection.stream(sql);
  for (let at = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk === undefined || chunk.rowCount === 0) break;
    targets.forEach((target, c) => {
      if ("values" in target) target.values.set(itemsOf<Float64Array>(chunk, c), at);
      else if (target.codeOf === undefined) target.codes.set(itemsOf<Int32Array>(chunk, c), at);
      else encode(chunk.getColumnValues(c) as (string | null)[], target, target.codeOf, at);
    });
    at += chunk.rowCount;
  }
}

function itemsOf<T extends Float64Array | Int32Array>(chunk: DuckDBDataChunk, column: number): T {
  const vector = chunk.getColumnVector(column) as unknown as { readonly items: T };
  return vector.items.subarray(0, chunk.rowCount) as T;
}

function encode(
  cells: readonly (string | null)[],
  { codes, texts }: { codes: Int32Array; texts: string[] },
  codeOf: Map<string, number>,
  at: number,
): void {
  for (let i = 0; i < cells.length; i++) {
    const text = cells[i];
    let code = text === null || text === undefined ? -1 : codeOf.get(text);
    if (code === undefined) {
      code = texts.push(text!) - 1;
      codeOf.set(text!, code);
    }
    codes[at + i] = code;
  }
}

function toColumn(column: StoredColumn, target: Target): Column {
  const { kind } = column.reading;
  if ("values" in target) return { storage: "values", kind: kind as "number", values: target.values };
  return { storage: "codes", kind: kind as "category", ...sortedByCodeUnit(target.codes, target.texts) };
}

/**
 * Codes moved so that the dictionary is sorted by code unit. (DuckDB sorts by bytes, that is by code point: not the same beyond
 * U+FFFF.)
 */
function sortedByCodeUnit(codes: Int32Array, texts: string[]): { codes: Int32Array; dictionary: string[] } {
  if (texts.every((text, i) => i === 0 || texts[i - 1]! < text)) return { codes, dictionary: texts };
  const order = texts.map((_, i) => i).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  const moved = new Int32Array(texts.length);
  order.forEach((from, to) => {
    moved[from] = to;
  });
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) codes[i] = moved[codes[i]!]!;
  return { codes, dictionary: order.map((from) => texts[from]!) };
}
