import { findStepType, type RunStory, type StepInstance, type StepType } from "../run/index.ts";
import type { StepRow } from "../store/index.ts";
import type { PartState } from "./mermaid/states.ts";

/** A step of a graph, or all of a type. */
type AnyStep = Pick<StepInstance, "id"> | Pick<StepType, "name">;

/** How a step of a run stands; "planned" where there is no run, "skipped" where the run didn't reach it. */
export function stepState(story: RunStory | null, step: AnyStep): PartState {
  if (story === null) return "planned";
  const row = stepOf(story, step);
  if (row === undefined) return "skipped";
  if (row.status === "succeeded") return row.cached === 1 ? "reused" : "done";
  return row.status === "cancelled" ? "skipped" : row.status;
}

/** The row of a step, of a type with several instances the first; undefined where the run didn't reach it. */
export function stepOf({ steps }: Pick<RunStory, "steps">, step: AnyStep): StepRow | undefined {
  return steps.find((row) => ("id" in step ? row.instance === step.id : row.step === step.name));
}

/** What a step does, for people; its name where this build doesn't know it. */
export function stepTitle({ instance, step }: Pick<StepRow, "instance" | "step">): string {
  const title = findStepType(step)?.title ?? step;
  return instance === step ? title : `${title} (${instance.slice(step.length + 1)})`;
}

/** How a gate's or all gates' verdict is coloured. */
export function verdictState(verdict: "pass" | "fail" | "insufficient"): PartState {
  return verdict === "pass" ? "done" : verdict === "fail" ? "failed" : "warned";
}
