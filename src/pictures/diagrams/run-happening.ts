import { metricLabel } from "../../evaluation/index.ts";
import { findMetric } from "../../ml/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { eventsOf } from "../events-of.ts";
import type { LifeRun } from "../subject.ts";
import { count, counted, figure } from "../words.ts";
import type { Stretch } from "./stretch.ts";

/** What happened of one sort in a stretch of time: each a line, and all in one. */
export interface Happening {
  readonly lines: readonly string[];
  readonly folded: string;
}

/** How a run that ended went, in a word, and in words. */
interface Ending {
  readonly sort: string;
  readonly text: string;
  readonly score: number | null;
}

/** Runs are told when they end; those that haven't ended, when they began. */
export function runHappening(
  { incidents, open, ended: runs }: Stretch,
  scores: ReadonlyMap<string, number>,
  spec: PortableSpec,
): Happening {
  const resumed = eventsOf(incidents, "run.resumed").length;
  const ended = runs.map((run) => endingOf(run, scores.get(run.id) ?? null, spec));
  return {
    lines: [
      ...(resumed === 0 ? [] : [`${counted(resumed, "run")} resumed after an interruption`]),
      ...ended.map(({ text }) => text),
      ...open.map(() => "a run begins"),
    ],
    folded: foldedRuns(spec, ended, open.length, resumed),
  };
}

function foldedRuns(
  { problem: { metric } }: PortableSpec,
  ended: readonly Ending[],
  open: number,
  resumed: number,
): string {
  const sorts = new Map<string, number>();
  for (const { sort } of ended) sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
  const scores = ended.flatMap(({ score }) => (score === null ? [] : [score]));
  const better = findMetric(metric)?.greaterIsBetter === false ? Math.min : Math.max;
  const best = scores.reduce((a, b) => better(a, b), scores[0] ?? 0);
  const parts = [
    ...[...sorts].map(([sort, of]) => `${count(of)} ${sort}`),
    ...(open === 0 ? [] : [`${count(open)} not ended`]),
    ...(resumed === 0 ? [] : [`${count(resumed)} resumed`]),
    ...(scores.length === 0 ? [] : [`best ${metricLabel(metric)} ${figure(best)}`]),
  ];
  return `${counted(ended.length + open, "run")}, ${parts.join(", ")}`;
}

function endingOf(run: LifeRun, score: number | null, spec: PortableSpec): Ending {
  const measured = score === null ? [] : [`${metricLabel(spec.problem.metric)} ${figure(score)}`];
  const { sort, words } = wordsOf(run);
  const name = run.note === null || run.note === "" ? "a run" : `“${run.note}”`;
  return { sort, text: `${name} ${[words, ...measured].join(", ")}`, score };
}

function wordsOf({ status, verdict, error }: LifeRun): { sort: string; words: string } {
  if (status !== "succeeded") {
    const why = error === null || status === "cancelled" ? "" : `, ${(JSON.parse(error) as { code: string }).code}`;
    return { sort: status, words: `${status === "cancelled" ? "is cancelled" : "fails"}${why}` };
  }
  if (verdict === "pass") return { sort: "passed", words: "passes" };
  if (verdict === "fail") return { sort: "refused", words: "is refused by its gates" };
  if (verdict === "insufficient") return { sort: "undecided", words: "is undecided for too little evidence" };
  return { sort: "ended", words: "ends" };
}
