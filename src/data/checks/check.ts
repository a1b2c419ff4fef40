import { fail, listNames, type SourceLocation, suggestion } from "../../errors/index.ts";
import type { Column, Frame, ParameterValue, Target } from "../../ml/index.ts";
import type { Clock } from "../../platform/index.ts";
import type { CheckSpec, Severity } from "../../workflow/index.ts";

/** What is to be predicted, where a check wants to know. `y` belongs to `rows`. */
export interface CheckTarget {
  readonly y: Target;
  /** Row numbers of the frame that have a target, ascending. */
  readonly rows: ArrayLike<number>;
  /** Columns that the target is made of. */
  readonly columns: readonly string[];
}

export interface CheckInput {
  readonly frame: Frame;
  readonly spec: CheckSpec;
  readonly clock: Clock;
  readonly target: CheckTarget | null;
}

/** What a check found. */
export interface CheckFinding {
  readonly holds: boolean;
  /** One sentence with numbers, for people. */
  readonly message: string;
  /** Rows at fault, from 0, ascending; empty where the fault is not in single rows. */
  readonly rows: readonly number[];
  /** Set where what was found is a hint and no proof: then it warns, whatever severity was declared. */
  readonly atMost?: "warning";
}

/** A check of the data. One file each, with its builder; one line each in `index.ts`. */
export interface CheckDefinition {
  readonly kind: string;
  readonly summary: string;
  readonly example: string;
  /** It compares with the clock, so that its answer depends on when it is asked: it is never cached. */
  readonly readsClock?: true;
  run(input: CheckInput): CheckFinding;
}

/** Makes a spec. @throws DATA_OPTION_INVALID */
export function checkSpec<Column extends string = never>(
  kind: string,
  at: SourceLocation | undefined,
  parts: {
    column?: Column;
    params?: Readonly<Record<string, ParameterValue | readonly ParameterValue[] | undefined>>;
    severity?: Severity | undefined;
  },
): CheckSpec<Column> {
  const severity = parts.severity ?? "error";
  if (severity !== "error" && severity !== "warning") {
    throw fail(
      "DATA_OPTION_INVALID",
      { what: `${kind}: severity`, expected: '"error" or "warning"', got: JSON.stringify(severity) },
      { at },
    );
  }
  const params = Object.fromEntries(Object.entries(parts.params ?? {}).filter(([, value]) => value !== undefined));
  return { kind, column: parts.column, params: params as CheckSpec["params"], severity, at };
}

/** A bound of a check, or undefined. @throws DATA_OPTION_INVALID where it isn't a number within the limits */
export function boundOf(
  kind: string,
  name: string,
  value: number | undefined,
  limits: { low: number; high: number; expected: string },
  at: SourceLocation | undefined,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= limits.low && value <= limits.high) return value;
  throw fail(
    "DATA_OPTION_INVALID",
    { what: `${kind}: ${name}`, expected: limits.expected, got: String(value) },
    { at },
  );
}

/** The column that a check names. @throws DATA_COLUMN_UNKNOWN at the check's line */
export function columnOf({ frame, spec }: CheckInput, name: string | undefined = spec.column): Column {
  const column = name === undefined ? undefined : frame.columns.get(name);
  if (column !== undefined) return column;
  const names = frame.names;
  const detail = {
    what: `check "${spec.kind}"`,
    column: name ?? "",
    suggestion: suggestion(name ?? "", names),
    columns: listNames(names),
  };
  throw fail("DATA_COLUMN_UNKNOWN", detail, { at: spec.at });
}

/** True where the row has no value. */
export function isMissing(column: Column, row: number): boolean {
  return column.storage === "values" ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}

/** The value of a row as people write it. */
export function shownValue(column: Column, row: number): string {
  if (isMissing(column, row)) return "nothing";
  if (column.storage === "codes") return JSON.stringify(column.dictionary[column.codes[row]!]);
  const value = column.values[row]!;
  if (column.kind === "date") return shownDate(value);
  return column.kind === "boolean" ? String(value === 1) : String(value);
}

/** "2024-02-29", or with the time where there is one. */
export function shownDate(ms: number): string {
  return new Date(ms).toISOString().replace("T00:00:00.000Z", "");
}

/** "rows 3, 17 and 240 more", counted from 1. */
export function shownRows(rows: readonly number[], limit = 5): string {
  const shown = rows.slice(0, limit).map((row) => row + 1);
  if (rows.length === 1) return `row ${shown[0]}`;
  const more = rows.length > limit ? ` and ${rows.length - limit} more` : "";
  return `rows ${shown.join(", ")}${more}`;
}

/** 0.2836 -> "28.4%". */
export function shownShare(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 || percent === 0 ? percent.toFixed(1) : percent.toPrecision(2)}%`.replace(/\.0%$/, "%");
}
