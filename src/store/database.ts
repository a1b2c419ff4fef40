import type { RecordTables } from "./events/index.ts";

/**
 * The tables of a home: the log, the records made of it (rebuilt from it at any time), and the store's own.
 * JSON is stored as text, times as milliseconds, digests as "sha256:<hex>", booleans as 0 | 1.
 */
export interface Database extends RecordTables {
  events: EventRow;
  record_tables: RecordTableRow;
  answers: AnswerRow;
  claims: ClaimRow;
  claim_tokens: ClaimTokenRow;
  migrations: MigrationRow;
  file_digests: FileDigestRow;
}

/** An event. A redaction drops `text` and `salt`; everything else stays as it was written, and the hash covers it. */
export interface EventRow {
  seq: number;
  at: number;
  type: string;
  /** Version of the body. */
  v: number;
  subject_kind: string;
  subject: string;
  run: string | null;
  cause: number | null;
  actor_kind: string;
  actor: string;
  /** JSON, with placeholders where free text was. */
  body: string;
  /** JSON of the free text by its path; null once the event is redacted. */
  text: string | null;
  /** 32 hexadecimal digits; null once the event is redacted. */
  salt: string | null;
  /** Salted hash of `text`. */
  text_hash: string;
  previous_hash: string;
  hash: string;
}

/** The shape in which a table of records is in this home. */
export interface RecordTableRow {
  name: string;
  v: number;
  /** The statements that made it. */
  shape: string;
}

/** The answer to a write that was asked with an idempotency key. */
export interface AnswerRow {
  key: string;
  /** Digest of what was asked. */
  request: string;
  answer: string;
  /** Sequence numbers between which the events of the request are. */
  first_seq: number;
  last_seq: number;
  at: number;
}

/** Work in progress. `token` grows with every taking over; a commit under an older token is refused. */
export interface ClaimRow {
  key: string;
  owner: string;
  token: number;
  /** Wall clock, milliseconds: for processes on another machine than the owner's. */
  until: number;
  /** Monotonic time of the owner's machine and boot, milliseconds; null where an earlier Millrace wrote it. */
  until_ms: number | null;
}

/** The last fencing token given to anyone: one row, so that tokens grow even when claims are gone. */
export interface ClaimTokenRow {
  id: 1;
  last: number;
}

/** A migration that was applied to this home. */
export interface MigrationRow {
  id: string;
  applied_at: number;
}

/** SHA-256 of user files already hashed, by path, size, mtime and inode: a big source isn't hashed twice. */
export interface FileDigestRow {
  path: string;
  size_bytes: number;
  modified_ms: number;
  inode: string;
  digest: string;
}
