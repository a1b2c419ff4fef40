import { csv } from "./csv.ts";
import { json, ndjson } from "./json.ts";
import { parquet } from "./parquet.ts";
import type { TableFormat } from "./source.ts";

/** Every format that tables are read from, by name: `spec.kind` of `table()`. */
export const tableFormats: Readonly<Record<string, TableFormat>> = { csv, parquet, json, ndjson };

/** The format that an extension names (".gz" behind it aside), or undefined. */
export function formatOf(path: string): TableFormat | undefined {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  return Object.values(tableFormats).find((format) => format.extensions.some((extension) => name.endsWith(extension)));
}

export * from "./source.ts";
