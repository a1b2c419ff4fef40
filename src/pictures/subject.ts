import type { RunStory } from "../run/index.ts";
import type { AliasRow, IntervalRecord, RunRow, StoredEvent, VersionRow } from "../store/index.ts";
import type { PortableSpec } from "../workflow/index.ts";
import type { EventOf } from "./events-of.ts";
import type { GrainName } from "./grains.ts";
import type { LifeWork } from "./phase-work.ts";

/** What a picture can be of: what was declared, one run, or a model's whole life. */
export type View = "declaration" | "run" | "life";

/** All that pictures are drawn from, gathered once. Plain data: a picture reads no store. */
export interface Subject {
  /** What was asked for; a picture that has nothing to say of it takes the next that it can draw. */
  readonly asked: View;
  /** Name of the workflow, and of the model that it makes. */
  readonly name: string;
  /** Of the run, or the newest. */
  readonly declaration: PortableSpec;
  /** The run that was asked for, or the workflow's newest; null before there is one. */
  readonly run: RunView | null;
  /** The import that made the version which was asked for, where no run did. */
  readonly imported: EventOf<"model.imported"> | null;
  /** Null before the first run. */
  readonly life: LifeView | null;
}

/** One run: its story and every event of it, oldest first. */
export interface RunView {
  readonly story: RunStory;
  readonly events: readonly StoredEvent[];
}

/** A workflow's model from the first run on: its records, and those of the other parts that were asked for. */
export type LifeView = LifeRecords & Partial<LifeParts>;

/** A life with the parts that a picture needs. */
export type LifeWith<P extends LifePart> = LifeRecords & Pick<LifeParts, P>;

/** What is known of every life that was loaded. */
export interface LifeRecords {
  readonly log: LogMark;
  /** The largest fold that it can be drawn with. */
  readonly fold: number;
  /** Every run of the workflow, oldest first. */
  readonly runs: readonly LifeRun[];
  /** Oldest first; none before a run has registered one. */
  readonly versions: readonly LifeVersion[];
  readonly aliases: readonly AliasRow[];
  /** Versions that were made elsewhere, oldest first. */
  readonly imports: readonly EventOf<"model.imported">[];
  /** Every move of an alias, oldest first. */
  readonly moves: readonly EventOf<"alias.moved">[];
  /** What people said, oldest first. */
  readonly feedback: readonly EventOf<"feedback.given">[];
}

/** What pictures of a life tell of a run, and of a version. */
export type LifeRun = Pick<RunRow, (typeof runColumns)[number]>;
export type LifeVersion = Pick<VersionRow, (typeof versionColumns)[number]>;

/** Their columns: a life has many rows, and reading one costs as much as it has columns. */
export const runColumns = [
  ...(["id", "seq", "trigger", "note", "status", "verdict", "error"] as const),
  ...(["started_at", "finished_at", "duration_ms", "resumed"] as const),
] as const;
export const versionColumns = ["model", "version", "run", "digest", "created_at"] as const;

/** How much of the log a life was read from. */
export interface LogMark {
  readonly events: number;
  /** Number and hash of the last of them. */
  readonly seq: number;
  readonly hash: string;
}

/** What only some pictures of a life need. */
export interface LifeParts {
  /** Resumptions and alerts, oldest first. */
  readonly incidents: readonly EventOf<"run.resumed" | "alert.raised">[];
  /** What happened when. */
  readonly periods: LifePeriods;
  /** The problem's metric on the test rows, by run; none for runs that weren't measured by it. */
  readonly scores: ReadonlyMap<string, number>;
  /** The problem's metric of each version that has it, on its test rows. */
  readonly intervals: ReadonlyMap<number, IntervalRecord>;
  /** Events of the newest runs, as many runs as the fold, oldest first; without those that say nothing of a life. */
  readonly newest: readonly StoredEvent[];
  /** What the runs did in each phase. */
  readonly work: LifeWork;
  /** Rows in each of the tables of records, by the table's name. */
  readonly rows: Readonly<Record<string, number>>;
  /** Every verdict of a gate, oldest first. */
  readonly verdicts: readonly EventOf<"gate.decided">[];
}

/** The name of a part. */
export type LifePart = keyof LifeParts;

/** A life divided into the finest periods of which there are no more than the fold, or into months; oldest first. */
export interface LifePeriods {
  readonly grain: GrainName;
  readonly list: readonly Period[];
}

/** A period in which something happened. */
export interface Period {
  /** A time in it. */
  readonly at: number;
  readonly stretch: Stretch;
}

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

/** A check that failed, and when. */
export interface FailedCheck {
  readonly at: number;
  readonly check: string;
  readonly column: string | null;
  readonly failingRows: number;
}

/**
 * The life, known to have these parts.
 * @throws Error where it was loaded without them: the caller of `loadSubject` named other kinds of diagrams
 */
export function lifeWith<P extends LifePart>(life: LifeView, parts: readonly P[]): LifeWith<P> {
  const absent = parts.filter((part) => life[part] === undefined);
  if (absent.length > 0) throw new Error(`the life was loaded without ${absent.join(", ")}`);
  return life as LifeWith<P>;
}
