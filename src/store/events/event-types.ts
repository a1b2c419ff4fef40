import type { SealedEvent, UnsealedEvent } from "./envelope.ts";
import type { EventFamily } from "./event-family.ts";
import type { eventFamilies } from "./families.ts";

/** One family of the table. */
export type Family = (typeof eventFamilies)[number];
type BodiesOf<F> = F extends EventFamily<infer Bodies, infer _Tables, infer _Others> ? Bodies : never;
type TablesOf<F> = F extends EventFamily<infer _Bodies, infer Tables, infer _Others> ? Tables : never;
type Merged<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void ? All : never;
type Flat<T> = { [K in keyof T]: T[K] };

/** What every kind of event says, by its type: the bodies of all families. */
export type EventBodies = Flat<Merged<BodiesOf<Family>>>;

/** The rows of every table that is made of events: the tables of all families. */
export type RecordTables = Flat<Merged<TablesOf<Family>>>;

export type EventType = keyof EventBodies;

/** What a writer hands over. */
export type NewEvent = { [T in EventType]: UnsealedEvent<T, EventBodies[T]> }[EventType];

/** An event as it is in the log. */
export type StoredEvent = { [T in EventType]: SealedEvent<T, EventBodies[T]> }[EventType];

/** The stored event of one type. */
export type EventOf<T extends EventType> = Extract<StoredEvent, { readonly type: T }>;
