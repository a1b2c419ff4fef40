import type { PortableSpec } from "../../workflow/index.ts";
import { eventsOf } from "../events-of.ts";
import { metricOf } from "../metric-of.ts";
import type { LifeRun, Stretch } from "../subject.ts";
import { count, counted, figure } from "../words.ts";

/** More lines of one sort are told as one. */
export const mostTold = 3;

/** What happened of one sort in a stretch of time: each a line, or all in one. Only the one that is told is put into words. */
export interface Happening {
  /** How many lines there would be, or at least one more than are told. */
  readonly count: number;
  readonly lines: () => readonly string[];
  readonly folded: () => string;
}

/** Runs are told when they end; those that haven't ended, when they began. */
export function runHappening(stretch: Stretch, scores: ReadonlyMap<string, number>, spec: PortableSpec): Happening {
  const { open, ended } = stretch;
  const resumed = eventsOf(stretch.incidents, "run.resumed").length;
  return {
    count: Math.min(resumed, 1) + ended.length + open.length,
    lines: () => [
      ...(resumed === 0 ? [] : [`${counted(resumed, "run")} resumed after an interruption`]),
      ...ended.map((run) => endText(run, scores.get(run.id) ?? null, spec)),
      ...open.map(() => "a run begins"),
    ],
    folded: () => foldedRuns(stretch, resumed, scores, spec),
  };
}

function foldedRuns(
  { ended, open }: Stretch,
  resumed: number,
  known: ReadonlyMap<string, number>,
  spec: PortableSpec,
): string {
  const sorts = new Map<string, number>();
  for (const run of ended) {
    const { sort } = wordsOf(run);
    sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
  }
  const scores = ended.flatMap(({ id }) => known.get(id) ?? []);
  const { label, greaterIsBetter } = metricOf(spec);
  const better = greaterIsBetter ? Math.max : Math.min;
  const best = scores.reduce((a, b) => better(a, b), scores[0] ?? 0);
  const parts = [
    ...[...sorts].map(([sort, of]) => `${count(of)} ${sort}`),
    ...(open.length === 0 ? [] : [`${count(open.length)} not ended`]),
    ...(resumed === 0 ? [] : [`${count(resumed)} resumed`]),
    ...(scores.length === 0 ? [] : [`best ${label} ${figure(best)}`]),
  ];
  return `${counted(ended.length + open.length, "run")}, ${parts.join(", ")}`;
}

function endText(run: LifeRun, score: number | null, spec: PortableSpec): string {
  const measured = score === null ? [] : [`${metricOf(spec).label} ${figure(score)}`];
  const name = run.note === null || run.note === "" ? "a run" : `“${run.note}”`;
  return `${name} ${[wordsOf(run).words, ...measured].join(", ")}`;
}

/** How a run that ended went, in a word, and in words. */
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
