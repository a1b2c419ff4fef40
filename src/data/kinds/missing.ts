import { blanks, missingMarkers, wholeNumberMarkers, withoutBlanks } from "../../ml/index.ts";
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
  return `trim(${text}, ${sqlText(blanks)})`;
}

/**
 * A text in SQL: trimmed, NULL where it is blank or means "missing". A marker that is a whole number is also met as "-999.0".
 * @see missingMarkers, which says the same in TypeScript
 */
export function presentSql(text: string, missing: readonly string[]): string {
  const trimmed = trimmedSql(text);
  const list = ["", ...missing.map(withoutBlanks)].map(sqlText).join(", ");
  const whole = wholeNumberMarkers(missing);
  const written = whole.length === 0 ? "" : ` OR regexp_full_match(${trimmed}, '(${whole.join("|")})[.,]0*')`;
  return `CASE WHEN ${trimmed} IN (${list})${written} THEN NULL ELSE ${trimmed} END`;
}

/** A double in SQL, NULL where it is NaN or a number that means "missing". */
export function presentNumberSql(number: string, missing: readonly string[]): string {
  const { numbers } = missingMarkers(missing);
  const marked = numbers.length === 0 ? "" : ` OR ${number} IN (${numbers.map((x) => `${x}::DOUBLE`).join(", ")})`;
  return `CASE WHEN isnan(${number})${marked} THEN NULL ELSE ${number} END`;
}
