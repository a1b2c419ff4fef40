import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail, isMillraceError, listNames, type SourceLocation, suggestion } from "../errors/index.ts";
import type { SourceSpec, TableOptions } from "../workflow/index.ts";
import { queryRow, sqlName, sqlText, withDuckDB } from "./duckdb.ts";
import { count } from "./kinds/infer.ts";
import { type PlannedColumn, planColumns } from "./kinds/plan-columns.ts";
import type { SnapshotManifest } from "./manifest.ts";
import { findFiles } from "./sources/find-files.ts";
import { type StagedColumn, type StagedTable, tableFormats } from "./sources/index.ts";

/**
 * Takes a snapshot: reads the files that `spec` names, tells every column's kind, and writes one Parquet file with typed
 * columns. The same files and options give the same bytes, on any number of threads. What can't be read is refused; then
 * no file is left behind.
 * @param workFile names a fresh path for a file with that extension, on the disk where the snapshot shall stand
 * @returns the path of the Parquet file, to be adopted by the store, and the manifest
 * @throws DATA_* with file, line and column where the input is at fault; STORE_DISK_FULL
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
    if (isDiskFull(error)) throw fail("STORE_DISK_FULL", { home: dirname(path), what: "a snapshot" }, { cause: error });
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw fail("DATA_READ_FAILED", { file: spec.path, reason }, { at: spec.at, cause: error });
  } finally {
    await rm(stagedPath, { force: true });
    await rm(spillFolder, { force: true, recursive: true });
  }
}

/** Node says it by a code, the table engine by its text alone. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ENOSPC" ||
    code === "EDQUOT" ||
    /no space left on device|disk (quota )?(is )?(full|exceeded)/i.test(error.message)
  );
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
  await staged.confirm?.();
  const { rows } = await queryRow(connection, "SELECT count(*)::DOUBLE AS rows FROM raw");
  const commaDelimited = (staged.delimiter ?? ",") === ",";
  const planned = await planColumns(connection, raw, rows as number, spec.options, commaDelimited);
  const columns = planned.map((plan) => plan.manifest);
  await writeParquet(connection, planned, path);
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
  path: string,
): Promise<void> {
  const physical = physicalNames(planned.map(({ manifest }) => manifest.name));
  const cells = planned.map((plan, i) => `${plan.cell} AS p${i}`).join(", ");
  const selection = planned.map((plan, i) => `${plan.valueOf(`p${i}`)} AS ${sqlName(physical[i]!)}`).join(", ");
  const columns = planned.map(({ manifest: { name, reading } }) => ({ name, reading }));
  const schema = JSON.stringify({ format: 1, columns });
  await connection.run(
    `COPY (SELECT ${selection} FROM (SELECT ${cells} FROM raw)) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {millrace: ${sqlText(schema)}})`,
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
