import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors/index.ts";
import type { TableOptions } from "../../workflow/index.ts";
import { queryRows } from "../duckdb.ts";
import type { ColumnManifest } from "../manifest.ts";
import type { StagedColumn } from "../sources/source.ts";
import { declaredKind } from "./declared.ts";
import { type InferredKind, inferKind } from "./infer.ts";
import { missingTexts } from "./missing.ts";
import { readSql, valueOfPresent } from "./read-sql.ts";
import { type ColumnSurvey, type SurveyedColumn, surveyColumns } from "./survey.ts";

/** A column whose kind is decided. */
export interface PlannedColumn {
  readonly manifest: ColumnManifest;
  /** What is taken from the raw table, in SQL. */
  readonly cell: string;
  /** The value that is made of a cell, in SQL. */
  readonly valueOf: (cell: string) => string;
}

/** Columns are surveyed together up to so many cells: few long ones, or many short ones. */
const cellsAtOnce = 2_000_000;
const columnsAtOnce = 512;

/**
 * Decides the kind of every column of the temporary table `raw`, and how it is read.
 * @throws DATA_KIND_MISMATCH where values contradict a declared kind
 */
export async function planColumns(
  connection: DuckDBConnection,
  columns: readonly StagedColumn[],
  rows: number,
  options: TableOptions,
  commaDelimited: boolean,
): Promise<PlannedColumn[]> {
  const facts = { decimal: options.decimal, order: options.dates, commaDelimited };
  const planned = new Map<StagedColumn, PlannedColumn>();
  for (const batch of batchesOf(columns, rows)) {
    const kindOf = (name: string) => (Object.hasOwn(options.kinds ?? {}, name) ? options.kinds![name] : undefined);
    const surveyed = batch.map((column) => {
      const { name } = column;
      return { column, missing: missingTexts(options.missing, name), isDate: kindOf(name) === "date" };
    });
    const surveys = await surveyColumns(connection, "raw", surveyed);
    const decided = surveyed.map((item, k): Decided => {
      const { name } = item.column;
      const declared = kindOf(name);
      const survey = surveys[k]!;
      const inferred = declared === undefined ? inferKind(name, survey, facts) : declaredKind(declared, survey, facts);
      return { ...item, k, survey, inferred, declared: declared !== undefined };
    });
    const summaries = await summarize(connection, decided);
    for (const item of decided) {
      const manifest = await describe(connection, item, summaries.get(item.k)!);
      planned.set(item.column, { manifest, ...valueSql(item) });
    }
  }
  return columns.map((column) => planned.get(column)!);
}

interface Decided extends SurveyedColumn {
  readonly k: number;
  readonly survey: ColumnSurvey;
  readonly inferred: InferredKind;
  readonly declared: boolean;
}

interface Summary {
  readonly readable: number;
  readonly distinct: number;
  readonly low: number | string | null;
  readonly high: number | string | null;
}

function batchesOf(columns: readonly StagedColumn[], rows: number): StagedColumn[][] {
  const size = Math.max(1, Math.min(columnsAtOnce, Math.floor(cellsAtOnce / Math.max(1, rows))));
  const byType = groupBy(columns, ({ type }) => (type === "string" ? "text" : type));
  return [...byType.values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / size) }, (_, i) => alike.slice(i * size, (i + 1) * size)),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Counts and ends of the values as they will be read, columns that are read alike together. */
async function summarize(connection: DuckDBConnection, decided: readonly Decided[]): Promise<Map<number, Summary>> {
  const summaries = new Map<number, Summary>();
  for (const item of decided) {
    const known = knownSummary(item);
    if (known !== undefined) summaries.set(item.k, known);
  }
  const open = decided.filter(({ k }) => !summaries.has(k));
  const alike = groupBy(open, (item) => `${item.inferred.as} ${distinctSql(item).read}`);
  for (const items of alike.values()) {
    const { as } = items[0]!.inferred;
    const shown = as === "date" ? "strftime(x, '%Y-%m-%dT%H:%M:%S.%gZ')" : as === "text" ? "x" : "x::DOUBLE";
    const rows = await queryRows(
      connection,
      `SELECT k, coalesce(sum(n) FILTER (x IS NOT NULL), 0) AS readable, count(DISTINCT x)::DOUBLE AS distinct_values,
         min(${shown}) AS low, max(${shown}) AS high
       FROM (SELECT k, n, ${distinctSql(items[0]!).read} AS x FROM distinct_values WHERE k IN (${items.map(({ k }) => k).join(", ")})) GROUP BY k`,
    );
    for (const row of rows) {
      summaries.set(row["k"] as number, {
        readable: row["readable"] as number,
        distinct: row["distinct_values"] as number,
        low: clip(row["low"]),
        high: clip(row["high"]),
      });
    }
  }
  return summaries;
}

