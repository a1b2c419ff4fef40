import { type CheckSpec, callSite, type Severity } from "../../workflow/index.ts";
import { leakSuspects, leakThreshold, relationsToTarget } from "../leakage.ts";
import { boundOf, type CheckDefinition, checkSpec } from "./check.ts";

/**
 * No column gives the target away: by predicting it almost perfectly alone, or by a name that is almost the target's (which alone
 * never fails, but warns: a name proves nothing).
 * @param options `threshold`: the score (area under the ROC curve, or R²) above which a column is suspect, default 0.98
 * @throws DATA_OPTION_INVALID
 * @example noTargetLeak(), noTargetLeak({ severity: "warning" })
 */
export function noTargetLeak(
  options: { readonly threshold?: number; readonly severity?: Severity } = {},
): CheckSpec<never> {
  const at = callSite();
  const threshold = boundOf(
    "noTargetLeak",
    "threshold",
    options.threshold,
    { low: 0.5, high: 1, expected: "a score from 0.5 to 1" },
    at,
  );
  return checkSpec("noTargetLeak", at, { params: { threshold }, severity: options.severity });
}

export const noTargetLeakCheck: CheckDefinition = {
  kind: "noTargetLeak",
  summary: "No column predicts the target almost perfectly, or is named after it.",
  example: "noTargetLeak()",
  run({ frame, spec, target }) {
    if (target === null) return { holds: true, message: "There is no target that could leak.", rows: [] };
    const relations = relationsToTarget(frame, target.y, target.rows, target.columns);
    const threshold = (spec.params["threshold"] as number | undefined) ?? leakThreshold;
    const suspects = leakSuspects(relations, frame.names, target.columns, threshold);
    const best = relations.reduce<(typeof relations)[number] | undefined>(
      (a, b) => (a === undefined || b.score > a.score ? b : a),
      undefined,
    );
    if (suspects.length === 0) {
      const strongest =
        best === undefined ? "" : ` The strongest single column is "${best.column}" (${best.score.toFixed(3)}).`;
      return { holds: true, message: `No column gives the target away.${strongest}`, rows: [] };
    }
    const list = suspects.map(({ column, reason }) => `"${column}": ${reason}`).join("; ");
    const message = `${list}. Drop what isn't known when the prediction is made.`;
    const proven = suspects.some(({ by }) => by === "value");
    return { holds: false, message, rows: [], ...(proven ? {} : { atMost: "warning" }) };
  },
};
