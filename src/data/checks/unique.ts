import { fail } from "../../errors/index.ts";
import type { Column } from "../../ml/index.ts";
import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { type CheckDefinition, checkSpec, columnOf, isMissing, shownRows, shownValue } from "./check.ts";

/**
 * No value (or combination of values, for several columns) may occur twice. Rows with a missing value are not compared.
 * @throws DATA_OPTION_INVALID
 * @example unique("customer"), unique(["store", "day"])
 */
export function unique<const Column extends string>(
  columns: Column | readonly Column[],
  options: { readonly severity?: Severity } = {},
): CheckSpec<Column> {
  const at = callSite();
  const list = [columns].flat() as Column[];
  if (list.length === 0) {
    throw fail(
      "DATA_OPTION_INVALID",
      { what: "unique(columns)", expected: "at least one column", got: "none" },
      { at },
    );
  }
  const column = list.length === 1 ? { column: list[0]! } : {};
  return checkSpec("unique", at, {
    ...column,
    params: list.length === 1 ? {} : { columns: list },
    severity: options.severity,
  });
}

export const uniqueCheck: CheckDefinition = {
  kind: "unique",
  summary: "No value of a column, or combination of values of several, occurs twice.",
  example: 'unique("customer")',
  run(input) {
    const { frame, spec } = input;
    const names = (spec.params["columns"] as readonly string[] | undefined) ?? [spec.column!];
    const columns = names.map((name) => columnOf(input, name));
    const firstRow = new Map<string | number, number>();
    const rows: number[] = [];
    let example = "";
    for (let row = 0; row < frame.rowCount; row++) {
      if (columns.some((column) => isMissing(column, row))) continue;
      const key =
        columns.length === 1 ? cellOf(columns[0]!, row) : columns.map((column) => cellOf(column, row)).join(",");
      const first = firstRow.get(key);
      if (first === undefined) firstRow.set(key, row);
      else {
        if (rows.length === 0)
          example = `${columns.map((column) => shownValue(column, row)).join(", ")} in rows ${first + 1} and ${row + 1}`;
        rows.push(row);
      }
    }
    const what = names.map((name) => `"${name}"`).join(", ");
    if (rows.length === 0) return { holds: true, message: `${firstRow.size} values of ${what}, none twice.`, rows };
    const repeat = rows.length === 1 ? "1 row repeats" : `${rows.length} rows repeat`;
    return { holds: false, message: `${repeat} an earlier value of ${what} (${example}): ${shownRows(rows)}.`, rows };
  },
};

function cellOf(column: Column, row: number): number {
  return column.storage === "values" ? column.values[row]! : column.codes[row]!;
}
