import type { DuckDBConnection } from "@duckdb/node-api";
import { dateFormats } from "../../ml/index.ts";
import { queryRows } from "../duckdb.ts";
import type { StagedColumn, StagedType } from "../sources/source.ts";
import { type DateCounts, matchesSql } from "./dates.ts";
import { trimmedSql } from "./missing.ts";
import { numberSql, readSql } from "./read-sql.ts";
import { asText } from "./reading.ts";

/** What a column's values are like: the evidence that its kind is told from. Counts are of rows. */
export interface ColumnSurvey {
  readonly type: StagedType;
  readonly rows: number;
  /** Rows with a value. */
  readonly present: number;
  readonly distinct: number;
  readonly missingMarkers: Readonly<Record<string, number>>;
  readonly numeric: number;
  readonly integers: number;
  readonly leadingZeros: number;
  /** Whole numbers beyond 2^53, which a double can't tell apart. */
  readonly beyondExact: number;
  /** Numbers if "," is the decimal mark (and "." is nowhere). */
  readonly commaNumbers: number;
  readonly booleans: number;
  readonly meanLength: number;
  readonly meanWords: number;
  /** Rows whose value has a blank inside. */
  readonly spaced: number;
  /** Distinct numbers among the values: "1" and "1.0" are one. */
  readonly distinctNumbers: number;
  /** First and last text by bytes. */
  readonly firstText: string | null;
  readonly lastText: string | null;
  readonly minNumber: number | null;
  readonly maxNumber: number | null;
  /** Row numbers in order, from 0 or 1. */
  readonly rowNumbers: boolean;
  /** Every text is its own value: nothing to trim, no marker. */
  readonly verbatim: boolean;
  readonly dates: DateCounts;
  /** A few distinct values, in order of appearance. */
  readonly sample: readonly string[];
}

/** A column to survey, with the texts that mean "missing" in it. */
export interface SurveyedColumn {
  readonly column: StagedColumn;
  readonly missing: readonly string[];
  /** Declared as a date: then eight digits are one. */
  readonly isDate?: boolean;
}

type Facts = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Surveys columns of one type together. Their distinct values are put, with their counts and first rows, into the temporary table
 * `distinct_values` (k: place of the column among these, t: as staged, v: present value or NULL, n: rows, r: first row from 0),
 * which later questions about these columns go to as well.
 */
export async function surveyColumns(
  connection: DuckDBConnection,
  raw: string,
  columns: readonly SurveyedColumn[],
): Promise<ColumnSurvey[]> {
  const cells =
    columns.length === 1
      ? `SELECT 0 AS k, ${columns[0]!.column.sql} AS t, rowid AS r FROM ${raw}`
      : `SELECT unnest(range(${columns.length})) AS k, unnest([${columns.map(({ column }) => column.sql).join(", ")}]) AS t, rowid AS r FROM ${raw}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE distinct_values AS SELECT k, t, ${presentOf(columns)} AS v, n, r
     FROM (SELECT k, t, count(*)::DOUBLE AS n, min(r) AS r FROM (${cells}) GROUP BY k, t)`,
  );
  const { type } = columns[0]!.column;
  return type === "text" || type === "string"
    ? await surveyTexts(connection, columns)
    : await surveyTyped(connection, columns, type);
}

/** The present value of t by the markers of its column. */
function presentOf(columns: readonly SurveyedColumn[]): string {
  const { type } = columns[0]!.column;
  const alike = new Map<string, { missing: readonly string[]; places: number[] }>();
  columns.forEach(({ missing }, k) => {
    const key = JSON.stringify(missing);
    const group = alike.get(key) ?? { missing, places: [] };
    group.places.push(k);
    alike.set(key, group);
  });
  const groups = [...alike.values()].map(({ missing, places }) => ({
    places: places.join(", "),
    present: readSql({ sql: "t", type }, asText("text"), missing).present,
  }));
  if (groups.length === 1) return groups[0]!.present;
  return `CASE ${groups.map(({ places, present }) => `WHEN k IN (${places}) THEN ${present}`).join(" ")} END`;
}

