import { chmodSync, existsSync } from "node:fs";
import { Kysely } from "kysely";
import Libsql from "libsql";
import { fail } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import type { Database } from "./database.ts";
import { retry } from "./pause.ts";
import { isBusy } from "./sqlite-codes.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { storeError } from "./sqlite-errors.ts";

/** SQLite may block this long in one call; longer waits sleep (see `retry`), so that a server goes on answering. */
const busyTimeoutMs = 20;

/** Which file of records, of which home, and the time in which its locks are waited for. */
export interface RecordsPlace {
  readonly file: string;
  readonly home: string;
  readonly platform: Platform;
}

/** One file of records, open twice: what reads never waits for what writes, and can't write. */
export interface Connections {
  readonly reader: Kysely<Database>;
  /** Absent where the store is open for reading only. */
  readonly writer: Kysely<Database> | undefined;
  close(): Promise<void>;
}

/**
 * Opens the file of records, made if missing.
 * @throws STORE_HOME_UNUSABLE, STORE_CORRUPT, STORE_DISK_FULL, STORE_BUSY
 */
export async function openConnections(place: RecordsPlace, readOnly: boolean): Promise<Connections> {
  const databases: Libsql.Database[] = [];
  const open = async (mode: "read" | "write"): Promise<Kysely<Database>> => {
    const database = await openDatabase(place, mode);
    databases.push(database);
    return kysely(database, place, mode === "write" ? "begin immediate" : "begin");
  };
  const writer = readOnly ? undefined : await open("write");
  const reader = await open("read");
  return {
    reader,
    writer,
    close: async () => {
      for (const db of writer === undefined ? [reader] : [writer, reader]) {
        // Waits for the transaction in progress.
        await db.connection().execute(async () => {});
        await db.destroy();
      }
      // Kysely closes only what it has used.
      for (const database of databases) if (database.open) database.close();
    },
  };
}

/** A database in memory with the same dialect: for rebuilding projections beside the real ones. */
export function openMemory(home: string, platform: Platform): Kysely<Database> {
  return kysely(new Libsql(":memory:"), { home, platform }, "begin immediate");
}

/** One raw connection in WAL with full synchronisation. @throws as {@link openConnections} */
export async function openDatabase(place: RecordsPlace, mode: "read" | "write"): Promise<Libsql.Database> {
  const { file, home, platform } = place;
  const attempt = (): Libsql.Database => {
    const made = !existsSync(file);
    const database = new Libsql(file, { timeout: busyTimeoutMs });
    try {
      // Before the first page: -wal and -shm inherit these permissions.
      if (made) chmodSync(file, 0o600);
      if (mode === "write") database.prepare("pragma journal_mode = wal").all([]);
      database.exec("pragma synchronous = full");
      database.exec("pragma foreign_keys = on");
      // What is deleted is overwritten: a redacted text must not stay in free pages.
      if (mode === "write") database.exec("pragma secure_delete = on");
      if (mode === "read") database.exec("pragma query_only = on");
      database.prepare("select count(*) from sqlite_master").all([]);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return await retry(attempt, {
      platform,
      retryable: isBusy,
      limitMs: 30_000,
      onTimeout: (waitedMs) => fail("STORE_BUSY", { home, waitedMs }),
    });
  } catch (error) {
    throw storeError(unwrapped(error), home);
  }
}

/** libsql reports a failed opening as a plain error whose text holds SQLite's reason. */
function unwrapped(error: unknown): unknown {
  if (error instanceof Error && /unable to open database file|Unable to open/i.test(error.message)) {
    return Object.assign(error, { code: "SQLITE_CANTOPEN" });
  }
  return error;
}

function kysely(
  database: Libsql.Database,
  { home, platform }: Pick<RecordsPlace, "home" | "platform">,
  begin: "begin" | "begin immediate",
): Kysely<Database> {
  return new Kysely<Database>({ dialect: sqliteDialect({ database, home, begin, platform }) });
}
