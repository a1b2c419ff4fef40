import type { Kysely } from "kysely";
import { fail } from "../../errors/index.ts";
import type { Database } from "../database.ts";
import type { EventType, StoredEvent } from "../events.ts";

/** The stored event of one type. */
export type EventOf<T extends EventType> = Extract<StoredEvent, { readonly type: T }>;

/** Carries what an event says into the records. Reads nothing but `db` and the event, so that a replay gives the same. */
export type Projection<T extends EventType> = (db: Kysely<Database>, event: EventOf<T>) => Promise<void>;

/** A projection's family: event type -> projection. */
export type Projections = { readonly [T in EventType]?: Projection<T> };

/** The run that an event must belong to. @throws STORE_EVENT_REFUSED */
export function runOf(event: StoredEvent): string {
  if (event.run === null) {
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason: "it belongs to a run, but names none" });
  }
  return event.run;
}
