import type { ColumnKind } from "../../ml/index.ts";

/** How a column's texts become values: kept with the snapshot, so that other tables are read the very same way. */
export interface ColumnReading {
  readonly kind: ColumnKind;
  /** values: doubles (numbers, booleans, dates in milliseconds); codes: texts. */
  readonly storage: "values" | "codes";
  /** What the doubles of `values` are. */
  readonly as: "number" | "boolean" | "date" | "text";
  readonly decimal: "." | ",";
  /** Names of the date formats, in the order in which they are tried. */
  readonly dates: readonly string[];
}

export function asNumber(kind: "number" | "id" | "constant"): ColumnReading {
  return { kind, storage: "values", as: "number", decimal: ".", dates: [] };
}

export function asBoolean(): ColumnReading {
  return { kind: "boolean", storage: "values", as: "boolean", decimal: ".", dates: [] };
}

export function asDate(dates: readonly string[]): ColumnReading {
  return { kind: "date", storage: "values", as: "date", decimal: ".", dates };
}

export function asText(kind: "category" | "text" | "id" | "constant"): ColumnReading {
  return { kind, storage: "codes", as: "text", decimal: ".", dates: [] };
}

/** The plain reading of a kind in a storage. */
export function readingOf(kind: ColumnKind, storage: "values" | "codes"): ColumnReading {
  if (storage === "codes") return asText(kind as "category");
  if (kind === "boolean") return asBoolean();
  return kind === "date" ? asDate([]) : { ...asNumber("number"), kind };
}
