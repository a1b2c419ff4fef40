import type { Kysely, Transaction } from "kysely";
import type { Platform } from "../platform/index.ts";
import type { Database } from "./database.ts";
import type { EventFilter } from "./event-log.ts";
import type { NewEvent, StoredEvent } from "./events/index.ts";

/**
 * The home folder: records (SQLite in WAL), artifacts by SHA-256, and the event log of which the records are projections.
 * Any number of processes may have one home open.
 */
export interface Store {
  /** Absolute path of the home folder. */
  readonly home: string;
  /** Time, chance and processes, as this store was opened with. */
  readonly platform: Platform;
  readonly artifacts: ArtifactStore;
  /** Records to read. Writing goes through `commit`. */
  readonly records: Kysely<Database>;

  /**
   * The one way to write: in one immediate transaction, reads what it needs through `tx`, decides, and returns the events;
   * they are appended and projected in that same transaction, and are durable when the promise resolves.
   * @throws STORE_CLAIM_LOST where `claim` is given and another owner holds a newer token
   */
  commit(
    decide: NewEvent | readonly NewEvent[] | ((tx: Transaction<Database>) => Promise<readonly NewEvent[]>),
    claim?: Claim,
  ): Promise<readonly StoredEvent[]>;

  /** Events of the log, oldest first. @throws STORE_EVENT_NEWER */
  events(filter?: EventFilter): Promise<StoredEvent[]>;

  /**
   * Claims work named `key`, or reports who holds it. A claim whose owner's process is gone (same machine) or whose time is
   * over is taken over with a higher fencing token. The claim renews itself until released.
   */
  claim(key: string, options?: ClaimOptions): Promise<ClaimAnswer>;

  close(): Promise<void>;
}

/** How long a claim lasts. */
export interface ClaimOptions {
  /** Without being renewed, milliseconds, 100 to 600,000; default 30,000. A stopped process loses its claims after this. */
  readonly ttlMs?: number;
  /**
   * How long the owner's main thread may be busy in one piece, milliseconds, at least 500; default 600,000. A process that
   * hangs for longer loses its claim.
   */
  readonly stallMs?: number;
}

/** A claim, or who holds it and (wall clock) until when unless it is renewed. */
export type ClaimAnswer =
  | { readonly claimed: true; readonly claim: Claim }
  | { readonly claimed: false; readonly holder: string; readonly untilMs: number };

/** The right to work on something, until released or lost. */
export interface Claim {
  readonly key: string;
  /** Fencing token: higher than that of every earlier owner. */
  readonly token: number;
  /** Aborted when the claim was lost: another process took it over, or it could not be renewed. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/** Bytes named by their SHA-256 ("sha256:<hex>"): whole or not there, verified when read. */
export interface ArtifactStore {
  /** Stores bytes and gives their digest. Durable when resolved; storing the same bytes twice is one artifact. */
  put(bytes: Uint8Array | string): Promise<string>;
  /** Moves a file that `temporaryPath` named into the store. */
  adopt(path: string): Promise<string>;
  /** A fresh path inside the home for a file to be adopted. Left-overs of dead processes are cleaned at opening. */
  temporaryPath(extension: string): string;
  /** The verified bytes. @throws STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT */
  read(digest: string): Promise<Uint8Array>;
  /** The path of the verified file, for readers that stream. @throws STORE_ARTIFACT_MISSING, STORE_ARTIFACT_CORRUPT */
  path(digest: string): Promise<string>;
  /** There and intact? */
  intact(digest: string): Promise<boolean>;
  /** Every artifact with its size. */
  list(): AsyncIterable<{ readonly digest: string; readonly sizeBytes: number }>;
  remove(digest: string): Promise<void>;
}
