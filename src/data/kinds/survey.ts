import type { DuckDBConnection } from "@duckdb/node-api";
import { queryRow, queryRows } from "../duckdb.ts";
import type { StagedType } from "../sources/source.ts";
import { type DateCounts, dateFormats, matchesSql } from "./dates.ts";
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

/**
 * Surveys one column: its distinct values are put, with their counts and first rows, into the temporary table `distinct_values`
 * (t: as staged, v: present value or NULL, n: rows, r: first row from 0), which later questions about the column go to as well.
 */
export async function surveyColumn(
  connection: DuckDBConnection,
  raw: string,
  column: { sql: string; type: StagedType; name: string },
  missing: readonly string[],
): Promise<ColumnSurvey> {
  const { present } = readSql({ sql: "t", type: column.type }, asText("text"), missing);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE distinct_values AS SELECT t, ${present} AS v, n, r
     FROM (SELECT ${column.sql} AS t, count(*)::DOUBLE AS n, min(rowid) AS r FROM ${raw} GROUP BY 1)`,
  );
  return column.type === "text" || column.type === "string"
    ? await surveyTexts(connection, column)
    : await surveyTyped(connection, column.type);
}

async function surveyTexts(
  connection: DuckDBConnection,
  column: { type: StagedType; name: string },
): Promise<ColumnSurvey> {
  const facts = await queryRow(
    connection,
    `WITH e AS (SELECT v, n, r, t, ${numberSql("v", ".")} AS x FROM distinct_values),
     f AS (SELECT *, x IS NOT NULL AND x = trunc(x) AND regexp_full_match(v, '[+-]?\\d+') AS whole FROM e)
     SELECT sum(n) AS rows, coalesce(sum(n) FILTER (v IS NOT NULL), 0) AS present, count(DISTINCT v)::DOUBLE AS distinct_values,
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
     FROM f`,
  );
  const [rows, present] = [facts["rows"] as number, facts["present"] as number];
  const numeric = facts["numeric_values"] as number;
  const sample = facts["sample"] === null ? [] : (JSON.parse(facts["sample"] as string) as string[]);
  return {
    type: column.type,
    rows,
    present,
    distinct: facts["distinct_values"] as number,
    missingMarkers: present < rows ? await countMarkers(connection) : {},
    numeric,
    integers: facts["integers"] as number,
    leadingZeros: facts["leading_zeros"] as number,
    beyondExact: facts["beyond_exact"] as number,
    commaNumbers: (facts["comma_numbers"] as number) + (facts["integers"] as number),
    booleans: facts["booleans"] as number,
    meanLength: facts["mean_length"] as number,
    meanWords: facts["mean_words"] as number,
    spaced: facts["spaced"] as number,
    minNumber: facts["low"] as number | null,
    maxNumber: facts["high"] as number | null,
    rowNumbers: facts["row_numbers"] === true,
    verbatim: facts["verbatim"] === true,
    dates: await countDates(connection, sample, column.name, numeric === present),
    sample,
  };
}

async function countMarkers(connection: DuckDBConnection): Promise<Record<string, number>> {
  const rows = await queryRows(
    connection,
    `SELECT coalesce(${trimmedSql("t")}, '') AS marker, sum(n) AS n FROM distinct_values WHERE v IS NULL GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map((row) => [row["marker"] as string, row["n"] as number]));
}

/** Counts shapes of dates; bare digits count only where the column's name speaks of dates, else they are numbers. */
async function countDates(
  connection: DuckDBConnection,
  sample: readonly string[],
  name: string,
  allNumeric: boolean,
): Promise<DateCounts> {
  const named = /date|day|time|datum/i.test(name);
  const likely = dateFormats.filter(
    (format) =>
      (allNumeric ? named && format.name === "YYYYMMDD" : true) && sample.some((value) => format.pattern.test(value)),
  );
  if (likely.length === 0) return new Map();
  const wanted = allNumeric ? likely : dateFormats;
  const counted = await queryRow(
    connection,
    `SELECT ${wanted
      .map((format, i) => `coalesce(sum(n) FILTER (${matchesSql("v", format)}), 0) AS f${i}`)
      .join(", ")} FROM distinct_values WHERE v IS NOT NULL`,
  );
  return new Map(wanted.map((format, i) => [format.name, counted[`f${i}`] as number]));
}

async function surveyTyped(connection: DuckDBConnection, type: StagedType): Promise<ColumnSurvey> {
  const value = type === "number" ? "v" : type === "date" ? "epoch_ms(v)::DOUBLE" : "v::INTEGER::DOUBLE";
  const facts = await queryRow(
    connection,
    `SELECT sum(n) AS rows, coalesce(sum(n) FILTER (v IS NOT NULL), 0) AS present, count(v)::DOUBLE AS distinct_values,
       coalesce(sum(n) FILTER (isfinite(v)), 0) AS finite_values, coalesce(sum(n) FILTER (isfinite(v) AND v = trunc(v)), 0) AS integers,
       min(v) FILTER (isfinite(v)) AS low, max(v) FILTER (isfinite(v)) AS high,
       coalesce(bool_and(v = r), false) OR coalesce(bool_and(v = r + 1), false) AS row_numbers
     FROM (SELECT ${value} AS v, n, r FROM distinct_values)`,
  );
  const [rows, present] = [facts["rows"] as number, facts["present"] as number];
  return {
    type,
    rows,
    present,
    distinct: facts["distinct_values"] as number,
    missingMarkers: present < rows ? { "": rows - present } : {},
    numeric: facts["finite_values"] as number,
    integers: facts["integers"] as number,
    leadingZeros: 0,
    beyondExact: 0,
    commaNumbers: 0,
    booleans: type === "boolean" ? present : 0,
    meanLength: 0,
    meanWords: 0,
    spaced: 0,
    minNumber: facts["low"] as number | null,
    maxNumber: facts["high"] as number | null,
    rowNumbers: facts["row_numbers"] === true,
    verbatim: true,
    dates: new Map(),
    sample: [],
  };
}
