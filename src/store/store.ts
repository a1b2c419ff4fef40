import type { Kysely, Transaction } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database } from "./database.ts";
import type { NewEvent, StoredEvent } from "./events.ts";

/**
 * The home folder: records (SQLite in WAL), artifacts by SHA-256, and the event log of which the records are projections.
 * Any number of processes may have one home open.
 */
export interface Store {
  /** Absolute path of the home folder. */
  readonly home: string;
  readonly clock: Clock;
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

  /**
   * Events after `since` (a sequence number), oldest first. Events of a run are about its workflow, but for those of versions
   * and aliases, which are about the model.
   */
  events(filter?: {
    since?: number;
    run?: string;
    subject?: { kind: "workflow" | "model"; name: string };
    types?: readonly NewEvent["type"][];
    limit?: number;
  }): Promise<StoredEvent[]>;

  /**
   * Claims work named `key` for `ttlMs`, or says who holds it. A claim whose owner's process is gone (same machine) or whose
   * time is over is taken over with a higher fencing token. The claim renews itself until released.
   */
  claim(
    key: string,
    ttlMs?: number,
  ): Promise<
    | { readonly claimed: true; readonly claim: Claim }
    | { readonly claimed: false; readonly holder: string; readonly untilMs: number }
  >;

  close(): Promise<void>;
}

/** The right to work on something, until released or lost. */
export interface Claim {
  readonly key: string;
  /** Fencing token: higher than that of every earlier owner. */
  readonly token: number;
  /** Aborted when the claim was lost (the process slept past its time). */
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
