import type { Kysely } from "kysely";
import { canonicalJson } from "../ml/index.ts";
import { openMemory } from "./connections.ts";
import type { Database, EventRow } from "./database.ts";
import { storedEvent } from "./event-chain.ts";
import { logRows } from "./event-log.ts";
import { project, recordTables } from "./event-table.ts";
import type { RecordTables } from "./events/index.ts";
import { homeStore } from "./open-store.ts";
import { createRecordTables, emptyRecordTables, fillRecordTables } from "./record-tables.ts";
import type { Store } from "./store.ts";
import { type LogReport, verifyLogRows } from "./verify-log.ts";

/** Rows of one table that the log and the records disagree about. */
export interface RecordDifference {
  readonly table: string;
  /** The row's key, like "run-1, split". */
  readonly key: string;
  readonly fault: "missing" | "extra" | "different";
}

type Row = Readonly<Record<string, unknown>>;

/** Walks the log's chain of hashes from its first event. */
export async function verifyLog(store: Store): Promise<LogReport> {
  return await verifyLogRows(logRows(store.records));
}

/** Recomputes the records from the log in memory, and says where those in the home differ; changes nothing. */
export async function compareRecords(store: Store): Promise<RecordDifference[]> {
  // One read transaction: log and records of the same moment, while others write.
  return await store.records.transaction().execute(async (tx) => {
    const rebuilt = await replay(logRows(tx), store);
    try {
      const differences: RecordDifference[] = [];
      for (const table of recordTables.keys()) {
        differences.push(...difference(table, await rowsOf(rebuilt, table), await rowsOf(tx, table)));
      }
      return differences;
    } finally {
      await rebuilt.destroy();
    }
  });
}

/** Puts the records that the log says in place of those in the home, in one transaction; returns what differed. */
export async function rebuildRecords(store: Store): Promise<RecordDifference[]> {
  const differences = await compareRecords(store);
  if (differences.length === 0) return [];
  await homeStore(store).write(async (tx) => {
    await emptyRecordTables(tx);
    await fillRecordTables(tx);
  });
  return differences;
}

async function replay(rows: AsyncIterable<EventRow>, store: Store): Promise<Kysely<Database>> {
  const memory = openMemory(store.home, store.platform);
  await createRecordTables(memory);
  await memory.transaction().execute(async (tx) => {
    for await (const row of rows) await project(tx, storedEvent(row));
  });
  return memory;
}

async function rowsOf(db: Kysely<Database>, table: string): Promise<Map<string, string>> {
  const rows: readonly Row[] = await db
    .selectFrom(table as keyof RecordTables)
    .selectAll()
    .execute();
  return new Map(rows.map((row) => [keyOf(table, row), canonicalJson(row)]));
}

function keyOf(table: string, row: Row): string {
  return recordTables
    .get(table)!
    .key.map((column) => String(row[column]))
    .join(", ");
}

function difference(table: string, said: Map<string, string>, found: Map<string, string>): RecordDifference[] {
  const keys = [...new Set([...said.keys(), ...found.keys()])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return keys
    .filter((key) => said.get(key) !== found.get(key))
    .map((key) => ({ table, key, fault: !found.has(key) ? "missing" : !said.has(key) ? "extra" : "different" }));
}
