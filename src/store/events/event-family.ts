import type { Kysely } from "kysely";
import { fail } from "../../errors/index.ts";
import type { Participant, SealedEvent, SubjectKind } from "./envelope.ts";

/**
 * A family of events with the records that are made of them: bodies, rows, columns, keys and projections in one file.
 * @typeParam Bodies what each kind of event says, by its type
 * @typeParam Tables the rows of each table that only this family fills
 * @typeParam Others events of other families that change these tables, too
 */
export interface EventFamily<Bodies, Tables, Others = unknown> {
  readonly events: { readonly [T in keyof Bodies]: EventDefinition<Bodies[T]> };
  readonly tables: { readonly [T in keyof Tables]: TableDefinition<Tables[T]> };
  readonly projections: Projections<Bodies & Others, Tables>;
}

/** Of events that no record is made of. */
export type NoTables = Record<never, never>;

/** One kind of event: what it is about and between whom its message goes. */
export interface EventDefinition<Body> {
  /** What happened, in a few words: the default message of sequence diagrams, and the reference. */
  readonly summary: string;
  /** Version of the body. Grows with every change of its shape, together with `upcast`. */
  readonly v: number;
  /** Brings the body of an older version to the newest, so that old logs stay readable. Redacted bodies come here, too. */
  readonly upcast?: (body: unknown, v: number) => Body;
  readonly from: Participant;
  readonly to: Participant;
  /** Kinds of subject that it may be about. */
  readonly about: readonly SubjectKind[];
  /** Members of the body that people wrote or that may quote data, as paths: what a redaction blanks. */
  readonly freeText?: readonly string[];
}

/** Carries what an event says into the records. Reads nothing but `db` and the event, so that a replay gives the same. */
export type Projections<Bodies, Tables> = {
  readonly [T in keyof Bodies & string]?: (db: Kysely<Tables>, event: SealedEvent<T, Bodies[T]>) => Promise<void>;
};

/** A table of records. JSON is stored as text, times in milliseconds, digests as "sha256:<hex>", booleans as 0 | 1. */
export interface TableDefinition<Row> {
  /** Grows with every change of the columns or of what they mean: homes rebuild the table from the log. */
  readonly v: number;
  /** The natural key. */
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [C in keyof Row]-?: ColumnType<Row[C]> };
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
}

/** "?" marks columns that may be null; the compiler holds the types to the row's. */
type ColumnType<Value> = null extends Value ? `${BaseType<NonNullable<Value>>}?` : BaseType<Value>;
type BaseType<Value> = Value extends string ? "text" : "integer" | "real";

/** The run that an event must belong to. @throws STORE_EVENT_REFUSED */
export function runOf(event: { readonly type: string; readonly run: string | null }): string {
  if (event.run === null) {
    throw fail("STORE_EVENT_REFUSED", { type: event.type, reason: "it belongs to a run, but names none" });
  }
  return event.run;
}
