import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type Database from "libsql";
import { fail } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import { bindValues } from "./bind-values.ts";
import { retry } from "./pause.ts";
import { isBusy } from "./sqlite-codes.ts";
import { storeError } from "./sqlite-errors.ts";

/** How long locks of other processes are waited for before STORE_BUSY. */
const busyLimitMs = 30_000;

/** More texts than this are not kept prepared. */
const mostInserts = 50;

/** What a connection is for: readers begin deferred, writers `immediate`, so that none fails half-way to a lock. */
export interface SqliteConnectionOptions {
  readonly database: Database.Database;
  readonly home: string;
  readonly begin: "begin" | "begin immediate";
  readonly platform: Platform;
}

/**
 * Kysely's SQLite over libsql for many processes: every bind is guarded, a lock is waited for by sleeping (libsql is
 * synchronous; a busy wait would block the event loop), and SQLite's errors become those of our table.
 */
export function sqliteDialect(options: SqliteConnectionOptions): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(options),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class SqliteDriver implements Driver {
  readonly #options: SqliteConnectionOptions;
  readonly #connection: SqliteConnection;
  /** Resolves when the last one in the queue has released the one connection. */
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(options: SqliteConnectionOptions) {
    this.#options = options;
    this.#connection = new SqliteConnection(options);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    let release!: () => void;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(): Promise<void> {
    await this.#connection.execute(this.#options.begin);
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.execute("commit");
  }

  async rollbackTransaction(): Promise<void> {
    // After a full disk SQLite has rolled back by itself.
    if (this.#options.database.inTransaction) await this.#connection.execute("rollback");
  }

  async destroy(): Promise<void> {
    this.#options.database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database.Database;
  readonly #home: string;
  readonly #platform: Platform;
  /**
   * Prepared insertions by their text: every event is one or more, and preparing takes longer than running. SQLite prepares them
   * again by itself when a table has changed. Statements that read aren't kept: their columns are known from when they were prepared.
   */
  readonly #inserts = new Map<string, Database.Statement>();

  constructor({ database, home, platform }: SqliteConnectionOptions) {
    this.#database = database;
    this.#home = home;
    this.#platform = platform;
  }

  /** A statement without parameters or rows. `exec` finalizes at once, so that nothing stays "in progress". */
  execute(sql: string): Promise<void> {
    return this.#waiting(() => {
      this.#database.exec(sql);
    });
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = bindValues(parameters);
    return this.#waiting(() => {
      const statement = this.#inserts.get(sql) ?? this.#database.prepare(sql);
      if (statement.reader) return { rows: statement.all(values) as R[] };
      if (/^(insert|replace) /.test(sql)) this.#keep(sql, statement);
      const { changes, lastInsertRowid } = statement.run(values);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    });
  }

  #keep(sql: string, statement: Database.Statement): void {
    if (this.#inserts.size === mostInserts && !this.#inserts.has(sql)) this.#inserts.clear();
    this.#inserts.set(sql, statement);
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async #waiting<T>(attempt: () => T): Promise<T> {
    try {
      return await retry(attempt, {
        platform: this.#platform,
        retryable: isBusy,
        limitMs: busyLimitMs,
        onTimeout: (waitedMs) => fail("STORE_BUSY", { home: this.#home, waitedMs }),
      });
    } catch (error) {
      throw storeError(error, this.#home);
    }
  }
}
