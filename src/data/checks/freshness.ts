import { fail } from "../../errors/index.ts";
import { type CheckSpec, callSite, describeDuration, parseDuration, type Severity } from "../../workflow/index.ts";
import { type CheckDefinition, checkSpec, columnOf, shownDate, shownRows } from "./check.ts";

/** Clocks of different machines may differ by this much before a date counts as being in the future. */
const toleranceMs = 86_400_000;

/**
 * The newest date of a column is no older than this, and none lies in the future (more than a day).
 * @param options `maxAge`: "12h", "2d", "1w" @throws WORKFLOW_DURATION_INVALID
 * @example freshness("ordered_at", { maxAge: "2d" })
 */
export function freshness<const Column extends string>(
  column: Column,
  options: { readonly maxAge: string; readonly severity?: Severity },
): CheckSpec<Column> {
  const at = callSite();
  parseDuration(options.maxAge, at);
  return checkSpec("freshness", at, { column, params: { maxAge: options.maxAge }, severity: options.severity });
}

export const freshnessCheck: CheckDefinition = {
  kind: "freshness",
  summary: "The newest date of a column is recent, and none lies in the future.",
  example: 'freshness("ordered_at", { maxAge: "2d" })',
  readsClock: true,
  run(input) {
    const { spec, clock } = input;
    const column = columnOf(input);
    if (column.storage !== "values" || column.kind !== "date") {
      const detail = {
        what: `freshness of "${spec.column}"`,
        expected: "asked of a date column",
        got: `a ${column.kind} column`,
      };
      throw fail("DATA_OPTION_INVALID", detail, { at: spec.at });
    }
    const maxAge = spec.params["maxAge"] as string;
    const now = clock.now();
    const future: number[] = [];
    let newest = Number.NEGATIVE_INFINITY;
    column.values.forEach((value, row) => {
      if (value > now + toleranceMs) future.push(row);
      else if (value > newest) newest = value;
    });
    if (future.length > 0) {
      const dates = future.length === 1 ? "1 date lies" : `${future.length} dates lie`;
      return { holds: false, message: `${dates} in the future: ${shownRows(future)}.`, rows: future };
    }
    if (newest === Number.NEGATIVE_INFINITY)
      return { holds: false, message: `"${spec.column}" has no date.`, rows: [] };
    const age = describeDuration(Math.max(1, Math.floor((now - newest) / 3_600_000)) * 3_600_000);
    const message = `The newest "${spec.column}" is ${shownDate(newest)}, ${age} old; at most ${maxAge} is expected.`;
    return { holds: now - newest <= parseDuration(maxAge, spec.at), message, rows: [] };
  },
};
