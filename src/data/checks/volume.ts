import { fail } from "../../errors/index.ts";
import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { boundOf, type CheckDefinition, checkSpec } from "./check.ts";

/**
 * The table has as many rows as expected: an export that was cut short, or doubled, is noticed.
 * @param options `min`, `max`: rows, both included @throws DATA_OPTION_INVALID
 * @example volume({ min: 1_000, max: 1_000_000 })
 */
export function volume(options: {
  readonly min?: number;
  readonly max?: number;
  readonly severity?: Severity;
}): CheckSpec<never> {
  const at = callSite();
  const limits = { low: 0, high: Number.MAX_SAFE_INTEGER, expected: "a number of rows" };
  const min = boundOf("volume", "min", options.min, limits, at);
  const max = boundOf("volume", "max", options.max, limits, at);
  if ((min === undefined && max === undefined) || (min ?? 0) > (max ?? Number.MAX_SAFE_INTEGER)) {
    const got = `min ${min}, max ${max}`;
    throw fail(
      "DATA_OPTION_INVALID",
      { what: "volume", expected: "given a min, a max or both, min <= max", got },
      { at },
    );
  }
  return checkSpec("volume", at, { params: { min, max }, severity: options.severity });
}

export const volumeCheck: CheckDefinition = {
  kind: "volume",
  summary: "The table has at least, and at most, so many rows.",
  example: "volume({ min: 1_000 })",
  run({ frame, spec }) {
    const { min, max } = spec.params as { min?: number; max?: number };
    const holds = frame.rowCount >= (min ?? 0) && frame.rowCount <= (max ?? Number.POSITIVE_INFINITY);
    const bounds = max === undefined ? `at least ${min}` : min === undefined ? `at most ${max}` : `${min} to ${max}`;
    return { holds, message: `${frame.rowCount} rows; expected ${bounds}.`, rows: [] };
  },
};
