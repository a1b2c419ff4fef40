import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { EventDefinition } from "./events/event-family.ts";
import type { EventType, Family, StoredEvent } from "./events/event-types.ts";
import { eventFamilies } from "./events/families.ts";

type AnyProjection = (db: Kysely<Database>, event: StoredEvent) => Promise<void>;
type AnyEvent = EventDefinition<unknown>;

/** A table without the type of its rows. */
export interface AnyTable {
  readonly v: number;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  readonly indexes?: readonly (readonly string[])[];
}

/** A family without the types of its own bodies and tables, to be iterated over. */
interface AnyFamily {
  readonly events: Readonly<Record<string, AnyEvent>>;
  readonly tables: Readonly<Record<string, AnyTable>>;
  readonly projections: Readonly<Record<string, AnyProjection | undefined>>;
}

const families = eventFamilies as readonly Family[] as readonly AnyFamily[];
const definitions = new Map(families.flatMap(({ events }) => Object.entries(events)));

/** Every kind of event with its definition: what it is about, and between whom its message goes. */
export const eventDefinitions = definitions as ReadonlyMap<EventType, AnyEvent>;

/** Every table that is made of events. */
export const recordTables: ReadonlyMap<string, AnyTable> = new Map(
  families.flatMap(({ tables }) => Object.entries(tables)),
);

/** The definition of a kind of event; undefined for one that only a newer Millrace knows. */
export function definitionOf(type: string): AnyEvent | undefined {
  return definitions.get(type);
}

/** Carries an event into every record that it changes, inside the caller's transaction. */
export async function project(db: Kysely<Database>, event: StoredEvent): Promise<void> {
  for (const { projections } of families) await projections[event.type]?.(db, event);
}

/** The tables that are made of events of this type, and every type of event that these tables are made of. */
export function recordsOf(type: string): { readonly tables: readonly string[]; readonly types: readonly string[] } {
  const touched = families.filter(({ projections }) => projections[type] !== undefined);
  return {
    tables: touched.flatMap(({ tables }) => Object.keys(tables)),
    types: [...new Set(touched.flatMap(({ projections }) => Object.keys(projections)))],
  };
}

/** Carries an event into the tables of the families that are made of events of `type`. */
export async function projectFamilies(db: Kysely<Database>, type: string, event: StoredEvent): Promise<void> {
  for (const { projections } of families) {
    if (projections[type] !== undefined) await projections[event.type]?.(db, event);
  }
}
