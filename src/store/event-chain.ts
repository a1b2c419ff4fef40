import { createHash } from "node:crypto";
import { fail } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import type { EventRow } from "./database.ts";
import { definitionOf } from "./event-table.ts";
import type { NewEvent, StoredEvent } from "./events/index.ts";
import { joinText, splitText } from "./free-text.ts";

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
 * The row of the log that follows `previous`. Its hash is H(previous hash, H(H(salt, free text), content)): a redaction drops
 * text and salt and keeps their hash, so the text can't be guessed, the rest can't be changed, and the chain still verifies.
 * @throws STORE_EVENT_REFUSED
 */
export function sealEvent(event: NewEvent, previous: LogEnd, { at, salt, commit }: Sealing): EventRow {
  const { v, about, freeText = [] } = definitionOf(event.type)!;
  const { kind, name } = event.subject;
  if (!about.includes(kind)) {
    throw fail("STORE_EVENT_REFUSED", {
      type: event.type,
      reason: `its subject is a ${kind}, not a ${about.join(" or a ")}`,
    });
  }
  const content = {
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
    ...bodyColumns(event, freeText),
  };
  return sealRow(content, salt, previous.hash);
}

/** The columns that a writer fills. */
export type EventContent = Omit<EventRow, "text" | "salt" | "text_hash" | "previous_hash" | "hash"> & {
  readonly text: string;
};

/** A row of the log with its salt and hashes. */
export function sealRow(content: EventContent, salt: string, previousHash: string): EventRow {
  const row = { ...content, salt, text_hash: hashOf(salt, content.text), previous_hash: previousHash };
  return { ...row, hash: rowHash(row) };
}

/** What is wrong with the row that should follow `previous`, or undefined if nothing is. */
export function chainFault(row: EventRow, previous: LogEnd): string | undefined {
  if (row.seq !== previous.seq + 1) return `expected event ${previous.seq + 1} here, found ${row.seq}`;
  if (row.previous_hash !== previous.hash) return "it does not follow the event before it";
  const { salt, text } = row;
  const isTextRight = salt === null ? text === null : text !== null && row.text_hash === hashOf(salt, text);
  return isTextRight && row.hash === rowHash(row) ? undefined : "its content does not match its hash";
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

function bodyOf({ type, v, body, text, seq }: EventRow): unknown {
  const definition = definitionOf(type);
  if (definition === undefined || v > definition.v) throw fail("STORE_EVENT_NEWER", { type, v, seq });
  const whole = joinText({ body: JSON.parse(body), text: text === null ? {} : JSON.parse(text) });
  if (v === definition.v) return whole;
  if (definition.upcast === undefined) throw new Error(`"${type}" is in version ${definition.v}, but has no upcast`);
  return definition.upcast(whole, v);
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

function rowHash(row: Omit<EventRow, "hash">): string {
  const { seq, at, type, v, subject_kind, subject, run, cause, actor_kind, actor, body } = row;
  const content = canonicalJson({ seq, at, type, v, subject_kind, subject, run, cause, actor_kind, actor, body });
  return hashOf(row.previous_hash, hashOf(row.text_hash, content));
}

function hashOf(first: string, second: string): string {
  return `sha256:${createHash("sha256").update(first).update("\n").update(second).digest("hex")}`;
}

/** A body as columns. */
export function bodyColumns(
  event: { readonly type: string; readonly body: unknown },
  freeText: readonly string[],
): { readonly body: string; readonly text: string } {
  try {
    const { body, text } = splitText(event.body, freeText);
    return { body: canonicalJson(body), text: canonicalJson(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason }, { cause: error });
  }
}
