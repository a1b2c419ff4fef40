import { fitStep, type RunStory } from "../../run/index.ts";
import { job, jobDone } from "../mermaid/sequence-lines.ts";
import { size } from "../words.ts";
import { flowBox } from "./flow-parts.ts";
import type { StepPicture } from "./step-picture.ts";

/** The candidate that won, and how large a model it made. */
export const fitPicture: StepPicture = {
  step: fitStep,
  flow: (view) => flowBox(view, winnerLines(view.run?.story ?? null)),
  declared: () => [
    job("pipeline", "trainer", "fit the best candidate on all training rows"),
    jobDone("trainer", "pipeline", "one model"),
  ],
};

function winnerLines(story: RunStory | null): string[] {
  const ranked = story?.leaderboard?.ranking.map((index) => story.leaderboard!.trials[index]!.estimator) ?? [];
  const winner = ranked.find((estimator) => estimator !== "baseline") ?? ranked[0];
  if (story === null || winner === undefined) return [];
  return [story.modelBytes === null ? winner : `${winner}, ${size(story.modelBytes)}`];
}