async function surveyTexts(connection: DuckDBConnection, columns: readonly SurveyedColumn[]): Promise<ColumnSurvey[]> {
  const facts = await byColumn(
    connection,
    `WITH e AS (SELECT k, v, n, r, t, ${numberSql("v", ".")} AS x FROM distinct_values),
     f AS (SELECT *, x IS NOT NULL AND x = trunc(x) AND regexp_full_match(v, '[+-]?\\d+') AS whole FROM e)
     SELECT k, sum(n) AS rows, coalesce(sum(n) FILTER (v IS NOT NULL), 0) AS present, count(v)::DOUBLE AS distinct_values, count(DISTINCT x)::DOUBLE AS distinct_numbers, min(v) AS first_text, max(v) AS last_text,
       coalesce(sum(n) FILTER (x IS NOT NULL), 0) AS numeric_values,
       coalesce(sum(n) FILTER (whole), 0) AS integers,
       coalesce(sum(n) FILTER (whole AND regexp_full_match(v, '[+-]?0\\d+')), 0) AS leading_zeros,
       coalesce(sum(n) FILTER (whole AND abs(x) > 9007199254740991), 0) AS beyond_exact,
       coalesce(sum(n) FILTER (x IS NULL AND contains(v, ',') AND ${numberSql("v", ",")} IS NOT NULL), 0) AS comma_numbers,
       coalesce(sum(n) FILTER (lower(v) IN ('true', 'false')), 0) AS booleans,
       coalesce(sum(n * length(v)) / sum(n) FILTER (v IS NOT NULL), 0) AS mean_length,
       coalesce(sum(n * (length(v) - length(replace(v, ' ', '')) + 1)) / sum(n) FILTER (v IS NOT NULL), 0) AS mean_words,
       coalesce(sum(n) FILTER (contains(v, ' ')), 0) AS spaced,
       min(x) AS low, max(x) AS high,
       coalesce(bool_and(whole AND x - r = 1) FILTER (v IS NOT NULL), false) OR coalesce(bool_and(whole AND x = r) FILTER (v IS NOT NULL), false) AS row_numbers,
       coalesce(bool_and(t IS NOT DISTINCT FROM v), true) AS verbatim,
       to_json(arg_min(left(v, 100), r, 20) FILTER (v IS NOT NULL))::VARCHAR AS sample
     FROM f GROUP BY k`,
    columns.length,
  );
  const markers = await countMarkers(connection, columns.length);
  const merged = await countMerged(connection, facts);
  const surveys: ColumnSurvey[] = [];
  for (const [k, { column, isDate = false }] of columns.entries()) {
    const told = facts[k]!;
    const sample = told["sample"] === null ? [] : (JSON.parse(told["sample"] as string) as string[]);
    const allNumeric = told["numeric_values"] === told["present"];
    surveys.push({
      ...numbersOf(told),
      distinct: merged.get(k) ?? (told["distinct_values"] as number),
      distinctNumbers: told["distinct_numbers"] as number,
      firstText: told["first_text"] as string | null,
      lastText: told["last_text"] as string | null,
      type: column.type,
      missingMarkers: markers[k]!,
      leadingZeros: told["leading_zeros"] as number,
      beyondExact: told["beyond_exact"] as number,
      commaNumbers: (told["comma_numbers"] as number) + (told["integers"] as number),
      booleans: told["booleans"] as number,
      meanLength: told["mean_length"] as number,
      meanWords: told["mean_words"] as number,
      spaced: told["spaced"] as number,
      verbatim: told["verbatim"] === true,
      dates: await countDates(connection, k, { sample, named: isDate || dateNames.test(column.name), allNumeric }),
      sample,
    });
  }
  return surveys;
}

/** The answers of a query that groups by k, in the order of k. */
async function byColumn(connection: DuckDBConnection, sql: string, count: number): Promise<Facts[]> {
  const answers = new Map((await queryRows(connection, sql)).map((row) => [row["k"] as number, row]));
  return Array.from({ length: count }, (_, k) => answers.get(k)!);
}

/** Distinct values of the columns in which several texts may mean the same value, once trimmed. */
async function countMerged(connection: DuckDBConnection, facts: readonly Facts[]): Promise<Map<number, number>> {
  const places = facts.flatMap((told, k) => (told["verbatim"] === true ? [] : [k]));
  if (places.length === 0) return new Map();
  const rows = await queryRows(
    connection,
    `SELECT k, count(DISTINCT v)::DOUBLE AS n FROM distinct_values WHERE k IN (${places.join(", ")}) GROUP BY k`,
  );
  return new Map(rows.map((row) => [row["k"] as number, row["n"] as number]));
}

