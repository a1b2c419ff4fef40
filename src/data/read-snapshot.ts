import type { DuckDBConnection } from "@duckdb/node-api";
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

async function readColumns(
  connection: DuckDBConnection,
  path: string,
  columns: readonly StoredColumn[],
  rows: number,
): Promise<Frame> {
  const relation = `read_parquet(${sqlText(path)})`;
  const dictionaries = new Map<string, string[]>();
  const selection: string[] = [];
  for (const [i, column] of columns.entries()) {
    const name = sqlName(column.physical);
    if (column.reading.storage === "values") {
      selection.push(`coalesce(${valueSql(name, column.reading)}, 'nan'::DOUBLE)`);
    } else {
      dictionaries.set(column.name, await createDictionary(connection, relation, name, `codes_${i}`));
      selection.push(`coalesce(enum_code(${name}::codes_${i})::INTEGER, -1)`);
    }
  }
  const targets = columns.map((column) =>
    column.reading.storage === "values" ? sharedFloat64(rows) : sharedInt32(rows),
  );
  if (columns.length > 0) await fill(connection, `SELECT ${selection.join(", ")} FROM ${relation}`, targets);
  for (const i of columns.keys()) await connection.run(`DROP TYPE IF EXISTS codes_${i}`);
  return new Frame(
    rows,
    columns.map((column, i) => [column.name, toColumn(column, targets[i]!, dictionaries.get(column.name))] as const),
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

async function fill(
  connection: DuckDBConnection,
  sql: string,
  targets: readonly (Float64Array | Int32Array)[],
): Promise<void> {
  const result = await connection.stream(sql);
  for (let at = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk === undefined || chunk.rowCount === 0) break;
    for (let c = 0; c < targets.length; c++) {
      const vector = chunk.getColumnVector(c) as unknown as { items: Float64Array | Int32Array };
      (targets[c] as Float64Array).set(vector.items.subarray(0, chunk.rowCount) as Float64Array, at);
    }
    at += chunk.rowCount;
  }
}

function toColumn(column: StoredColumn, target: Float64Array | Int32Array, texts: string[] = []): Column {
  const { kind } = column.reading;
  if (target instanceof Float64Array) return { storage: "values", kind: kind as "number", values: target };
  return { storage: "codes", kind: kind as "category", ...sortedByCodeUnit(target, texts) };
}

/** DuckDB sorts by bytes, that is by code point; texts beyond U+FFFF stand elsewhere when sorted by code unit. */
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
