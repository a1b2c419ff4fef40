import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { openConnections } from "./connections.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { openStore } from "./open-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-migrate-"));
  await (await openStore(folder, { platform: systemPlatform })).close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("goes forward once, all or nothing, and keeps a copy of what was before", async () => {
  const records = join(folder, "records.db");
  const connections = await openConnections({ file: records, home: folder, platform: systemPlatform }, false);
  const options = { home: folder, records, at: 0, salt: () => "00" };
  const broken = { id: "9999-broken", statements: ["create table half (x)", "no sql at all"] };
  await expect(migrate(connections.writer!, { ...options, known: [...migrations, broken] })).rejects.toThrow();
  const { rows } = await sql`select name from sqlite_master where name = 'half'`.execute(connections.reader);
  expect(rows).toEqual([]);

  const good = { id: "9999-good", statements: ["create table extra (x)"] };
  await migrate(connections.writer!, { ...options, known: [...migrations, good] });
  await migrate(connections.writer!, { ...options, known: [...migrations, good] });
  expect(existsSync(join(folder, "records.before-9999-good.db"))).toBe(true);
  await connections.close();

  await expect(openStore(folder, { platform: systemPlatform })).rejects.toMatchObject({ code: "STORE_NEWER" });
  await expect(openStore(folder, { platform: systemPlatform, readOnly: true })).rejects.toMatchObject({
    code: "STORE_NEWER",
  });
});

it("numbers migrations in the order in which they stand", () => {
  const ids = migrations.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  for (const [index, id] of ids.entries()) expect(id.startsWith(String(index + 1).padStart(4, "0"))).toBe(true);
});