function numbersOf(told: Facts) {
  return {
    rows: told["rows"] as number,
    present: told["present"] as number,
    distinct: told["distinct_values"] as number,
    numeric: told["numeric_values"] as number,
    integers: told["integers"] as number,
    minNumber: told["low"] as number | null,
    maxNumber: told["high"] as number | null,
    rowNumbers: told["row_numbers"] === true,
  };
}

async function countMarkers(
  connection: DuckDBConnection,
  count: number,
  marker = trimmedSql("t"),
): Promise<Record<string, number>[]> {
  const rows = await queryRows(
    connection,
    `SELECT k, coalesce(${marker}, '') AS marker, sum(n) AS n FROM distinct_values WHERE v IS NULL GROUP BY ALL ORDER BY ALL`,
  );
  return Array.from({ length: count }, (_, k) =>
    Object.fromEntries(
      rows.filter((row) => row["k"] === k).map((row) => [row["marker"] as string, row["n"] as number]),
    ),
  );
}

const dateNames = /date|day|time|datum/i;

/** Counts shapes of dates; bare digits count only where the column's name or kind speaks of dates, else they are numbers. */
async function countDates(
  connection: DuckDBConnection,
  k: number,
  { sample, named, allNumeric }: { sample: readonly string[]; named: boolean; allNumeric: boolean },
): Promise<DateCounts> {
  const likely = dateFormats.filter(
    (format) =>
      (allNumeric ? named && format.name === "YYYYMMDD" : true) && sample.some((value) => format.pattern.test(value)),
  );
  if (likely.length === 0) return new Map();
  const wanted = allNumeric ? likely : dateFormats;
  const sums = wanted.map((format, i) => `coalesce(sum(n) FILTER (${matchesSql("v", format)}), 0) AS f${i}`);
  const [counted] = await queryRows(
    connection,
    `SELECT ${sums.join(", ")} FROM distinct_values WHERE k = ${k} AND v IS NOT NULL`,
  );
  return new Map(wanted.map((format, i) => [format.name, counted![`f${i}`] as number]));
}

async function surveyTyped(
  connection: DuckDBConnection,
  columns: readonly SurveyedColumn[],
  type: StagedType,
): Promise<ColumnSurvey[]> {
  const value = type === "number" ? "v" : type === "date" ? "epoch_ms(v)::DOUBLE" : "v::INTEGER::DOUBLE";
  const facts = await byColumn(
    connection,
    `SELECT k, sum(n) AS rows, coalesce(sum(n) FILTER (v IS NOT NULL), 0) AS present, count(v)::DOUBLE AS distinct_values,
       coalesce(sum(n) FILTER (isfinite(v)), 0) AS numeric_values, coalesce(sum(n) FILTER (isfinite(v) AND v = trunc(v)), 0) AS integers,
       min(v) FILTER (isfinite(v)) AS low, max(v) FILTER (isfinite(v)) AS high,
       coalesce(bool_and(v = r), false) OR coalesce(bool_and(v = r + 1), false) AS row_numbers
     FROM (SELECT k, ${value} AS v, n, r FROM distinct_values) GROUP BY k`,
    columns.length,
  );
  const marker = type === "number" ? "CASE WHEN isnan(t) THEN '' ELSE t::VARCHAR END" : "''";
  const markers = await countMarkers(connection, columns.length, marker);
  return facts.map((told, k): ColumnSurvey => {
    const numbers = numbersOf(told);
    return {
      ...numbers,
      type,
      distinctNumbers: numbers.distinct,
      firstText: null,
      lastText: null,
      missingMarkers: markers[k]!,
      leadingZeros: 0,
      beyondExact: 0,
      commaNumbers: 0,
      booleans: type === "boolean" ? numbers.present : 0,
      meanLength: 0,
      meanWords: 0,
      spaced: 0,
      verbatim: true,
      dates: new Map(),
      sample: [],
    };
  });
}
