import { createHash } from "node:crypto";
import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import type { EventRow } from "./database.ts";
import { definitionOf } from "./event-table.ts";
import type { NewEvent, StoredEvent } from "./events/index.ts";

/** What comes before the first event. */
export const genesisHash = `sha256:${"0".repeat(64)}`;

/** Bytes of an event's salt. */
export const saltBytes = 16;

/** The last event of a log, or what comes before its first. */
export interface LogEnd {
  readonly seq: number;
  readonly hash: string;
}

/** How events of one commit are sealed. */
export interface Sealing {
  /** Wall clock, milliseconds. */
  readonly at: number;
  /** {@link saltBytes} random bytes, hexadecimal. */
  readonly salt: string;
  /** Sequence numbers of the earlier events of the same commit. */
  readonly commit: readonly number[];
}

/**
 * The row of the log that follows `previous`. Its hash is H(previous hash, H(salt, content)): the salt, once gone, lets
 * nobody guess what a redacted event said, and the chain still holds.
 * @throws STORE_EVENT_REFUSED
 */
export function sealEvent(event: NewEvent, previous: LogEnd, { at, salt, commit }: Sealing): EventRow {
  const { v, about } = definitionOf(event.type)!;
  const { kind, name } = event.subject;
  if (!about.includes(kind)) {
    throw fail("STORE_EVENT_REFUSED", {
      type: event.type,
      reason: `its subject is a ${kind}, not a ${about.join(" or a ")}`,
    });
  }
  const said = {
    seq: previous.seq + 1,
    at,
    type: event.type,
    v,
    subject_kind: kind,
    subject: name,
    run: event.run,
    cause: causeOf(event, commit),
    actor_kind: event.actor.kind,
    actor: event.actor.name,
    body: bodyText(event),
  };
  return sealRow(said, salt, previous.hash);
}

/** The columns that an event's content hash covers. */
export type EventContent = Omit<EventRow, "salt" | "content_hash" | "previous_hash" | "hash">;

/** A row of the log with its salt and hashes. */
export function sealRow(content: EventContent, salt: string, previousHash: string): EventRow {
  const content_hash = contentHash(content, salt);
  return { ...content, salt, content_hash, previous_hash: previousHash, hash: chainHash(previousHash, content_hash) };
}

/** What is wrong with the row that should follow `previous`, or undefined if nothing is. Of a redacted row only the chain can be judged. */
export function chainFault(row: EventRow, previous: LogEnd): string | undefined {
  if (row.seq !== previous.seq + 1) return `expected event ${previous.seq + 1} here, found ${row.seq}`;
  if (row.previous_hash !== previous.hash) return "it does not follow the event before it";
  const isContentRight = row.salt === null || row.content_hash === contentHash(row, row.salt);
  if (!isContentRight || row.hash !== chainHash(row.previous_hash, row.content_hash)) {
    return "its content does not match its hash";
  }
  return undefined;
}

/** Digest of what a row says now, without its salt: what a redaction leaves. */
export function contentDigest(row: EventContent): string {
  return hashOf("", contentText(row));
}

/** The event that a row holds, its body in the newest version of its kind. @throws STORE_EVENT_NEWER */
export function storedEvent(row: EventRow): StoredEvent {
  return {
    type: row.type,
    subject: { kind: row.subject_kind, name: row.subject },
    run: row.run,
    cause: row.cause,
    actor: { kind: row.actor_kind, name: row.actor },
    body: bodyOf(row),
    seq: row.seq,
    at: row.at,
    previousHash: row.previous_hash,
    hash: row.hash,
  } as StoredEvent;
}

function bodyOf({ type, v, body, seq }: EventRow): unknown {
  const definition = definitionOf(type);
  if (definition === undefined || v > definition.v) throw fail("STORE_EVENT_NEWER", { type, v, seq });
  const parsed: unknown = JSON.parse(body);
  return v < definition.v && definition.upcast !== undefined ? definition.upcast(parsed, v) : parsed;
}

function causeOf({ type, cause = null }: NewEvent, commit: readonly number[]): number | null {
  if (cause === null || typeof cause === "number") return cause;
  const seq = commit[cause.inCommit];
  if (seq !== undefined) return seq;
  throw fail("STORE_EVENT_REFUSED", {
    type,
    reason: `its cause, no. ${cause.inCommit} of the commit, isn't before it`,
  });
}

function contentHash(row: EventContent, salt: string): string {
  return hashOf(salt, contentText(row));
}

function chainHash(previousHash: string, content_hash: string): string {
  return hashOf(previousHash, content_hash);
}

function hashOf(first: string, second: string): string {
  return `sha256:${createHash("sha256").update(first).update("\n").update(second).digest("hex")}`;
}

function contentText(row: EventContent): string {
  const { seq, at, type, v, subject_kind, subject, run, cause, actor_kind, actor, body } = row;
  return canonicalJson({ seq, at, type, v, subject_kind, subject, run, cause, actor_kind, actor, body });
}

function bodyText(event: NewEvent): string {
  try {
    return canonicalJson(event.body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason }, { cause: error });
  }
}
