import { fail } from "../../errors/index.ts";
import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { type CheckDefinition, type CheckInput, checkSpec, columnOf, shownRows, shownValue } from "./check.ts";

type Bound = number | string;

/**
 * Every value of a number or date column lies within bounds, both included. Missing values are not judged.
 * @param options `min`, `max`: numbers, or ISO dates for a date column @throws DATA_OPTION_INVALID
 * @example range("Speed IAS in knots", { min: 0, max: 600 }), range("day", { min: "2020-01-01" })
 */
export function range<const Column extends string>(
  column: Column,
  options: { readonly min?: Bound; readonly max?: Bound; readonly severity?: Severity },
): CheckSpec<Column> {
  const at = callSite();
  const { min, max } = options;
  const refuse = (expected: string, got: unknown): never => {
    throw fail("DATA_OPTION_INVALID", { what: `range of "${column}"`, expected, got: String(got) }, { at });
  };
  if (min === undefined && max === undefined) refuse("given a min, a max or both", "neither");
  for (const bound of [min, max]) {
    if (bound !== undefined && Number.isNaN(amountOf(bound))) refuse("numbers or ISO dates", bound);
  }
  if (min !== undefined && max !== undefined && amountOf(min) > amountOf(max)) refuse("min <= max", `${min} > ${max}`);
  return checkSpec("range", at, { column, params: { min, max }, severity: options.severity });
}

export const rangeCheck: CheckDefinition = {
  kind: "range",
  summary: "Every value of a number or date column lies within bounds.",
  example: 'range("age", { min: 0, max: 120 })',
  run(input) {
    const { spec, frame } = input;
    const column = columnOf(input);
    if (column.storage !== "values") throw notOrdered(input, column.kind);
    const min = spec.params["min"] as Bound | undefined;
    const max = spec.params["max"] as Bound | undefined;
    const low = min === undefined ? Number.NEGATIVE_INFINITY : amountOf(min);
    const high = max === undefined ? Number.POSITIVE_INFINITY : amountOf(max);
    const rows: number[] = [];
    let [lowest, highest] = [-1, -1];
    for (let row = 0; row < frame.rowCount; row++) {
      const value = column.values[row]!;
      if (Number.isNaN(value)) continue;
      if (lowest < 0 || value < column.values[lowest]!) lowest = row;
      if (highest < 0 || value > column.values[highest]!) highest = row;
      if (value < low || value > high) rows.push(row);
    }
    const found = lowest < 0 ? "no values" : `${shownValue(column, lowest)} to ${shownValue(column, highest)}`;
    const bounds = max === undefined ? `at least ${min}` : min === undefined ? `at most ${max}` : `${min} to ${max}`;
    if (rows.length === 0) return { holds: true, message: `"${spec.column}" has ${found}; allowed: ${bounds}.`, rows };
    const count = rows.length === 1 ? "1 value lies" : `${rows.length} values lie`;
    const beyond = max === undefined ? `below ${min}` : min === undefined ? `above ${max}` : `outside of ${bounds}`;
    const message = `${count} ${beyond} ("${spec.column}" has ${found}): ${shownRows(rows)}.`;
    return { holds: false, message, rows };
  },
};

function notOrdered({ spec }: CheckInput, kind: string): Error {
  const detail = {
    what: `range of "${spec.column}"`,
    expected: "asked of a number or date column",
    got: `a ${kind} column`,
  };
  return fail("DATA_OPTION_INVALID", detail, { at: spec.at });
}

function amountOf(bound: Bound): number {
  if (typeof bound === "number") return bound;
  return typeof bound === "string" && /^\d{4}-\d{2}-\d{2}/.test(bound) ? Date.parse(bound) : Number.NaN;
}
