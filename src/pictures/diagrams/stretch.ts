import type { EventOf } from "../events-of.ts";
import type { FailedCheck, LifeParts, LifeRun, LifeVersion, LifeWith } from "../subject.ts";

/** What happened in a stretch of time, sort by sort, each in its order. */
export interface Stretch {
  readonly ended: LifeRun[];
  /** Runs that began and haven't ended. */
  readonly open: LifeRun[];
  readonly versions: LifeVersion[];
  readonly incidents: LifeParts["incidents"][number][];
  readonly failedChecks: FailedCheck[];
  readonly moves: EventOf<"alias.moved">[];
  readonly feedback: EventOf<"feedback.given">[];
}

/** When something happened, and how it becomes part of a stretch. */
export interface Moment {
  readonly at: number;
  readonly put: (stretch: Stretch) => void;
}

/** A stretch in which nothing happened. */
export function stretchOf(): Stretch {
  return { ended: [], open: [], versions: [], incidents: [], failedChecks: [], moves: [], feedback: [] };
}

/** Stretches that follow each other, as one. */
export function joinedStretches(parts: readonly Stretch[]): Stretch {
  return {
    ended: parts.flatMap(({ ended }) => ended),
    open: parts.flatMap(({ open }) => open),
    versions: parts.flatMap(({ versions }) => versions),
    incidents: parts.flatMap(({ incidents }) => incidents),
    failedChecks: parts.flatMap(({ failedChecks }) => failedChecks),
    moves: parts.flatMap(({ moves }) => moves),
    feedback: parts.flatMap(({ feedback }) => feedback),
  };
}

/** Every moment of a life; of those at which nothing happened that is told, the ones that make a period their own. */
export function momentsOf({
  runs,
  versions,
  incidents,
  failedChecks,
  moves,
  feedback,
  times,
}: LifeWith<"incidents" | "failedChecks" | "times">): Moment[] {
  const open = new Set(runs.filter(({ status }) => status === "running"));
  const ended = runs.filter(({ finished_at }) => finished_at !== null).sort((a, b) => a.finished_at! - b.finished_at!);
  return [
    ...runs.map((run): Moment => ({ at: run.started_at, put: (to) => void (open.has(run) && to.open.push(run)) })),
    ...ended.map((run): Moment => ({ at: run.finished_at!, put: (to) => void to.ended.push(run) })),
    ...versions.map((row): Moment => ({ at: row.created_at, put: (to) => void to.versions.push(row) })),
    ...failedChecks.map((check): Moment => ({ at: check.at, put: (to) => void to.failedChecks.push(check) })),
    ...incidents.map((event): Moment => ({ at: event.at, put: (to) => void to.incidents.push(event) })),
    ...moves.map((event): Moment => ({ at: event.at, put: (to) => void to.moves.push(event) })),
    ...feedback.map((event): Moment => ({ at: event.at, put: (to) => void to.feedback.push(event) })),
    ...times.map((at): Moment => ({ at, put: () => {} })),
  ];
}
