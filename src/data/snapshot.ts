import { rm } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail, isMillraceError, listNames, type SourceLocation, suggestion } from "../errors/index.ts";
import type { SourceSpec, TableOptions } from "../workflow/index.ts";
import { queryRow, queryRows, sqlName, sqlText, withDuckDB } from "./duckdb.ts";
import { declaredKind } from "./kinds/declared.ts";
import { count, type InferredKind, inferKind } from "./kinds/infer.ts";
import { missingTexts } from "./kinds/missing.ts";
import { type ReadSql, readSql } from "./kinds/read-sql.ts";
import { type ColumnSurvey, surveyColumn } from "./kinds/survey.ts";
import type { ColumnManifest, SnapshotManifest } from "./manifest.ts";
import { findFiles } from "./sources/find-files.ts";
import { type StagedColumn, type StagedTable, tableFormats } from "./sources/index.ts";

/**
 * Takes a snapshot: reads the files that `spec` names, tells every column's kind, and writes one Parquet file with typed
 * columns. The same files and options give the same bytes, on any number of threads. What can't be read is refused; then
 * no file is left behind.
 * @param workFile names a fresh path for a file with that extension, on the disk where the snapshot shall stand
 * @returns the path of the Parquet file, to be adopted by the store, and the manifest
 * @throws DATA_* with file, line and column where the input is at fault
 */
export async function takeSnapshot(request: {
  spec: SourceSpec;
  baseFolder: string;
  workFile: (extension: string) => string;
  threads?: number | undefined;
}): Promise<{ path: string; manifest: SnapshotManifest }> {
  const { spec, workFile } = request;
  const [stagedPath, path, spillFolder] = [workFile("staged.csv"), workFile("parquet"), workFile("spill")];
  try {
    const staged = await stageTable(spec, request.baseFolder, stagedPath);
    const manifest = await withDuckDB(async (connection) => await convert(connection, staged, spec, path), {
      threads: request.threads,
      spillFolder,
    });
    return { path, manifest };
  } catch (error) {
    await rm(path, { force: true });
    if (isMillraceError(error)) throw located(error, spec.at);
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw fail("DATA_READ_FAILED", { file: spec.path, reason }, { at: spec.at, cause: error });
  } finally {
    await rm(stagedPath, { force: true });
    await rm(spillFolder, { force: true, recursive: true });
  }
}

/** Makes the files of a table readable in SQL. @throws DATA_* */
export async function stageTable(spec: SourceSpec, baseFolder: string, stagedPath: string): Promise<StagedTable> {
  const files = await findFiles(spec.path, baseFolder, spec.at);
  const format = Object.hasOwn(tableFormats, spec.kind) ? tableFormats[spec.kind] : undefined;
  if (format === undefined) {
    throw fail("DATA_FORMAT_UNKNOWN", { path: spec.path, formats: Object.keys(tableFormats).join(", ") });
  }
  return await format.stage({ files, options: spec.options, stagedPath });
}

/** The same error with the place in the workflow before it, so that both places are told. */
function located(error: Error, at: SourceLocation | undefined): Error {
  if (!isMillraceError(error) || error.at !== undefined || at === undefined) return error;
  return fail(error.code as "DATA_EMPTY", error.detail as { file: string }, { at, cause: error });
}

interface PlannedColumn {
  readonly staged: StagedColumn;
  readonly inferred: InferredKind;
  readonly survey: ColumnSurvey;
  /** SQL over the raw table. */
  readonly read: string;
  /** The column's name in the Parquet file. */
  readonly physical: string;
}

