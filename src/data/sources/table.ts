import { fail, type SourceLocation } from "../../errors/index.ts";
import {
  type ColumnKinds,
  callSite,
  type KindsOfTable,
  type SourceSpec,
  type TableOptions,
  type TableOptionsFor,
} from "../../workflow/index.ts";
import { type FormatName, formatOf, tableFormats } from "./index.ts";

const kinds = ["number", "boolean", "date", "category", "text", "id", "constant"];

/**
 * Declares the table that a workflow learns from: one file or a glob, relative to the workflow file.
 * @param path e.g. "birdstrikes.csv", "sales/*.parquet", "events-2024-??.ndjson"
 * @throws DATA_FORMAT_UNKNOWN, DATA_OPTION_INVALID at the line of the call
 */
export function table<
  const Path extends string,
  const Drop extends string = never,
  const Kinds extends ColumnKinds = Record<never, never>,
>(
  path: Path,
  declared: TableOptionsFor<Path, Drop, Kinds, FormatName> = {} as TableOptionsFor<Path, Drop, Kinds, FormatName>,
): SourceSpec<KindsOfTable<Path, Drop, Kinds>> {
  const at = callSite();
  const options = declared as TableOptions;
  if (typeof path !== "string" || path.trim() === "") {
    throw fail("DATA_OPTION_INVALID", { what: "table(path)", expected: "a path or glob", got: String(path) }, { at });
  }
  requireOptions(options, at);
  const kind = options.format ?? formatOf(path)?.name;
  if (kind === undefined) {
    throw fail("DATA_FORMAT_UNKNOWN", { path, formats: Object.keys(tableFormats).join(", ") }, { at });
  }
  return { kind, path, options, at };
}

function requireOptions(options: TableOptions, at: SourceLocation | undefined): void {
  const refuse = (option: string, expected: string, got: unknown): never => {
    throw fail("DATA_OPTION_INVALID", { what: `table option "${option}"`, expected, got: JSON.stringify(got) }, { at });
  };
  const choices = (option: keyof TableOptions, allowed: readonly string[]): void => {
    const value = options[option];
    if (value !== undefined && !allowed.includes(value as string))
      refuse(option, `one of ${allowed.join(", ")}`, value);
  };
  choices("format", Object.keys(tableFormats));
  choices("decimal", [".", ","]);
  choices("encoding", ["utf-8", "utf-16", "latin-1"]);
  choices("badRows", ["refuse", "set-aside"]);
  choices("dates", ["day-first", "month-first"]);
  const { delimiter } = options;
  if (delimiter !== undefined && !/^[\t\x20-\x7e]$/.test(delimiter))
    refuse("delimiter", "one ASCII character", delimiter);
  if (delimiter === '"') refuse("delimiter", "another character than the quote", delimiter);
  for (const [column, kind] of Object.entries(options.kinds ?? {})) {
    if (!kinds.includes(kind)) refuse(`kinds["${column}"]`, `one of ${kinds.join(", ")}`, kind);
  }
}
