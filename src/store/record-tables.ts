import { type Kysely, sql, type Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import type { Database, RecordTableRow } from "./database.ts";
import { storedEvent } from "./event-chain.ts";
import { logRows } from "./event-log.ts";
import { type AnyTable, project, recordTables } from "./event-table.ts";
import type { RecordTables } from "./events/index.ts";

/** The statements that make a table of records with its indexes. */
export function createStatements(name: string, { columns, key, indexes = [] }: AnyTable): string[] {
  const column = ([column, type]: [string, string]): string =>
    type.endsWith("?") ? `"${column}" ${type.slice(0, -1)}` : `"${column}" ${type} not null`;
  const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
  return [
    `create table "${name}" (${Object.entries(columns).map(column).join(", ")}, primary key (${quoted(key)}))`,
    ...indexes.map((of) => `create index "${name}_by_${of.join("_")}" on "${name}" (${quoted(of)})`),
  ];
}

/** Makes every table of records, empty. */
export async function createRecordTables(db: Kysely<Database>): Promise<void> {
  for (const [name, table] of recordTables) {
    for (const statement of createStatements(name, table)) await sql.raw(statement).execute(db);
  }
}

/**
 * Brings the tables of records to the shape that this Millrace knows: where it differs they are made anew and filled from
 * the log, in one transaction. That is all a new family of events needs; no migration is written for it.
 * @throws STORE_NEWER where a newer Millrace made a table (nothing is changed)
 */
export async function ensureRecordTables(writer: Kysely<Database>, home: string): Promise<void> {
  if (await hasKnownShape(writer, home)) return;
  await writer.transaction().execute(async (tx) => {
    if (await hasKnownShape(tx, home)) return;
    const made = await tx.selectFrom("record_tables").select("name").execute();
    for (const { name } of made) await sql`drop table ${sql.table(name)}`.execute(tx);
    await tx.deleteFrom("record_tables").execute();
    await createRecordTables(tx);
    await tx.insertInto("record_tables").values(knownShape()).execute();
    await fillRecordTables(tx);
  });
}

/** For a home opened to read: its tables must have exactly the known shape. @throws STORE_NEWER, STORE_NEEDS_UPGRADE */
export async function requireRecordTables(reader: Kysely<Database>, home: string): Promise<void> {
  if (await hasKnownShape(reader, home)) return;
  throw fail("STORE_NEEDS_UPGRADE", { home, theirs: "an older shape", ours: "the shape of this Millrace" });
}

/** Empties every table of records. */
export async function emptyRecordTables(tx: Transaction<Database>): Promise<void> {
  for (const name of recordTables.keys()) await tx.deleteFrom(name as keyof RecordTables).execute();
}

/** Carries every event of the log into the records. */
export async function fillRecordTables(tx: Transaction<Database>): Promise<void> {
  for await (const row of logRows(tx)) await project(tx, storedEvent(row));
}

async function hasKnownShape(db: Kysely<Database>, home: string): Promise<boolean> {
  const found = new Map((await db.selectFrom("record_tables").selectAll().execute()).map((row) => [row.name, row]));
  for (const { name, v } of found.values()) {
    const ours = recordTables.get(name)?.v;
    if (ours === undefined || v > ours) {
      throw fail("STORE_NEWER", { home, theirs: `${v} of "${name}"`, ours: ours === undefined ? "none" : `${ours}` });
    }
  }
  const known = knownShape();
  return known.length === found.size && known.every((row) => found.get(row.name)?.shape === row.shape);
}

function knownShape(): RecordTableRow[] {
  return [...recordTables].map(([name, table]) => ({
    name,
    v: table.v,
    shape: `v${table.v}; ${createStatements(name, table).join("; ")}`,
  }));
}
