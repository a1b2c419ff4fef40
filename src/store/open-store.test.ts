import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofModel, ofRun } from "../../test/fixtures/envelopes.ts";
import { isMillraceError } from "../errors/index.ts";
import { manualPlatform, systemPlatform } from "../platform/index.ts";
import { logRows } from "./event-log.ts";
import type { NewEvent } from "./events/index.ts";
import { openStore } from "./open-store.ts";
import { verifyLogRows } from "./verify-log.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-store-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const alert = (title: string): NewEvent => ({
  type: "alert.raised",
  ...ofRun(null),
  body: { severity: "info", to: null, title, text: "" },
});

describe("openStore", () => {
  it("makes a home that only its owner can read", async () => {
    const home = join(folder, "deep", "home");
    const store = await openStore(home, { platform: systemPlatform });
    await store.commit(alert("x"));
    await store.artifacts.put("bytes");
    const modes: string[] = [];
    const walk = async (path: string): Promise<void> => {
      const found = await stat(path);
      modes.push((found.mode & 0o777).toString(8));
      if (found.isDirectory()) for (const name of await readdir(path)) await walk(join(path, name));
    };
    await walk(home);
    await store.close();
    expect(new Set(modes)).toEqual(new Set(["700", "600"]));
  });

  it("opens one new home eight times at once", async () => {
    const stores = await Promise.all(
      Array.from({ length: 8 }, () => openStore(join(folder, "home"), { platform: systemPlatform })),
    );
    await Promise.all(stores.map((store, i) => store.commit(alert(`${i}`))));
    expect((await stores[0]!.events()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("uses WAL with full synchronisation", async () => {
    const store = await openStore(join(folder, "home"), { platform: systemPlatform });
    await store.write(async (tx) => {
      expect((await sql<{ journal_mode: string }>`pragma journal_mode`.execute(tx)).rows[0]!.journal_mode).toBe("wal");
      expect((await sql<{ synchronous: number }>`pragma synchronous`.execute(tx)).rows[0]!.synchronous).toBe(2);
    });
    await store.close();
  });

  it("reads without making anything", async () => {
    const home = join(folder, "home");
    await expect(openStore(home, { platform: systemPlatform, readOnly: true })).rejects.toMatchObject({
      code: "STORE_HOME_MISSING",
    });
    expect(existsSync(home)).toBe(false);
    const writing = await openStore(home, { platform: systemPlatform });
    await writing.commit(alert("x"));
    const reading = await openStore(home, { platform: systemPlatform, readOnly: true });
    expect(await reading.events()).toHaveLength(1);
    await expect(reading.commit(alert("y"))).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    await expect(reading.artifacts.put("y")).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    await reading.close();
    await writing.close();
  });

  it("refuses a file in place of the home, a damaged file of records, and a newer store", async () => {
    await writeFile(join(folder, "file"), "x");
    await expect(openStore(join(folder, "file"), { platform: systemPlatform })).rejects.toMatchObject({
      code: "STORE_HOME_UNUSABLE",
    });
    await mkdir(join(folder, "damaged"));
    await writeFile(join(folder, "damaged", "records.db"), "no database at all ".repeat(100));
    await expect(openStore(join(folder, "damaged"), { platform: systemPlatform })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
    const store = await openStore(join(folder, "home"), { platform: systemPlatform });
    await store.write((tx) => tx.insertInto("migrations").values({ id: "0999-later", applied_at: 0 }).execute());
    await store.close();
    const refused = await openStore(join(folder, "home"), { platform: systemPlatform }).catch(
      (error: unknown) => error,
    );
    expect(isMillraceError(refused, "STORE_NEWER") && refused.message).toContain("0999-later");
  });
});

describe("commit", () => {
  it("chains events and stamps them with the injected clock", async () => {
    const platform = manualPlatform({ startMs: 1000 });
    const store = await openStore(join(folder, "home"), { platform, claimRenewal: "inline" });
    const [first] = await store.commit(alert("a"));
    await platform.advance(5);
    const [second, third] = await store.commit([alert("b"), alert("c")]);
    expect([first!.at, second!.at, third!.at]).toEqual([1000, 1005, 1005]);
    expect(second!.previousHash).toBe(first!.hash);
    expect(third!.previousHash).toBe(second!.hash);
    expect(await verifyLogRows(logRows(store.records))).toEqual({
      events: 3,
      redacted: 0,
      head: third!.hash,
      fault: null,
    });
    expect(await store.events({ since: 1, limit: 1 })).toEqual([second]);
    await store.close();
  });

  it("decides from what the transaction reads, so that parallel writers never take the same number", async () => {
    const stores = await Promise.all(
      Array.from({ length: 3 }, () => openStore(join(folder, "home"), { platform: systemPlatform })),
    );
    const register = (store: (typeof stores)[0]) =>
      store.commit(async (tx) => {
        const { last } = await tx
          .selectFrom("versions")
          .select((eb) => eb.fn.max("version").as("last"))
          .where("model", "=", "m")
          .executeTakeFirstOrThrow();
        const version = ((last as number | null) ?? 0) + 1;
        const body = { model: "m", version, digest: "d", report: "r", metrics: {} };
        return [{ type: "version.registered", ...ofModel("m", "r1"), body }];
      });
    await Promise.all(Array.from({ length: 30 }, (_, i) => register(stores[i % 3]!)));
    const versions = await stores[0]!.records.selectFrom("versions").select("version").orderBy("version").execute();
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    await Promise.all(stores.map((store) => store.close()));
  });

  it("leaves nothing behind when the decision or an event fails", async () => {
    const store = await openStore(join(folder, "home"), { platform: systemPlatform });
    await expect(
      store.commit(async () => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    const bad = { ...alert("x"), body: { severity: "info", to: null, title: "x", text: Number.NaN } } as never;
    await expect(store.commit([alert("a"), bad])).rejects.toMatchObject({ code: "STORE_EVENT_REFUSED" });
    const version = { model: "m", version: 1, digest: "d", report: "r", metrics: {} };
    const registered: NewEvent = {
      type: "version.registered",
      ...ofModel("m", "r"),
      body: version,
    };
    await expect(store.commit([registered, registered])).rejects.toMatchObject({ code: "STORE_EVENT_REFUSED" });
    await expect(store.commit({ ...alert("a"), actor: { kind: "person", name: "a\0b" } })).rejects.toMatchObject({
      code: "STORE_VALUE_REFUSED",
    });
    expect(await store.events()).toEqual([]);
    await store.close();
  });

  it("keeps odd text in the log as it came, and shows it mended in the records", async () => {
    const store = await openStore(join(folder, "home"), { platform: systemPlatform });
    await store.commit(alert("nul \0 and half \ud800 and emoji 🛠"));
    const [event] = await store.events({ types: ["alert.raised"] });
    expect((event!.body as { title: string }).title).toBe("nul \0 and half \ud800 and emoji 🛠");
    const row = await store.records.selectFrom("alerts").selectAll().executeTakeFirstOrThrow();
    expect(row.title).toBe("nul \uFFFD and half \uFFFD and emoji 🛠");
    await store.close();
  });

  it("refuses a commit inside a decision in place of waiting for itself, and writes past commit", async () => {
    const store = await openStore(join(folder, "home"), { platform: systemPlatform });
    const nested = store.commit(async () => {
      await store.commit(alert("inner"));
      return [];
    });
    await expect(nested).rejects.toMatchObject({ code: "STORE_COMMIT_NESTED" });
    await expect(store.records.deleteFrom("events").execute()).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
    await store.commit(alert("after"));
    await store.close();
    await expect(store.commit(alert("late"))).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });
});
