import type { IntervalRecord, Verdict } from "../../store/index.ts";

/**
 * An interval against a bound. pass: the whole interval is good; fail: none of it is; else the evidence is insufficient,
 * as it is where there is no interval.
 */
export function judge(estimate: IntervalRecord, bound: number, direction: "atLeast" | "atMost"): Verdict {
  const { low, high } = estimate;
  if (low === null || high === null) return "insufficient";
  if (direction === "atLeast") return low >= bound ? "pass" : high < bound ? "fail" : "insufficient";
  return high <= bound ? "pass" : low > bound ? "fail" : "insufficient";
}

/** The verdict of several together: fail if one fails, else insufficient if one is, else pass (also of none). */
export function overallVerdict(decisions: readonly { readonly verdict: Verdict }[]): Verdict {
  if (decisions.some((decision) => decision.verdict === "fail")) return "fail";
  return decisions.some((decision) => decision.verdict === "insufficient") ? "insufficient" : "pass";
}
