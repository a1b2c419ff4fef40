import type { RunStory } from "../../../run/index.ts";
import { searchText } from "../../declared-words.ts";
import { metricOf } from "../../metric-of.ts";
import { settingText } from "../../setting-text.ts";
import type { RunView, Subject } from "../../subject.ts";
import { counted, figure } from "../../words.ts";
import { type Block, details, heading, paragraph, type Section, section, table, type Words } from "../document.ts";
import { pictureOf } from "../picture-block.ts";
import { rankedTrials, type Trial, winnerOf } from "./leaders.ts";

/** What was tried: the best of each candidate, every trial, how the search went, and what won against which baseline. */
export function tried({ story }: RunView, subject: Subject): Section | null {
  const { leaderboard, declaration } = story;
  if (leaderboard === null) return null;
  const ranked = rankedTrials(story);
  const { label } = metricOf(declaration, leaderboard.metric);
  return section("tried", "What was tried, and what won", [
    paragraph(wonText(story, label)),
    heading("The best of each candidate"),
    table(
      ["Place>", "Candidate", `${label}, ${leaderboard.folds} folds>`, "Worst … best fold", "Setting"],
      ranked.map((trial, i) => [String(i + 1), ...trialCells(trial)]),
      `${searchText(declaration)}; ${counted(leaderboard.trials.length, "setting")} scored on validation rows`,
    ),
    allTrials(story, label),
    pictureOf(subject, "run", "xychart"),
  ]);
}

function wonText(story: RunStory, label: string): string {
  const { best, baseline } = winnerOf(story);
  if (best === null) return "No candidate was tried.";
  if (best.score === null) return `${best.estimator} was fitted; nothing measures it.`;
  const over =
    baseline?.score == null || baseline === best
      ? ""
      : `; the baseline, which knows nothing of the features, reaches ${figure(baseline.score)}`;
  return `${best.estimator} won with ${label} ${figure(best.score)} in cross-validation${over}.`;
}

function trialCells({ estimator, score, failure, foldScores, params }: Trial): readonly Words[] {
  const known = foldScores.filter((one) => one !== null);
  const spread = known.length < 2 ? "" : `${figure(Math.min(...known))} … ${figure(Math.max(...known))}`;
  const shown = score !== null ? figure(score) : failure === null ? "not scored" : `no score: ${failure}`;
  return [estimator, shown, spread, settingText(params)];
}

const mostTrials = 300;

function allTrials({ leaderboard }: RunStory, label: string): Block | null {
  const trials = leaderboard!.trials;
  if (trials.length <= leaderboard!.ranking.length) return null;
  const shown = trials.slice(0, mostTrials);
  const more = trials.length - shown.length;
  return details(`All ${counted(trials.length, "trial")}${more > 0 ? `: the first ${shown.length}` : ""}`, [
    table(
      ["Trial>", "Candidate", `${label}>`, "Worst … best fold", "Setting"],
      shown.map((trial) => [String(trial.trial + 1), ...trialCells(trial)]),
    ),
  ]);
}
