import type { RunStory } from "../run/index.ts";
import type { StepRow } from "../store/index.ts";
import type { PartState } from "./mermaid/states.ts";

/** How a step of a run stands; "planned" where there is no run, "skipped" where the run didn't reach it. */
export function stepState(story: RunStory | null, step: string): PartState {
  if (story === null) return "planned";
  const row = stepOf(story, step);
  if (row === undefined) return "skipped";
  if (row.status === "succeeded") return row.cached === 1 ? "reused" : "done";
  return row.status === "cancelled" ? "skipped" : row.status;
}

/** The row of a step; undefined where the run didn't reach it. */
export function stepOf({ steps }: RunStory, step: string): StepRow | undefined {
  return steps.find((row) => row.step === step);
}

/** How a gate's or all gates' verdict is coloured. */
export function verdictState(verdict: "pass" | "fail" | "insufficient"): PartState {
  return verdict === "pass" ? "done" : verdict === "fail" ? "failed" : "warned";
}
