import type { StagedType } from "../sources/source.ts";
import { dateSql } from "./dates.ts";
import { presentNumberSql, presentSql } from "./missing.ts";
import type { ColumnReading } from "./reading.ts";

/** How to write a column in SQL: present (before it is understood; NULL is missing) and read (NULL is missing or not understood). */
export interface ReadSql {
  readonly present: string;
  /** DOUBLE, BOOLEAN, TIMESTAMP or VARCHAR by `reading.as`. */
  readonly read: string;
}

/** SQL that reads a staged column: the one place where a text becomes a value. */
export function readSql(
  column: { readonly sql: string; readonly type: StagedType },
  reading: ColumnReading,
  missing: readonly string[],
): ReadSql {
  if (column.type === "text" || column.type === "string") {
    const present = presentSql(column.sql, missing);
    return { present, read: valueOfPresent(present, column.type, reading) };
  }
  const typed = column.type === "number" ? presentNumberSql(column.sql, missing) : column.sql;
  return { present: typed, read: valueOfPresent(typed, column.type, reading) };
}

/** The value that is made of a present cell. */
export function valueOfPresent(present: string, type: StagedType, reading: ColumnReading): string {
  return type === "text" || type === "string" ? fromText(present, reading) : fromTyped(present, type, reading);
}

function fromText(present: string, reading: ColumnReading): string {
  switch (reading.as) {
    case "number":
      return numberSql(`(${present})`, reading.decimal);
    case "boolean":
      return `CASE lower(${present}) WHEN 'true' THEN true WHEN 'false' THEN false WHEN 'yes' THEN true WHEN 'no' THEN false
        WHEN '1' THEN true WHEN '0' THEN false WHEN 't' THEN true WHEN 'f' THEN false WHEN 'y' THEN true WHEN 'n' THEN false ELSE NULL END`;
    case "date":
      return dateSql(`(${present})`, reading.dates);
    case "text":
      return present;
  }
}

function fromTyped(sql: string, type: StagedType, reading: ColumnReading): string {
  const finite = type === "number" ? `CASE WHEN isfinite(${sql}) THEN ${sql} ELSE NULL END` : sql;
  switch (reading.as) {
    case "number":
      if (type === "date") return `epoch_ms(${sql})::DOUBLE`;
      return type === "boolean" ? `(${sql})::INTEGER::DOUBLE` : finite;
    case "boolean":
      if (type === "boolean") return sql;
      return type === "number"
        ? `CASE WHEN ${sql} = 1 THEN true WHEN ${sql} = 0 THEN false ELSE NULL END`
        : "NULL::BOOLEAN";
    case "date":
      if (type === "date") return sql;
      return type === "number" ? dateOfNumber(finite, reading.dates) : "NULL::TIMESTAMP";
    case "text":
      // A whole number reads as "3", as it would in a text file, not as "3.0".
      return type === "number"
        ? `CASE WHEN ${sql} = trunc(${sql}) AND abs(${sql}) < 1e15 THEN (${sql})::BIGINT::VARCHAR ELSE (${sql})::VARCHAR END`
        : `(${sql})::VARCHAR`;
  }
}

/** Digits such as 20240131 where the column is written so, else milliseconds since 1970. */
function dateOfNumber(number: string, dates: readonly string[]): string {
  const ms = `make_timestamp_ms(try_cast(${number} AS BIGINT))`;
  const digits = dates.filter((name) => name === "YYYYMMDD");
  return digits.length === 0 ? ms : `coalesce(${dateSql(`(try_cast(${number} AS BIGINT)::VARCHAR)`, digits)}, ${ms})`;
}

/** A text is a finite plain number: DuckDB's own reading would also take "inf", "nan", "1_000" and 1e400. */
export function numberSql(text: string, decimal: "." | ","): string {
  const plain = decimal === "." ? text : `replace(${text}, ',', '.')`;
  const excluded = decimal === "." ? `contains(${text}, '_')` : `(contains(${text}, '_') OR contains(${text}, '.'))`;
  const value = `try_cast(${plain} AS DOUBLE)`;
  return `CASE WHEN ${excluded} OR NOT isfinite(${value}) THEN NULL ELSE ${value} END`;
}
