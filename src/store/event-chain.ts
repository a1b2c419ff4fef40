import { createHash } from "node:crypto";
import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import type { EventRow } from "./database.ts";
import type { NewEvent, StoredEvent } from "./events.ts";

/** What stands before the first event. */
export const genesisHash = `sha256:${"0".repeat(64)}`;

/** The row of the log that follows `previous`; its hash covers all that it says and the hash before it. @throws STORE_EVENT_REFUSED */
export function sealEvent(event: NewEvent, previous: { seq: number; hash: string }, at: number): EventRow {
  const unhashed = {
    seq: previous.seq + 1,
    at,
    type: event.type,
    run: event.run,
    from_participant: event.from,
    to_participant: event.to,
    actor: event.actor,
    body: bodyText(event),
    previous_hash: previous.hash,
  };
  return { ...unhashed, hash: eventHash(unhashed) };
}

/** SHA-256 over the previous hash and the canonical JSON of everything else, "sha256:<hex>". */
export function eventHash(row: Omit<EventRow, "hash">): string {
  const { seq, at, type, run, from_participant, to_participant, actor, body, previous_hash } = row;
  const said = { seq, at, type, run, from_participant, to_participant, actor, body };
  return `sha256:${createHash("sha256").update(previous_hash).update("\n").update(canonicalJson(said)).digest("hex")}`;
}

/** What is wrong with the row that should follow `previous`, or undefined if nothing is. */
export function chainFault(row: EventRow, previous: { seq: number; hash: string }): string | undefined {
  if (row.seq !== previous.seq + 1) return `expected event ${previous.seq + 1} here, found ${row.seq}`;
  if (row.previous_hash !== previous.hash) return "it does not follow the event before it";
  if (row.hash !== eventHash(row)) return "its content does not match its hash";
  return undefined;
}

/** The event that a row holds. */
export function storedEvent(row: EventRow): StoredEvent {
  return {
    type: row.type,
    run: row.run,
    from: row.from_participant,
    to: row.to_participant,
    actor: row.actor,
    body: JSON.parse(row.body),
    seq: row.seq,
    at: row.at,
    previousHash: row.previous_hash,
    hash: row.hash,
  } as StoredEvent;
}

function bodyText(event: NewEvent): string {
  try {
    return canonicalJson(event.body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason }, { cause: error });
  }
}