async function convert(
  connection: DuckDBConnection,
  staged: StagedTable,
  spec: SourceSpec,
  path: string,
): Promise<SnapshotManifest> {
  requireKnownColumns(staged.columns, spec.options);
  const dropped = new Set(spec.options.drop);
  const kept = staged.columns.filter((column) => !dropped.has(column.name));
  if (kept.length === 0) throw fail("DATA_NO_COLUMNS", { file: staged.files[0]!.path });
  const raw = kept.map((column, i) => ({ ...column, sql: `s${i}` }));
  const selection = kept.map((column, i) => `${column.sql} AS s${i}`).join(", ");
  await connection.run(`CREATE TEMP TABLE raw AS SELECT ${selection} FROM ${staged.relation}`);
  const physical = physicalNames(kept.map((column) => column.name));
  const planned: PlannedColumn[] = [];
  const columns: ColumnManifest[] = [];
  for (const [i, column] of raw.entries()) {
    const plan = await planColumn(connection, column, spec.options, staged, physical[i]!);
    planned.push(plan);
    columns.push(await describeColumn(connection, plan, spec.options));
  }
  await writeParquet(connection, planned, columns, path);
  const { rows } = await queryRow(connection, "SELECT count(*)::DOUBLE AS rows FROM raw");
  await connection.run("DROP TABLE raw");
  return {
    format: 1,
    files: staged.files,
    rows: rows as number,
    columns,
    dropped: [...dropped],
    renamed: staged.renamed,
    rejected: staged.rejected,
    rejectedCount: staged.rejectedCount,
    ...(staged.delimiter === undefined ? {} : { delimiter: staged.delimiter }),
  };
}

/** @throws DATA_COLUMN_UNKNOWN where an option names a column that isn't there */
function requireKnownColumns(columns: readonly StagedColumn[], options: TableOptions): void {
  const names = new Set(columns.map((column) => column.name));
  const named: [what: string, columns: readonly string[]][] = [
    ["drop", options.drop ?? []],
    ["kinds", Object.keys(options.kinds ?? {})],
    ["missing", Array.isArray(options.missing) ? [] : Object.keys(options.missing ?? {})],
    ["time", options.time === undefined ? [] : [options.time]],
    ["key", options.key === undefined ? [] : ([options.key].flat() as string[])],
  ];
  for (const [what, wanted] of named) {
    const column = wanted.find((name) => !names.has(name));
    if (column === undefined) continue;
    const detail = {
      what: `table option "${what}"`,
      column,
      suggestion: suggestion(column, names),
      columns: listNames(names),
    };
    throw fail("DATA_COLUMN_UNKNOWN", detail);
  }
}

async function planColumn(
  connection: DuckDBConnection,
  column: StagedColumn,
  options: TableOptions,
  staged: StagedTable,
  physical: string,
): Promise<PlannedColumn> {
  const missing = missingTexts(options.missing, column.name);
  const survey = await surveyColumn(connection, "raw", column, missing);
  const facts = { decimal: options.decimal, order: options.dates, commaDelimited: (staged.delimiter ?? ",") === "," };
  const declared = Object.hasOwn(options.kinds ?? {}, column.name) ? options.kinds![column.name] : undefined;
  const inferred =
    declared === undefined ? inferKind(column.name, survey, facts) : declaredKind(declared, survey, facts);
  return { staged: column, inferred, survey, read: fastSql(column, inferred, survey, missing), physical };
}

/** The same values by a shorter way, where the survey has shown that there is nothing to trim, to leave out or to refuse. */
function fastSql(
  column: StagedColumn,
  inferred: InferredKind,
  survey: ColumnSurvey,
  missing: readonly string[],
): string {
  if (column.type === "text" && survey.verbatim) {
    if (inferred.as === "text") return column.sql;
    if (inferred.as === "number" && inferred.decimal === "." && survey.numeric === survey.present) {
      return `${column.sql}::DOUBLE`;
    }
  }
  return readSql(column, inferred, missing).read;
}

