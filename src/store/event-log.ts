import type { Kysely, Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import { checkpointDue, checkpointEvent } from "./checkpoints.ts";
import type { Database, EventRow } from "./database.ts";
import { genesisHash, type LogEnd, sealEvent, storedEvent } from "./event-chain.ts";
import { project } from "./event-table.ts";
import type { EventType, NewEvent, StoredEvent, Subject } from "./events/index.ts";
import { insertRow } from "./insert-row.ts";

/** Which events: `since` is exclusive; `limit` counts from the oldest. */
export interface EventFilter {
  readonly since?: number | undefined;
  readonly run?: string | undefined;
  readonly subject?: Subject | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly limit?: number | undefined;
}

/** What the log takes from outside to seal events. */
export interface SealingSource {
  /** Wall clock, milliseconds. */
  readonly at: number;
  /** A fresh salt, hexadecimal. */
  salt(): string;
}

const pageSize = 1000;

/**
 * Appends events to the chain and carries them into the records, in the caller's transaction. A checkpoint comes between
 * them where one is due; it isn't returned.
 * @throws STORE_EVENT_REFUSED
 */
export async function appendEvents(
  tx: Transaction<Database>,
  events: readonly NewEvent[],
  source: SealingSource,
): Promise<StoredEvent[]> {
  let last = await logHead(tx);
  const stored: StoredEvent[] = [];
  const append = async (event: NewEvent): Promise<StoredEvent> => {
    const commit = stored.map(({ seq }) => seq);
    const row = sealEvent(event, last, { at: source.at, salt: source.salt(), commit });
    last = row;
    await insertRow(tx, "insert", "events", row);
    const whole = storedEvent(row);
    await projectOrRefuse(tx, whole);
    return whole;
  };
  for (const event of events) {
    if (checkpointDue(last)) await append(await checkpointEvent(tx, last));
    stored.push(await append(event));
  }
  return stored;
}

/** Sequence number and hash of the newest event; 0 and the genesis hash in an empty log. */
export async function logHead(db: Kysely<Database>): Promise<LogEnd> {
  const last = await db.selectFrom("events").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).executeTakeFirst();
  return last ?? { seq: 0, hash: genesisHash };
}

/** Events of the log, oldest first. @throws STORE_EVENT_NEWER */
export async function readEvents(db: Kysely<Database>, filter: EventFilter = {}): Promise<StoredEvent[]> {
  let query = db.selectFrom("events").selectAll().orderBy("seq");
  if (filter.since !== undefined) query = query.where("seq", ">", filter.since);
  if (filter.run !== undefined) query = query.where("run", "=", filter.run);
  if (filter.subject !== undefined) {
    query = query.where("subject_kind", "=", filter.subject.kind).where("subject", "=", filter.subject.name);
  }
  if (filter.types !== undefined) query = query.where("type", "in", [...filter.types]);
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  return (await query.execute()).map(storedEvent);
}

/** Every row of the log in order, read in pages. @param types only rows of these types */
export async function* logRows(db: Kysely<Database>, types?: readonly string[]): AsyncGenerator<EventRow> {
  let since = -1;
  for (;;) {
    let query = db.selectFrom("events").selectAll().where("seq", ">", since).orderBy("seq").limit(pageSize);
    if (types !== undefined) query = query.where("type", "in", [...types]);
    const page = await query.execute();
    yield* page;
    if (page.length < pageSize) return;
    since = page.at(-1)!.seq;
  }
}

async function projectOrRefuse(tx: Transaction<Database>, event: StoredEvent): Promise<void> {
  try {
    await project(tx, event);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !code.startsWith("SQLITE_CONSTRAINT")) throw error;
    const reason = error instanceof Error ? error.message : code;
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason }, { cause: error });
  }
}
