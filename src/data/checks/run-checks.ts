import { fail, suggestion } from "../../errors/index.ts";
import { type Frame, sharedInt32 } from "../../ml/index.ts";
import type { Clock } from "../../platform/index.ts";
import { documentCodec } from "../../store/index.ts";
import type { CheckSpec, Severity } from "../../workflow/index.ts";
import type { CheckTarget } from "./check.ts";
import { checkTable } from "./index.ts";

export interface CheckResult {
  readonly check: string;
  readonly column: string | null;
  readonly severity: Severity;
  /** warned: it doesn't hold, but was declared a warning, or what was found is only a hint. */
  readonly status: "passed" | "failed" | "warned";
  readonly message: string;
  /** How many single rows are at fault. */
  readonly failingRows: number;
}

/** What all checks said: plain data. */
export interface CheckReport {
  readonly status: "passed" | "failed" | "warned";
  readonly results: readonly CheckResult[];
}

/** How a report of checks is kept as an artifact. */
export const checkReportCodec = documentCodec<CheckReport>("a report of checks", { status: "text", results: "list" });

/** What is looked at where a workflow declares no check: whether a column gives the target away, as a warning. */
export const standardChecks: readonly CheckSpec[] = [{ kind: "noTargetLeak", params: {}, severity: "warning" }];

/** Columns of the quarantine beside the table's own: the row's number (from 1) and the checks that it fails. */
export const quarantineColumns = { row: "quarantined row", reason: "quarantine reason" } as const;

/**
 * Runs every check. Rows at fault come back as `quarantine`: the whole rows, in their order, with their number and the checks
 * they fail; null where no row is at fault. Nothing is thrown for data that doesn't hold.
 * @param specs the declared checks; {@link standardChecks} where there are none
 * @throws DATA_COLUMN_UNKNOWN, DATA_OPTION_INVALID where a check doesn't fit the table
 */
export function runChecks(
  frame: Frame,
  specs: readonly CheckSpec[],
  context: { readonly clock: Clock; readonly target: CheckTarget | null },
): { report: CheckReport; quarantine: Frame | null } {
  const reasons = new Map<number, string[]>();
  const results = (specs.length === 0 ? standardChecks : specs).map((spec): CheckResult => {
    const found = definitionOf(spec).run({ frame, spec, ...context });
    const named = spec.column === undefined ? spec.kind : `${spec.kind} ${spec.column}`;
    for (const row of found.holds ? [] : found.rows) reasons.set(row, [...(reasons.get(row) ?? []), named]);
    const warns = spec.severity === "warning" || found.atMost === "warning";
    const status = found.holds ? "passed" : warns ? "warned" : "failed";
    const { kind: check, column = null, severity } = spec;
    return {
      check,
      column,
      severity,
      status,
      message: found.message,
      failingRows: found.holds ? 0 : found.rows.length,
    };
  });
  const worst = (["failed", "warned"] as const).find((status) => results.some((result) => result.status === status));
  return { report: { status: worst ?? "passed", results }, quarantine: quarantined(frame, reasons) };
}

function definitionOf(spec: CheckSpec) {
  const definition = Object.hasOwn(checkTable, spec.kind) ? checkTable[spec.kind] : undefined;
  if (definition !== undefined) return definition;
  const names = Object.keys(checkTable);
  const detail = {
    what: "a check",
    expected: `one of ${names.join(", ")}`,
    got: `"${spec.kind}"${suggestion(spec.kind, names)}`,
  };
  throw fail("DATA_OPTION_INVALID", detail, { at: spec.at });
}

function quarantined(frame: Frame, reasons: ReadonlyMap<number, readonly string[]>): Frame | null {
  if (reasons.size === 0) return null;
  const rows = [...reasons.keys()].sort((a, b) => a - b);
  const texts = rows.map((row) => reasons.get(row)!.join(", "));
  const dictionary = [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
  const codes = sharedInt32(rows.length);
  texts.forEach((text, i) => {
    codes[i] = dictionary.indexOf(text);
  });
  return frame.take(rows).with([
    [quarantineColumns.row, { storage: "values", kind: "number", values: Float64Array.from(rows, (row) => row + 1) }],
    [quarantineColumns.reason, { storage: "codes", kind: "category", codes, dictionary }],
  ]);
}
