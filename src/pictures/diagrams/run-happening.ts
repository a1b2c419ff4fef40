import { metricLabel } from "../../evaluation/index.ts";
import { findMetric } from "../../ml/index.ts";
import type { StoredEvent } from "../../store/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import type { LifeView } from "../subject.ts";
import { type EventOf, eventsOf } from "../version-life.ts";
import { count, counted, figure } from "../words.ts";

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
export function runHappening(life: LifeView, spec: PortableSpec, events: readonly StoredEvent[]): Happening {
  const resumed = eventsOf(events, "run.resumed").length;
  const isOn = new Set(life.runs.filter(({ status }) => status === "running").map(({ id }) => id));
  const open = eventsOf(events, "run.started").filter(({ run }) => run !== null && isOn.has(run));
  const ended = eventsOf(events, "run.finished").map((event) => endingOf(life, spec, event));
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
  const best = findMetric(metric)?.greaterIsBetter === false ? Math.min(...scores) : Math.max(...scores);
  const parts = [
    ...[...sorts].map(([sort, of]) => `${count(of)} ${sort}`),
    ...(open === 0 ? [] : [`${count(open)} not ended`]),
    ...(resumed === 0 ? [] : [`${count(resumed)} resumed`]),
    ...(scores.length === 0 ? [] : [`best ${metricLabel(metric)} ${figure(best)}`]),
  ];
  return `${counted(ended.length + open, "run")}, ${parts.join(", ")}`;
}

function endingOf(life: LifeView, spec: PortableSpec, { run, body }: EventOf<"run.finished">): Ending {
  const row = life.runs.find(({ id }) => id === run);
  const score = scoreOf(life, spec, run);
  const measured = score === null ? [] : [`${metricLabel(spec.problem.metric)} ${figure(score)}`];
  const { sort, words } = wordsOf(body);
  const name = row?.note == null || row.note === "" ? "a run" : `“${row.note}”`;
  return { sort, text: `${name} ${[words, ...measured].join(", ")}`, score };
}

function wordsOf({ status, verdict, error }: EventOf<"run.finished">["body"]): { sort: string; words: string } {
  if (status !== "succeeded") {
    const why = error === null || status === "cancelled" ? "" : `, ${error.code}`;
    return { sort: status, words: `${status === "cancelled" ? "is cancelled" : "fails"}${why}` };
  }
  if (verdict === "pass") return { sort: "passed", words: "passes" };
  if (verdict === "fail") return { sort: "refused", words: "is refused by its gates" };
  if (verdict === "insufficient") return { sort: "undecided", words: "is undecided for too little evidence" };
  return { sort: "ended", words: "ends" };
}

/** The metric that the workflow is judged by, on test rows. */
function scoreOf({ events }: LifeView, { problem }: PortableSpec, run: string | null): number | null {
  const measured = eventsOf(events, "model.evaluated").findLast((event) => event.run === run);
  return measured?.body.metrics[problem.metric]?.value ?? null;
}
