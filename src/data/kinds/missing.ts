import { sqlText } from "../duckdb.ts";

/** Texts that mean "missing" unless a table declares others. Empty and blank values are missing in any case. */
export const defaultMissing: readonly string[] = ["NA", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "Null", "?"];

/** The texts that mean "missing" in a column. */
export function missingTexts(
  declared: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined,
  column: string,
): readonly string[] {
  if (declared === undefined) return defaultMissing;
  if (Array.isArray(declared)) return declared;
  const perColumn = declared as Readonly<Record<string, readonly string[]>>;
  return Object.hasOwn(perColumn, column) ? perColumn[column]! : defaultMissing;
}

/** A text without blanks (space, tab, line ends, no-break space) at its ends, in SQL. */
export function trimmedSql(text: string): string {
  return `trim(${text}, ${sqlText(" \t\r\n\u00a0")})`;
}

/** A text in SQL: trimmed, NULL where it is blank or means "missing". */
export function presentSql(text: string, missing: readonly string[]): string {
  const trimmed = trimmedSql(text);
  const list = ["", ...missing.map((marker) => marker.trim())].map(sqlText).join(", ");
  return `CASE WHEN ${trimmed} IN (${list}) THEN NULL ELSE ${trimmed} END`;
}
