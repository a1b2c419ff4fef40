import { axisRange, type XyChart } from "../mermaid/xy-chart.ts";
import { metricOf } from "../metric-of.ts";
import type { RunView } from "../subject.ts";
import { trialSpans } from "../trial-spans.ts";
import { count } from "../words.ts";
import { aspectEmpty } from "./aspect-empty.ts";
import { boundPlots } from "./chart-bounds.ts";

/** The score of each trial in the order of asking, and the best so far. Of many, so many in a row become one: their best. */
export function chartOfSearch(run: RunView, mostPoints: number): XyChart {
  const { label, greaterIsBetter } = metricOf(run.story.declaration);
  const all = trialsOf(run);
  const scores = all.map(({ score }) => score).filter((score) => score !== null);
  if (scores.length === 0)
    throw aspectEmpty("xychart", "search", all.length === 0 ? "no trial was made" : "no trial has a score");
  const best = greaterIsBetter ? Math.max : Math.min;
  const each = Math.ceil(scores.length / mostPoints);
  const groups = Array.from({ length: Math.ceil(scores.length / each) }, (_, k) =>
    scores.slice(k * each, (k + 1) * each),
  );
  const values = groups.map((group) => best(...group));
  const soFar = values.map((_, k) => best(...values.slice(0, k + 1)));
  const without = all.length - scores.length;
  const notes = [
    ...(each === 1 ? [] : [`${each} to a point`]),
    ...(without === 0 ? [] : [`${without} without a score`]),
  ];
  const title = `${count(scores.length)} trials${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
  return {
    x:
      values.length <= mostNames && each === 1
        ? { title, names: values.map((_, i) => `${i + 1}`) }
        : { title, from: 1, to: scores.length },
    y: { title: `${label} in cross-validation`, ...axisRange(values, values.length === 1) },
    plots: [
      {
        shape: values.length === 1 ? "bar" : "line",
        title: each === 1 ? "each trial" : `best of each ${each} trials`,
        values,
        role: "value",
      },
      { shape: "line", title: "best so far", values: soFar, role: "second" },
    ],
  };
}

/** More numbers than this beside each other run into each other. */
const mostNames = 16;

/** The best score of each candidate beside minimum and goal. */
export function chartOfCandidates({ story }: RunView, most: number): XyChart {
  const { leaderboard, declaration: spec } = story;
  if (leaderboard === null) throw aspectEmpty("xychart", "metric", "the run has no leaderboard");
  const ranked = leaderboard.ranking.map((index) => leaderboard.trials[index]!);
  const scored = ranked.flatMap(({ estimator, score }) => (score === null ? [] : [{ estimator, score }]));
  if (scored.length === 0) throw aspectEmpty("xychart", "metric", "no candidate has a score");
  const shown = scored.slice(0, most);
  const left = ranked.length - shown.length;
  const { label } = metricOf(spec, leaderboard.metric);
  const bounds = shown.length === 1 ? [] : boundPlots(spec, shown.length);
  const values = shown.map(({ score }) => score);
  return {
    isHorizontal: true,
    x: {
      title: left === 0 ? "candidates" : `candidates (${left} more are worse or have no score)`,
      names: shown.map(({ estimator }) => estimator),
    },
    y: {
      title: `${label}, best of its trials in ${leaderboard.folds}-fold cross-validation`,
      ...axisRange([...values, ...bounds.flatMap((plot) => plot.values)], true),
    },
    plots: [{ shape: "bar", title: "best trial", values, role: "value" }, ...bounds],
  };
}

/** A reused search is told by no event of this run, and one under way has no leaderboard yet. */
function trialsOf({ story, events }: RunView): readonly { readonly score: number | null }[] {
  return story.leaderboard?.trials ?? trialSpans(events).toSorted((a, b) => a.trial - b.trial);
}
