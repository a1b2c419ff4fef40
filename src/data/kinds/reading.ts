import type { ColumnKind, ColumnReading } from "../../ml/index.ts";

export type { ColumnReading };

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
