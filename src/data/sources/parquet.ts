import { open, stat } from "node:fs/promises";
import { fail } from "../../errors/index.ts";
import { queryRow, queryRows, sqlName, sqlText, withDuckDB } from "../duckdb.ts";
import { digestFile } from "./bytes.ts";
import { nameColumns, requireSameNames } from "./names.ts";
import {
  maxColumns,
  type SourceFile,
  type StagedColumn,
  type StagedTable,
  type StageRequest,
  type TableFormat,
} from "./source.ts";

/** Parquet: typed columns; structs become columns with dotted names, lists and maps are refused unless dropped. */
export const parquet: TableFormat<"parquet"> = {
  name: "parquet",
  summary: "Parquet; the types of its schema are kept",
  extensions: [".parquet", ".pq"],
  gzip: false,
  typed: true,
  stage,
};

interface Field {
  readonly name: string;
  readonly sql: string;
  readonly type: string;
}

async function stage(request: StageRequest): Promise<StagedTable> {
  for (const file of request.files) await requireWhole(file);
  const before = await Promise.all(request.files.map((file) => stat(file.path)));
  const confirm = async (): Promise<void> => {
    for (const [i, file] of request.files.entries()) {
      const now = await stat(file.path);
      const { size, mtimeMs, ino } = before[i]!;
      if (now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== ino) {
        throw fail("DATA_CHANGED_WHILE_READ", { file: file.shown });
      }
    }
  };
  const files: SourceFile[] = [];
  for (const file of request.files) files.push(await digestFile(file));
  return await withDuckDB(async (connection) => {
    let first: readonly Field[] = [];
    let rows = 0;
    for (const [i, file] of request.files.entries()) {
      const fields = await schemaOf(file);
      if (i === 0) first = fields;
      requireSameFields(first, fields, request.files[0]!.shown, file.shown);
      rows += (await queryRow(connection, `SELECT count(*) AS rows FROM read_parquet(${sqlText(file.path)})`))
        .rows as number;
    }
    if (rows === 0) throw fail("DATA_NO_ROWS", { file: request.files[0]!.shown, columns: first.length });
    const leaves = first.flatMap((field) => leavesOf(field));
    const { names, renamed } = nameColumns(leaves.map((leaf) => leaf.name));
    if (leaves.length > maxColumns) {
      throw fail("DATA_TOO_WIDE", { file: request.files[0]!.shown, columns: leaves.length, limit: maxColumns });
    }
    const dropped = new Set(request.options.drop);
    const columns = leaves.map((leaf, i) =>
      stagedColumn({ ...leaf, name: names[i]! }, dropped, request.files[0]!.shown),
    );
    const paths = request.files.map((file) => sqlText(file.path)).join(", ");
    return { relation: `read_parquet([${paths}])`, columns, files, rejected: [], rejectedCount: 0, renamed, confirm };
  });

  async function schemaOf(file: { path: string; shown: string }): Promise<Field[]> {
    try {
      return await withDuckDB(async (connection) => {
        const described = await queryRows(connection, `DESCRIBE SELECT * FROM read_parquet(${sqlText(file.path)})`);
        return described.map((row) => {
          const name = String(row["column_name"]);
          return { name, sql: sqlName(name), type: String(row["column_type"]) };
        });
      });
    } catch (error) {
      throw fail("DATA_PARQUET_BROKEN", { file: file.shown, reason: firstLine(error) }, { cause: error });
    }
  }
}

/** @throws DATA_EMPTY, DATA_FORMAT_WRONG, DATA_PARQUET_BROKEN by the magic numbers at both ends */
async function requireWhole(file: { path: string; shown: string }): Promise<void> {
  const handle = await open(file.path, "r");
  try {
    const { size } = await handle.stat();
    if (size === 0) throw fail("DATA_EMPTY", { file: file.shown });
    const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
    await handle.read(head, 0, 4, 0);
    await handle.read(tail, 0, 4, Math.max(0, size - 4));
    if (head.toString("latin1") !== "PAR1") {
      const got = `something else (it starts with ${JSON.stringify(head.toString("latin1"))})`;
      throw fail("DATA_FORMAT_WRONG", { file: file.shown, expected: 'a Parquet file (starting with "PAR1")', got });
    }
    if (size < 12 || tail.toString("latin1") !== "PAR1") {
      throw fail("DATA_PARQUET_BROKEN", { file: file.shown, reason: "its footer is missing: the file is cut short" });
    }
  } finally {
    await handle.close();
  }
}

function requireSameFields(first: readonly Field[], fields: readonly Field[], name: string, file: string): void {
  requireSameNames(
    first.map((field) => field.name),
    fields.map((field) => field.name),
    name,
    file,
  );
  const other = fields.find((field, i) => field.type !== first[i]!.type);
  if (other === undefined) return;
  const was = first.find((field) => field.name === other.name)!.type;
  throw fail("DATA_SCHEMA_DIFFERS", { file, first: name, difference: `"${other.name}" is ${other.type}, not ${was}` });
}

/** A struct's fields as columns of their own, however deep: `address.city`. */
function leavesOf(field: Field): Field[] {
  const members = structMembers(field.type);
  if (members === undefined) return [field];
  return members.flatMap(([name, type]) =>
    leavesOf({ name: `${field.name}.${name}`, sql: `struct_extract(${field.sql}, ${sqlText(name)})`, type }),
  );
}

/** The members in DuckDB's text of a struct type, `STRUCT(a INTEGER, "b c" VARCHAR)`; undefined for any other type. */
function structMembers(type: string): [name: string, type: string][] | undefined {
  if (!type.startsWith("STRUCT(") || !type.endsWith(")")) return undefined;
  return splitTop(type.slice("STRUCT(".length, -1)).map((member) => {
    const match = /^(?:"((?:[^"]|"")*)"|(\S+)) ([\s\S]+)$/.exec(member)!;
    return [match[1]?.replaceAll('""', '"') ?? match[2]!, match[3]!];
  });
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let [depth, quoted, from] = [0, false, 0];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** @throws DATA_NESTED for a list, a map or bytes that aren't dropped */
function stagedColumn(leaf: Field, dropped: ReadonlySet<string>, file: string): StagedColumn {
  const { name, sql, type } = leaf;
  const declaredAs = `${type} in the Parquet schema`;
  if (/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE)$/.test(type)) {
    return { name, type: "number", sql: `(${sql})::DOUBLE`, declaredAs };
  }
  if (/^(BIGINT|UBIGINT|HUGEINT|UHUGEINT|DECIMAL)/.test(type) && !type.endsWith("[]")) {
    // As text, so that identifiers beyond 2^53 keep their digits; the survey turns the others into numbers.
    return { name, type: "text", sql: `(${sql})::VARCHAR`, declaredAs };
  }
  if (type === "BOOLEAN") return { name, type: "boolean", sql, declaredAs };
  if (/^(DATE|TIMESTAMP)/.test(type) && !type.endsWith("[]")) {
    return { name, type: "date", sql: `(${sql})::TIMESTAMP`, declaredAs };
  }
  if (/^(VARCHAR|UUID|TIME|ENUM|INTERVAL)/.test(type) && !type.endsWith("[]")) {
    return { name, type: "string", sql: `(${sql})::VARCHAR`, declaredAs };
  }
  if (dropped.has(name)) return { name, type: "string", sql: "NULL::VARCHAR", declaredAs };
  throw fail("DATA_NESTED", { file, path: name, type: `values of type ${type}` });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
