import { formats } from "./formats.ts";
import type { TableFormat } from "./source.ts";

/** Every format by name: `kind` of what `table()` returns. */
export const tableFormats: Readonly<Record<string, TableFormat>> = Object.fromEntries(
  formats.map((format) => [format.name, format]),
);

/** The format that an extension names (".gz" behind it aside), or undefined. */
export function formatOf(path: string): TableFormat | undefined {
  return withExtension(path)?.format;
}

/** True for names that a table has and other files don't: a text file may be anything. */
export function isTableName(path: string): boolean {
  const found = withExtension(path);
  return found !== undefined && found.format.sharedExtensions?.includes(found.extension) !== true;
}

/** A file's name without what tells its format: "rides" for "rides.csv.gz". */
export function withoutExtension(path: string): string {
  const name = path.replace(/\.gz$/i, "");
  const found = withExtension(path);
  return found === undefined ? path : name.slice(0, name.length - found.extension.length);
}

function withExtension(path: string): { readonly format: TableFormat; readonly extension: string } | undefined {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  for (const format of Object.values(tableFormats)) {
    const extension = format.extensions.find((one) => name.endsWith(one));
    if (extension !== undefined) return { format, extension };
  }
  return undefined;
}

export type { FormatName } from "./formats.ts";
export * from "./source.ts";
