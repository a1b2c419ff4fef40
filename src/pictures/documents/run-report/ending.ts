import type { RunStory } from "../../../run/index.ts";
import { planGraph } from "../../../run/index.ts";
import { stepTitle } from "../../step-state.ts";
import type { Tone } from "../document.ts";
import { errorOf } from "./run-error.ts";

/** How a run ended, in a few words and with what to think of it. */
export interface Ending {
  readonly words: string;
  readonly tone: Tone;
}

/** "every gate holds", "not accepted", "stopped by a check": what became of a run. */
export function endingOf(story: RunStory): Ending {
  const { row, gates } = story;
  if (row.status === "running") return { words: "the run is not over", tone: "open" };
  if (row.status === "cancelled") return { words: "the run was cancelled", tone: "open" };
  if (row.status === "failed")
    return { words: isStoppedByCheck(story) ? "stopped by a check of the data" : "the run failed", tone: "bad" };
  if (gates === null) return { words: "the run succeeded", tone: "plain" };
  if (gates.verdict === "fail") return { words: "not accepted", tone: "bad" };
  if (gates.verdict === "insufficient") return { words: "too little evidence to decide", tone: "open" };
  return gates.decisions.length === 0
    ? { words: "no gate was declared", tone: "plain" }
    : { words: "every gate holds", tone: "good" };
}

/** True where the data, and no fault of a machine, ended the run. */
export function isStoppedByCheck(story: RunStory): boolean {
  return story.row.status === "failed" && errorOf(story)?.code === "RUN_CHECK_FAILED";
}

/** The step that a run came to last; null before the first. */
export function lastStep(story: RunStory): { readonly name: string; readonly title: string } | null {
  const last = story.steps.at(-1);
  return last === undefined ? null : { name: last.instance, title: stepTitle(last) };
}

/** Titles of the steps that a run never came to. */
export function stepsNotReached(story: RunStory): string[] {
  return planGraph(story.declaration)
    .filter(({ id }) => !story.steps.some(({ instance }) => instance === id))
    .map(({ id, type }) => stepTitle({ instance: id, step: type.name }));
}
