import { figures } from "./figures.ts";
import { type GateDecision, overallVerdict } from "./gates/index.ts";

/**
 * Why a candidate is not registered and by how much it falls short, for the people who are alerted; one line per gate that
 * doesn't pass. Empty where every gate passes.
 */
export function alertText(decisions: readonly GateDecision[]): string {
  const verdict = overallVerdict(decisions);
  if (verdict === "pass") return "";
  const held = decisions.filter((decision) => decision.verdict === "pass").length;
  const open = decisions.filter((decision) => decision.verdict !== "pass");
  const what =
    verdict === "fail" ? "The candidate was not accepted" : "There is too little evidence to accept the candidate";
  return [`${what}: ${held} of ${decisions.length} gates hold.`, ...open.map(lineOf)].join("\n");
}

function lineOf(decision: GateDecision): string {
  const word = decision.verdict === "fail" ? "fails" : "is undecided";
  const by = decision.verdict === "fail" ? shortfall(decision) : evidenceMissing(decision);
  return `- ${decision.gate} ${word}: ${decision.reason}${by}.`;
}

function shortfall({ estimate, bound }: GateDecision): string {
  if (estimate?.value == null || bound === null) return "";
  const gap = Math.abs(bound - estimate.value);
  return gap === 0 ? "" : ` (off by ${figures(gap)[0]})`;
}

/** An interval narrows with the square root of the rows: how many times as many would settle it, if the value stayed. */
function evidenceMissing({ estimate, bound, direction }: GateDecision): string {
  if (estimate?.value == null || estimate.low === null || estimate.high === null || bound === null) return "";
  const { value, low, high } = estimate;
  const spare = direction === "atLeast" ? value - bound : bound - value;
  const reach = direction === "atLeast" ? value - low : high - value;
  if (spare <= 0) return " (the value itself is on the wrong side of the bound, but within its uncertainty)";
  const times = (reach / spare) ** 2;
  return times > 100 ? "" : ` (about ${figures(Math.max(times, 1.1))[0]} times as many test rows would settle it)`;
}
