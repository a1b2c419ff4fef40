import type { Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import type { Database } from "./database.ts";
import { storedEvent } from "./event-chain.ts";
import { appendEvents, logRows } from "./event-log.ts";
import { definitionOf, projectFamilies, recordsOf } from "./event-table.ts";
import { type Actor, homeSubject, type RecordTables } from "./events/index.ts";
import { homeStore } from "./open-store.ts";
import type { Store } from "./store.ts";

/** What should be blanked, and why. */
export interface Redaction {
  /** Sequence number of the event. */
  readonly event: number;
  readonly reason: string;
  readonly actor: Actor;
}

/**
 * Blanks the free text of an event (a note, a reason, an error's message) for ever, in the log and in the records, free pages of
 * the file included. The chain still verifies, and an event records that it was done, by whom and why. Doing it twice is doing it
 * once. Other copies are not touched: other events and artifacts that quote the text, backups, and `records.before-*.db`.
 * @returns the members that were blanked @throws STORE_EVENT_UNKNOWN, STORE_EVENT_REFUSED where a kind of event has no free text
 */
export async function redactEvent(store: Store, redaction: Redaction): Promise<readonly string[]> {
  const home = homeStore(store);
  const fields = await home.write(async (tx) => {
    const row = await tx.selectFrom("events").selectAll().where("seq", "=", redaction.event).executeTakeFirst();
    if (row === undefined) throw fail("STORE_EVENT_UNKNOWN", { seq: redaction.event });
    const fields = definitionOf(row.type)?.freeText ?? [];
    if (fields.length === 0) {
      throw fail("STORE_EVENT_REFUSED", { type: "event.redacted", reason: `"${row.type}" holds no free text` });
    }
    if (row.salt === null) return fields;
    await tx.updateTable("events").set({ text: null, salt: null }).where("seq", "=", row.seq).execute();
    // The digest of a request would let its text be guessed.
    await tx.deleteFrom("answers").where("first_seq", "<=", row.seq).where("last_seq", ">=", row.seq).execute();
    await refill(tx, row.type);
    const { reason, actor, event } = redaction;
    const body = { event, fields, reason };
    const redacted = { type: "event.redacted", subject: homeSubject, run: null, cause: event, actor, body } as const;
    await appendEvents(tx, [redacted], home.sealing());
    return fields;
  });
  await home.scrub();
  return fields;
}

/** Makes the records anew that events of this type are carried into: as a rebuild would, so that both agree. */
async function refill(tx: Transaction<Database>, type: string): Promise<void> {
  const { tables, types } = recordsOf(type);
  if (tables.length === 0) return;
  for (const table of tables) await tx.deleteFrom(table as keyof RecordTables).execute();
  for await (const row of logRows(tx, types)) await projectFamilies(tx, type, storedEvent(row));
}
