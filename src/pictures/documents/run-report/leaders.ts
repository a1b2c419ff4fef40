import type { RunStory } from "../../../run/index.ts";

/** One trial of a leaderboard. */
export type Trial = NonNullable<RunStory["leaderboard"]>["trials"][number];

/** The best trial of each candidate, best first; none before there is a leaderboard. */
export function rankedTrials({ leaderboard }: RunStory): Trial[] {
  return leaderboard === null ? [] : leaderboard.ranking.map((index) => leaderboard.trials[index]!);
}

/** The trial that won, and the baseline beside it. */
export function winnerOf(story: RunStory): { readonly best: Trial | null; readonly baseline: Trial | null } {
  const ranked = rankedTrials(story);
  const best = ranked.find(({ estimator }) => estimator !== "baseline") ?? ranked[0] ?? null;
  return { best, baseline: ranked.find(({ estimator }) => estimator === "baseline") ?? null };
}
