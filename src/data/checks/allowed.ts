import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { Column } from "../../ml/index.ts";
import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { type CheckDefinition, checkSpec, columnOf, isMissing, shownRows } from "./check.ts";

type Value = string | number | boolean;

/**
 * A column holds only these values. Missing values are not judged (see `nulls`).
 * @throws DATA_OPTION_INVALID
 * @example allowed("Wildlife Size", ["Small", "Medium", "Large"])
 */
export function allowed<const Column extends string>(
  column: Column,
  values: readonly Value[],
  options: { readonly severity?: Severity } = {},
): CheckSpec<Column> {
  const at = callSite();
  if (!Array.isArray(values) || values.length === 0) {
    const detail = {
      what: `allowed values of "${column}"`,
      expected: "a list of at least one value",
      got: JSON.stringify(values),
    };
    throw fail("DATA_OPTION_INVALID", detail, { at });
  }
  return checkSpec("allowed", at, { column, params: { values: [...values] as Value[] }, severity: options.severity });
}

export const allowedCheck: CheckDefinition = {
  kind: "allowed",
  summary: "A column holds only the values listed.",
  example: 'allowed("size", ["S", "M", "L"])',
  run(input) {
    const { spec, frame } = input;
    const column = columnOf(input);
    const texts = (spec.params["values"] as readonly Value[]).map(String);
    const known = new Set(texts);
    const counts = new Map<string, number>();
    const rows: number[] = [];
    for (let row = 0; row < frame.rowCount; row++) {
      if (isMissing(column, row)) continue;
      const text = textOf(column, row);
      if (known.has(text)) continue;
      counts.set(text, (counts.get(text) ?? 0) + 1);
      rows.push(row);
    }
    const list = listNames(texts);
    if (rows.length === 0) return { holds: true, message: `"${spec.column}" holds only ${list}.`, rows };
    const found = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const shown = found
      .slice(0, 5)
      .map(([text, count]) => `${JSON.stringify(text)} (${count})${suggestion(text, texts)}`);
    const more = found.length > 5 ? ` and ${found.length - 5} other values` : "";
    const message = `"${spec.column}" also holds ${shown.join(", ")}${more}; allowed: ${list}; ${shownRows(rows)}.`;
    return { holds: false, message, rows };
  },
};

function textOf(column: Column, row: number): string {
  if (column.storage === "codes") return column.dictionary[column.codes[row]!]!;
  const value = column.values[row]!;
  if (column.kind === "date") return new Date(value).toISOString().replace("T00:00:00.000Z", "");
  return column.kind === "boolean" ? String(value === 1) : String(value);
}
