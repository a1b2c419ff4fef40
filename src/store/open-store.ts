import { AsyncLocalStorage } from "node:async_hooks";
import { type Kysely, sql, type Transaction } from "kysely";
import { fail, type MillraceError } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import { FolderArtifacts } from "./artifacts.ts";
import { type ClaimRenewal, inlineRenewal, threadedRenewal } from "./claim-renewal/index.ts";
import { type Claims, openClaims, requireClaim } from "./claims.ts";
import { cleanTemporary } from "./clean-temporary.ts";
import { type Connections, openConnections, type RecordsPlace } from "./connections.ts";
import type { Database } from "./database.ts";
import { saltBytes } from "./event-chain.ts";
import { appendEvents, type EventFilter, readEvents, type SealingSource } from "./event-log.ts";
import type { NewEvent, StoredEvent } from "./events/index.ts";
import { createHome, type HomeFolder, homeFolder, requireHome } from "./home-folder.ts";
import { migrate, requireMigrated } from "./migrate.ts";
import { ensureRecordTables, requireRecordTables } from "./record-tables.ts";
import { mustStop, storeError } from "./sqlite-errors.ts";
import type { Claim, ClaimAnswer, ClaimOptions, Store } from "./store.ts";

/** How to open a home. */
export interface OpenOptions {
  readonly platform: Platform;
  /**
   * What renews claims: a thread of its own (default), which lives in the system's time and isn't held up by work here; or
   * "inline", for a platform whose time is moved by hand.
   */
  readonly claimRenewal?: "thread" | "inline";
  /** Reads what is there and writes nothing, not even the home. */
  readonly readOnly?: boolean;
}

/**
 * Opens the home folder, made and brought to the newest shape where needed. Any number of processes may do so at once.
 * @param home path of the folder, absolute or from the current folder
 * @throws STORE_HOME_UNUSABLE, STORE_HOME_MISSING (readOnly), STORE_NEWER, STORE_NEEDS_UPGRADE (readOnly), STORE_CORRUPT,
 *   STORE_DISK_FULL, STORE_BUSY
 * @example
 * const store = await openStore(".millrace", { platform });
 * const digest = await store.artifacts.put("hello");
 * await store.close();
 */
export async function openStore(home: string, options: OpenOptions): Promise<HomeStore> {
  const { platform, readOnly = false } = options;
  const folder = homeFolder(home);
  const place = { file: folder.records, home: folder.path, platform };
  if (readOnly) await requireHome(folder);
  else await createHome(folder);
  const connections = await openConnections(place, readOnly);
  try {
    if (connections.writer === undefined) {
      await requireMigrated(connections.reader, folder.path);
      await requireRecordTables(connections.reader, folder.path);
    } else {
      await migrate(connections.writer, { ...sealingNow(platform), home: folder.path, records: folder.records });
      await ensureRecordTables(connections.writer, folder.path);
      await cleanTemporary(folder, platform);
    }
  } catch (error) {
    await connections.close();
    throw error;
  }
  return new HomeStore(folder, connections, options);
}

/** The store behind the contract, for what this room writes past the log. */
export function homeStore(store: Store): HomeStore {
  if (!(store instanceof HomeStore)) throw new TypeError("this store was not opened by openStore");
  return store;
}

/** The store in a folder of this machine. Other rooms know it as `Store`; this room also writes past the log. */
export class HomeStore implements Store {
  readonly home: string;
  readonly platform: Platform;
  readonly artifacts: FolderArtifacts;
  readonly records: Kysely<Database>;
  readonly folder: HomeFolder;
  readonly #connections: Connections;
  readonly #claims: Claims;
  /** Tells a decision that commits from inside itself. */
  readonly #deciding = new AsyncLocalStorage<{ open: boolean }>();
  #closed = false;
  #stopped: MillraceError | undefined;

