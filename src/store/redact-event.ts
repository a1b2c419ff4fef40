import type { Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import type { Database, EventRow } from "./database.ts";
import { contentDigest, storedEvent } from "./event-chain.ts";
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

/** What stands where text was blanked. */
export const blanked = "[redacted]";

/**
 * Blanks the free text of an event (a note, a reason, an error's message) for ever, in the log and in the records. The
 * chain still verifies, and an event tells that it was done, by whom and why. Doing it twice is doing it once.
 * Copies of the records that were made before still hold the text: backups, and `records.before-*.db`.
 * @returns the members that were blanked @throws STORE_EVENT_UNKNOWN, STORE_EVENT_REFUSED where a kind of event has no free text
 */
export async function redactEvent(store: Store, redaction: Redaction): Promise<readonly string[]> {
  const home = homeStore(store);
  return await home.write(async (tx) => {
    const row = await tx.selectFrom("events").selectAll().where("seq", "=", redaction.event).executeTakeFirst();
    if (row === undefined) throw fail("STORE_EVENT_UNKNOWN", { seq: redaction.event });
    const fields = definitionOf(row.type)?.freeText ?? [];
    if (fields.length === 0) {
      throw fail("STORE_EVENT_REFUSED", { type: "event.redacted", reason: `"${row.type}" holds no free text` });
    }
    if (row.salt === null) return fields;
    const blank: EventRow = { ...row, body: canonicalJson(withoutText(JSON.parse(row.body), fields)), salt: null };
    await tx.updateTable("events").set({ body: blank.body, salt: null }).where("seq", "=", row.seq).execute();
    await refill(tx, row.type);
    const { reason, actor, event } = redaction;
    const body = { event, fields, reason, content: contentDigest(blank) };
    const told = { type: "event.redacted", subject: homeSubject, run: null, cause: event, actor, body } as const;
    await appendEvents(tx, [told], home.sealing());
    return fields;
  });
}

/** Makes the records anew that events of this type are carried into: as a rebuild would, so that both agree. */
async function refill(tx: Transaction<Database>, type: string): Promise<void> {
  const { tables, types } = recordsOf(type);
  if (tables.length === 0) return;
  for (const table of tables) await tx.deleteFrom(table as keyof RecordTables).execute();
  for await (const row of logRows(tx, types)) await projectFamilies(tx, type, storedEvent(row));
}

function withoutText(body: unknown, fields: readonly string[]): unknown {
  return fields.reduce((blank, field) => blankAt(blank, field.split(".")), body);
}

function blankAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return Array.isArray(value) ? [] : typeof value === "string" ? blanked : value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return value;
  return { ...value, [name]: blankAt((value as Readonly<Record<string, unknown>>)[name], rest) };
}