/** What the survey has already told: texts as they are, and plain numbers. */
function knownSummary({ column, inferred, survey }: Decided): Summary | undefined {
  if (column.type !== "text" && column.type !== "string") return undefined;
  if (inferred.as === "text") {
    return {
      readable: survey.present,
      distinct: survey.distinct,
      low: clip(survey.firstText),
      high: clip(survey.lastText),
    };
  }
  if (inferred.as !== "number" || inferred.decimal !== ".") return undefined;
  return { readable: survey.numeric, distinct: survey.distinctNumbers, low: survey.minNumber, high: survey.maxNumber };
}

function distinctSql({ column, inferred, missing }: Decided) {
  return readSql({ sql: "t", type: column.type }, inferred, missing);
}

function clip(value: number | string | boolean | null | undefined): number | string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? [...value.slice(0, 200)].slice(0, 100).join("") : Number(value);
}

async function describe(connection: DuckDBConnection, item: Decided, summary: Summary): Promise<ColumnManifest> {
  const { column, inferred, survey, missing } = item;
  const unreadable = survey.present - summary.readable;
  const examples = unreadable === 0 ? [] : await unreadableExamples(connection, item);
  if (unreadable > 0 && item.declared) {
    const named = examples.map((example) => `${JSON.stringify(example.value)} in row ${example.row}`).join(", ");
    throw fail("DATA_KIND_MISMATCH", { column: column.name, kind: inferred.kind, count: unreadable, examples: named });
  }
  const { kind, storage, as, decimal, dates } = inferred;
  const declaredAs = column.declaredAs === undefined ? "" : `; ${column.declaredAs}`;
  const odd = examples.length === 0 ? "" : ` (${examples.map(({ value }) => JSON.stringify(value)).join(", ")})`;
  return {
    name: column.name,
    kind,
    why: inferred.why + odd + declaredAs,
    missing: survey.rows - summary.readable,
    missingMarkers: survey.missingMarkers,
    unreadable: { count: unreadable, examples },
    distinct: summary.distinct,
    min: summary.low,
    max: summary.high,
    reading: { kind, storage, as, decimal, dates },
    missingTexts: missing,
  };
}

async function unreadableExamples(
  connection: DuckDBConnection,
  item: Decided,
): Promise<{ value: string; row: number }[]> {
  const sql = distinctSql(item);
  const rows = await queryRows(
    connection,
    `SELECT left((${sql.present})::VARCHAR, 60) AS value, (r + 1)::DOUBLE AS row FROM distinct_values
     WHERE k = ${item.k} AND v IS NOT NULL AND (${sql.read}) IS NULL ORDER BY r LIMIT 5`,
  );
  return rows.map((row) => ({ value: row["value"] as string, row: row["row"] as number }));
}

/** The shortest way to the value: where the survey has shown that there is nothing to trim, to leave out or to refuse, nothing is done. */
function valueSql({ column, inferred, survey, missing }: Decided): Pick<PlannedColumn, "cell" | "valueOf"> {
  if (column.type === "text" && survey.verbatim) {
    if (inferred.as === "text") return { cell: column.sql, valueOf: (cell) => cell };
    if (inferred.as === "number" && inferred.decimal === "." && survey.numeric === survey.present) {
      return { cell: column.sql, valueOf: (cell) => `${cell}::DOUBLE` };
    }
  }
  const { present } = readSql(column, inferred, missing);
  return { cell: present, valueOf: (cell) => valueOfPresent(cell, column.type, inferred) };
}
