import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { boundOf, type CheckDefinition, checkSpec, columnOf, isMissing, shownRows, shownShare } from "./check.ts";

/**
 * At most this share of a column's rows may be missing.
 * @param options `max`: share, 0..1 @throws DATA_OPTION_INVALID
 * @example nulls("Speed IAS in knots", { max: 0.35 })
 */
export function nulls<const Column extends string>(
  column: Column,
  options: { readonly max: number; readonly severity?: Severity },
): CheckSpec<Column> {
  const at = callSite();
  const max = boundOf(
    "nulls",
    "max",
    options.max ?? Number.NaN,
    { low: 0, high: 1, expected: "a share from 0 to 1" },
    at,
  );
  return checkSpec("nulls", at, { column, params: { max }, severity: options.severity });
}

export const nullsCheck: CheckDefinition = {
  kind: "nulls",
  summary: "At most a given share of a column is missing.",
  example: 'nulls("age", { max: 0.1 })',
  run(input) {
    const { frame, spec } = input;
    const column = columnOf(input);
    const rows: number[] = [];
    for (let row = 0; row < frame.rowCount; row++) if (isMissing(column, row)) rows.push(row);
    const share = frame.rowCount === 0 ? 0 : rows.length / frame.rowCount;
    const max = spec.params["max"] as number;
    const found = `${rows.length} of ${frame.rowCount} values of "${spec.column}" are missing (${shownShare(share)})`;
    if (share <= max) return { holds: true, message: `${found}; at most ${shownShare(max)} may be.`, rows: [] };
    return { holds: false, message: `${found}, at most ${shownShare(max)} may be: ${shownRows(rows)}.`, rows };
  },
};