  constructor(folder: HomeFolder, connections: Connections, { platform, claimRenewal = "thread" }: OpenOptions) {
    this.home = folder.path;
    this.folder = folder;
    this.platform = platform;
    this.#connections = connections;
    this.records = connections.reader;
    const guard = { check: () => this.#requireWritable(), stop: (error: MillraceError) => this.#stop(error) };
    this.artifacts = new FolderArtifacts(folder, guard, platform);
    const write = <T>(body: (tx: Transaction<Database>) => Promise<T>): Promise<T> => this.write(body);
    const renewal = claimRenewal === "inline" ? inlineRenewal({ platform, write }) : this.#threadedRenewal();
    this.#claims = openClaims({ platform, write, renewal });
  }

  /** Where the records are, for another connection to them. */
  get place(): RecordsPlace {
    return { file: this.folder.records, home: this.home, platform: this.platform };
  }

  async commit(
    decide: NewEvent | readonly NewEvent[] | ((tx: Transaction<Database>) => Promise<readonly NewEvent[]>),
    claim?: Claim,
  ): Promise<readonly StoredEvent[]> {
    return await this.write(async (tx) => {
      if (claim !== undefined) await requireClaim(tx, claim);
      const events = typeof decide === "function" ? await decide(tx) : [decide].flat();
      return await appendEvents(tx, events, this.sealing());
    });
  }

  /** Empties the write-ahead log, so that what was deleted is nowhere in the files. Best effort: readers may hold it back. */
  async scrub(): Promise<void> {
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#requireWritable());
  }

  /** What events are sealed with, for what this room appends past `commit`. */
  sealing(): SealingSource {
    return sealingNow(this.platform);
  }

  async events(filter: EventFilter = {}): Promise<StoredEvent[]> {
    return await readEvents(this.records, filter);
  }

  claim(key: string, options?: ClaimOptions): Promise<ClaimAnswer> {
    return this.#claims.claim(key, options);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.writable) await this.#claims.close();
    else await this.#claims.abandon();
    this.#closed = true;
    await this.#connections.close();
  }

  /**
   * One immediate transaction on the records, without an event: for claims, file digests and repair, in this room only.
   * A failed flush stops the store: no more writes in this process.
   * @throws STORE_CLOSED, STORE_READ_ONLY, STORE_WRITE_FAILED, STORE_DISK_FULL, STORE_BUSY, STORE_COMMIT_NESTED
   */
  async write<T>(body: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    const writer = this.#requireWritable();
    if (this.#deciding.getStore()?.open === true) throw fail("STORE_COMMIT_NESTED", { home: this.home });
    const decision = { open: true };
    try {
      return await this.#deciding.run(decision, () => writer.transaction().execute(body));
    } catch (error) {
      if (mustStop(error)) this.#stop(error);
      throw error;
    } finally {
      decision.open = false;
    }
  }

  /** Whether writing is possible at all: opened to write, not closed, not stopped. */
  get writable(): boolean {
    return !this.#closed && this.#stopped === undefined && this.#connections.writer !== undefined;
  }

  #threadedRenewal(): ClaimRenewal {
    return threadedRenewal({
      platform: this.platform,
      file: this.folder.records,
      onFailure: (failure) => {
        const error = storeError(failure, this.home);
        if (mustStop(error)) this.#stop(error);
        return this.#stopped === undefined;
      },
    });
  }

  #requireWritable(): Kysely<Database> {
    if (this.#closed) throw fail("STORE_CLOSED", { home: this.home });
    if (this.#stopped !== undefined) throw this.#stopped;
    if (this.#connections.writer === undefined) throw fail("STORE_READ_ONLY", { home: this.home });
    return this.#connections.writer;
  }

  #stop(error: MillraceError): void {
    this.#stopped ??= error;
  }
}

function sealingNow({ clock, random }: Platform): SealingSource {
  return { at: clock.now(), salt: () => Buffer.from(random.bytes(saltBytes)).toString("hex") };
}
