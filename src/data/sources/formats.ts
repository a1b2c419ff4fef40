import { csv } from "./csv.ts";
import { json, ndjson } from "./json.ts";
import { parquet } from "./parquet.ts";

/** Every format that tables are read from, in the order in which an extension is looked up. */
export const formats = [csv, parquet, json, ndjson] as const;

/** What the option `format` of `table()` may be. */
export type FormatName = (typeof formats)[number]["name"];
