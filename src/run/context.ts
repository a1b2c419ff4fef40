import type { ColumnKind } from "../ml/index.ts";
import type { Actor, Claim, NewEvent, Store, StoredEvent, TaskJournal } from "../store/index.ts";
import type { Executor } from "../training/index.ts";
import type { Finding, WorkflowSpec } from "../workflow/index.ts";
import type { RunData } from "./run-data.ts";

/** Who watches a run: the command line draws, a server streams, a test records. */
export interface RunObserver {
  /** Something that stands in the log happened. */
  onEvent?(event: StoredEvent): void;
  /** Work goes on at a step of the graph, by its id: share done, 0..1, and a word for people. */
  onProgress?(instance: string, share: number, note: string): void;
}

/** What every step of a run can reach. */
export interface RunContext {
  readonly run: string;
  readonly store: Store;
  readonly journal: TaskJournal;
  readonly executor: Executor;
  readonly workflow: WorkflowSpec;
  /** Folder of the workflow file: paths of the declaration are relative to it. */
  readonly baseFolder: string;
  readonly threads: number;
  /** Millrace's version and build: steps of another build are not reused. */
  readonly build: string;
  readonly actor: Actor;
  /** Aborted on Ctrl-C and when the run's claim is lost. */
  readonly signal: AbortSignal;
  /** The run's own claim: every write of the run carries its fencing token. */
  readonly claim: Claim;
  readonly observer: RunObserver;
  /** Artifacts as the values they hold, each read once. */
  readonly data: RunData;
  /** What lint finds in the declaration, given the columns that the data turned out to have. */
  lint(columns: Readonly<Record<string, ColumnKind>>): readonly Finding[];
  /** Appends events of this run, in one transaction. Where they name no cause, it is the start of the step or of the run. */
  emit(...events: RunEvent[]): Promise<void>;
  /** The event that what happens now follows from: the start of the step that is under way, else of the run. */
  cause(): number | null;
}

type Unaddressed<E> = E extends NewEvent ? Omit<E, "run" | "actor" | "subject"> : never;

/** An event of a run before the run's id, subject and actor are put on it. */
export type RunEvent = Unaddressed<NewEvent>;
