import { existsSync } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { fail } from "../errors/index.ts";
import type { Database } from "./database.ts";
import { type Migration, type MigrationContext, migrations } from "./migrations/index.ts";

/**
 * Brings the records to the shape that this Millrace knows, in one transaction; of several processes one does it.
 * A store that already holds records is copied to `records.before-<id>.db` first.
 * @throws STORE_NEWER where a newer Millrace wrote the store (nothing is changed)
 */
export async function migrate(
  writer: Kysely<Database>,
  options: MigrationContext & { readonly records: string; readonly known?: readonly Migration[] },
): Promise<void> {
  const known = options.known ?? migrations;
  const applied = await appliedMigrations(writer);
  const missing = missingMigrations(applied, known, options.home);
  if (missing.length === 0) return;
  if (applied.length > 0) await keepCopy(writer, options.records, missing[0]!.id, options.salt());
  await writer.transaction().execute(async (tx) => {
    await sql`create table if not exists migrations (id text primary key, applied_at integer not null)`.execute(tx);
    for (const migration of missingMigrations(await appliedMigrations(tx), known, options.home)) {
      for (const statement of migration.statements) await sql.raw(statement).execute(tx);
      await migration.convert?.(tx as Transaction<unknown>, options);
      await tx.insertInto("migrations").values({ id: migration.id, applied_at: options.at }).execute();
    }
  });
}

/** For a store opened to read: its shape must be exactly the known one. @throws STORE_NEWER, STORE_NEEDS_UPGRADE */
export async function requireMigrated(reader: Kysely<Database>, home: string): Promise<void> {
  const applied = await appliedMigrations(reader);
  if (missingMigrations(applied, migrations, home).length === 0) return;
  const theirs = applied.at(-1) ?? "nothing";
  throw fail("STORE_NEEDS_UPGRADE", { home, theirs, ours: migrations.at(-1)!.id });
}

function missingMigrations(
  applied: readonly string[],
  known: readonly Migration[],
  home: string,
): readonly Migration[] {
  const ids = new Set(known.map(({ id }) => id));
  const unknown = applied.filter((id) => !ids.has(id));
  if (unknown.length > 0) throw fail("STORE_NEWER", { home, theirs: unknown.at(-1)!, ours: known.at(-1)!.id });
  return known.filter(({ id }) => !applied.includes(id));
}

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where name = 'migrations'`.execute(db);
  if (rows.length === 0) return [];
  const applied = await db.selectFrom("migrations").select("id").orderBy("id").execute();
  return applied.map(({ id }) => id);
}

async function keepCopy(writer: Kysely<Database>, records: string, id: string, name: string): Promise<void> {
  const copy = records.replace(/\.db$/, `.before-${id}.db`);
  if (existsSync(copy)) return;
  // Whole or not there: an interrupted copy must not pass for one.
  const partial = `${copy}.partial-${name}`;
  try {
    await sql`vacuum into ${partial}`.execute(writer);
    await chmod(partial, 0o600);
    await rename(partial, copy);
  } finally {
    await rm(partial, { force: true });
  }
}
