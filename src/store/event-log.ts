import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import type { Database, EventRow } from "./database.ts";
import { chainFault, genesisHash, sealEvent, storedEvent } from "./event-chain.ts";
import type { EventType, NewEvent, StoredEvent } from "./events.ts";
import { project } from "./projections/index.ts";

/** Which events: `since` is exclusive; `limit` counts from the oldest. */
export interface EventFilter {
  readonly since?: number | undefined;
  readonly run?: string | undefined;
  /** What they are about: a workflow with its runs and what people said of it, or a model with its versions and aliases. */
  readonly subject?: EventSubject | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly limit?: number | undefined;
}

/** What an event can be about. */
export interface EventSubject {
  readonly kind: "workflow" | "model";
  readonly name: string;
}

/** What walking the chain found. */
export interface LogReport {
  /** Events whose hashes hold, from the first. */
  readonly events: number;
  /** Hash of the last of them. */
  readonly head: string;
  /** The first event that doesn't hold, if any. */
  readonly fault: { readonly seq: number; readonly reason: string } | null;
}

const pageSize = 1000;

/** Appends events to the chain and carries them into the records, in the caller's transaction. @throws STORE_EVENT_REFUSED */
export async function appendEvents(
  tx: Transaction<Database>,
  events: readonly NewEvent[],
  at: number,
): Promise<StoredEvent[]> {
  let last = await logHead(tx);
  const stored: StoredEvent[] = [];
  for (const event of events) {
    const row = sealEvent(event, last, at);
    last = row;
    await tx.insertInto("events").values(row).execute();
    const whole = storedEvent(row);
    await projectOrRefuse(tx, whole);
    stored.push(whole);
  }
  return stored;
}

/** Sequence number and hash of the newest event; 0 and the genesis hash in an empty log. */
export async function logHead(db: Kysely<Database>): Promise<{ seq: number; hash: string }> {
  const last = await db.selectFrom("events").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).executeTakeFirst();
  return last ?? { seq: 0, hash: genesisHash };
}

/** Events of the log, oldest first. */
export async function readEvents(db: Kysely<Database>, filter: EventFilter = {}): Promise<StoredEvent[]> {
  let query = db.selectFrom("events").selectAll().orderBy("seq");
  if (filter.since !== undefined) query = query.where("seq", ">", filter.since);
  if (filter.run !== undefined) query = query.where("run", "=", filter.run);
  if (filter.subject !== undefined) query = query.where(isAbout(filter.subject));
  if (filter.types !== undefined) query = query.where("type", "in", [...filter.types]);
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  return (await query.execute()).map(storedEvent);
}

function isAbout({ kind, name }: EventSubject): RawBuilder<boolean> {
  if (kind === "model") {
    return sql<boolean>`(events.type in ('alias.moved', 'version.registered') and json_extract(events.body, '$.model') = ${name})`;
  }
  return sql<boolean>`(case
    when events.type = 'feedback.given' then json_extract(events.body, '$.workflow') = ${name}
    when events.type in ('alias.moved', 'version.registered') then 0
    else exists (select 1 from runs where runs.id = events.run and runs.workflow = ${name}) end)`;
}

/** Every row of the log in order, read in pages. */
export async function* logRows(db: Kysely<Database>): AsyncGenerator<EventRow> {
  let since = -1;
  for (;;) {
    const page = await db
      .selectFrom("events")
      .selectAll()
      .where("seq", ">", since)
      .orderBy("seq")
      .limit(pageSize)
      .execute();
    yield* page;
    if (page.length < pageSize) return;
    since = page.at(-1)!.seq;
  }
}

/** Walks the chain from its first event and says how far it holds. */
export async function verifyLogRows(rows: AsyncIterable<EventRow>): Promise<LogReport> {
  let last = { seq: 0, hash: genesisHash };
  for await (const row of rows) {
    const reason = chainFault(row, last);
    if (reason !== undefined) return { events: last.seq, head: last.hash, fault: { seq: row.seq, reason } };
    last = { seq: row.seq, hash: row.hash };
  }
  return { events: last.seq, head: last.hash, fault: null };
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