async function describeColumn(
  connection: DuckDBConnection,
  plan: PlannedColumn,
  options: TableOptions,
): Promise<ColumnManifest> {
  const { staged, inferred, survey } = plan;
  const distinct = readSql({ sql: "t", type: staged.type }, inferred, missingTexts(options.missing, staged.name));
  const isText = inferred.as === "text";
  const shown = inferred.as === "date" ? `strftime(x, '%Y-%m-%dT%H:%M:%S.%gZ')` : isText ? "left(x, 200)" : "x::DOUBLE";
  const facts = await queryRow(
    connection,
    `SELECT coalesce(sum(n) FILTER (x IS NOT NULL), 0) AS readable, count(DISTINCT x)::DOUBLE AS distinct_values, ${isText ? "min(x) AS low, max(x) AS high" : `min(${shown}) AS low, max(${shown}) AS high`}
     FROM (SELECT ${distinct.read} AS x, n FROM distinct_values)`,
  );
  const unreadable = survey.present - (facts["readable"] as number);
  const examples = unreadable === 0 ? [] : await unreadableExamples(connection, distinct);
  if (unreadable > 0 && Object.hasOwn(options.kinds ?? {}, staged.name)) {
    const named = examples.map((example) => `${JSON.stringify(example.value)} in row ${example.row}`).join(", ");
    throw fail("DATA_KIND_MISMATCH", { column: staged.name, kind: inferred.kind, count: unreadable, examples: named });
  }
  const { kind, storage, as, decimal, dates } = inferred;
  const declaredAs = staged.declaredAs === undefined ? "" : `; ${staged.declaredAs}`;
  const oddNote =
    examples.length === 0 ? "" : ` (${examples.map((example) => JSON.stringify(example.value)).join(", ")})`;
  return {
    name: staged.name,
    kind,
    why: inferred.why + oddNote + declaredAs,
    missing: survey.rows - (facts["readable"] as number),
    missingMarkers: survey.missingMarkers,
    unreadable: { count: unreadable, examples },
    distinct: facts["distinct_values"] as number,
    min: clip(facts["low"]),
    max: clip(facts["high"]),
    reading: { kind, storage, as, decimal, dates },
    missingTexts: missingTexts(options.missing, staged.name),
  };
}

function clip(value: number | string | boolean | null | undefined): number | string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? [...value].slice(0, 100).join("") : Number(value);
}

async function unreadableExamples(
  connection: DuckDBConnection,
  sql: ReadSql,
): Promise<{ value: string; row: number }[]> {
  const rows = await queryRows(
    connection,
    `SELECT left((${sql.present})::VARCHAR, 60) AS value, (r + 1)::DOUBLE AS row FROM distinct_values
     WHERE v IS NOT NULL AND (${sql.read}) IS NULL ORDER BY r LIMIT 5`,
  );
  return rows.map((row) => ({ value: row["value"] as string, row: row["row"] as number }));
}

/** Names that are distinct for readers that ignore case, too: the second of "Age" and "age" gets a number behind. */
function physicalNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let physical = name;
    for (let n = 2; taken.has(physical.toLowerCase()); n++) physical = `${name}_${n}`;
    taken.add(physical.toLowerCase());
    return physical;
  });
}

async function writeParquet(
  connection: DuckDBConnection,
  planned: readonly PlannedColumn[],
  columns: readonly ColumnManifest[],
  path: string,
): Promise<void> {
  const selection = planned.map((plan) => `${plan.read} AS ${sqlName(plan.physical)}`).join(", ");
  const schema = JSON.stringify({ format: 1, columns: columns.map(({ name, reading }) => ({ name, reading })) });
  await connection.run(
    `COPY (SELECT ${selection} FROM raw) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {millrace: ${sqlText(schema)}})`,
  );
}

/** One line a column for people: "TotalCharges: number; numbers from 18.8 to 8684.8; 11 missing". */
export function describeManifest(manifest: SnapshotManifest): string[] {
  const set =
    manifest.rejectedCount === 0
      ? []
      : [`${count(manifest.rejectedCount)} rows didn't fit the header and were set aside`];
  const renamed = manifest.renamed.map(({ position, from, to }) => `column ${position} "${from}" is called "${to}"`);
  const lines = manifest.columns.map(({ name, kind, why, missing }) => {
    const gaps = missing === 0 ? "" : `; ${count(missing)} missing`;
    return `${name}: ${kind} (${why}${gaps})`;
  });
  return [...lines, ...renamed, ...set];
}
