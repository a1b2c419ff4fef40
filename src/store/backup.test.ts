import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { firstFormatHome, firstFormatLog } from "../../test/fixtures/first-format-home.ts";
import { systemPlatform } from "../platform/index.ts";
import { backup } from "./backup.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import { compareRecords, verifyLog } from "./rebuild.ts";
import { restore } from "./restore.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

let folder: string;
let store: HomeStore;
let digests: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-backup-"));
  store = await openStore(join(folder, "home"), { platform: systemPlatform });
  digests = [];
  for (let i = 0; i < 5; i++) {
    const digest = await store.artifacts.put(`artifact ${i} `.repeat(i * 100));
    digests.push(digest);
    await store.commit(alert(digest));
  }
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const alert = (title: string): NewEvent => ({
  type: "alert.raised",
  ...ofRun(null),
  body: { severity: "info", to: null, title, text: "" },
});

/** A backup without artifacts, as Millrace wrote it before. */
async function firstFormatBackup(head: string): Promise<string> {
  const home = join(folder, "old");
  await mkdir(home);
  await firstFormatHome(home);
  const records = await readFile(join(home, "records.db"));
  const sha = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ format: "millrace-backup", version: 1, createdAt: 1, events: firstFormatLog.length, head },
      ...{ records: { digest: sha(records), sizeBytes: records.length }, artifacts: [] },
    }),
  );
  const entry = (name: string, bytes: Buffer) => [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)];
  const file = join(folder, "old.tar");
  const parts = [...entry("manifest.json", manifest), ...entry("records.db", records), tarEnd()];
  await writeFile(file, Buffer.concat(parts));
  return file;
}

describe("backup and restore", () => {
  it("bring back a backup of the first format, carried over, and refuse one whose manifest names another log", async () => {
    const head = firstFormatLog.at(-1)!.hash;
    const home = join(folder, "restored");
    expect(await restore(await firstFormatBackup(head), home, systemPlatform)).toMatchObject({ events: 100 });
    expect((await readdir(home)).filter((name) => name.includes("before"))).toEqual([]);
    const restored = await openStore(home, { platform: systemPlatform });
    expect((await verifyLog(restored)).fault).toBeNull();
    await restored.close();
    await rm(join(folder, "old"), { recursive: true });
    const other = await firstFormatBackup(`sha256:${"1".repeat(64)}`);
    await expect(restore(other, join(folder, "refused"), systemPlatform)).rejects.toMatchObject({
      code: "STORE_BACKUP_REFUSED",
    });
  });

  it.each(["home.tar", "home.tar.gz"])("carry everything through %s", async (name) => {
    const file = join(folder, name);
    const report = await backup(store, file);
    expect(report).toMatchObject({ file, events: 5, artifacts: 5, sizeBytes: (await stat(file)).size });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(store.folder.temporary)).toEqual([]);
    const home = join(folder, "new", "home");
    expect(await restore(file, home, systemPlatform)).toMatchObject({ home, events: 5, artifacts: 5 });
    expect(await readdir(join(folder, "new"))).toEqual(["home"]);
    const restored = await openStore(home, { platform: systemPlatform });
    expect(await restored.events()).toEqual(await store.events());
    for (const digest of digests) {
      expect(await restored.artifacts.read(digest)).toEqual(await store.artifacts.read(digest));
    }
    expect((await verifyLog(restored)).fault).toBeNull();
    expect(await compareRecords(restored)).toEqual([]);
    await restored.commit(alert("life goes on"));
    await restored.close();
  });

  it("hold one moment while others write", async () => {
    let going = true;
    const other = await openStore(store.home, { platform: systemPlatform });
    const writing = (async () => {
      for (let i = 0; going; i++) await other.commit(alert(await other.artifacts.put(`more ${i}`)));
    })();
    const { events } = await backup(store, join(folder, "b.tar"));
    going = false;
    await writing;
    await restore(join(folder, "b.tar"), join(folder, "copy"), systemPlatform);
    const restored = await openStore(join(folder, "copy"), { platform: systemPlatform, readOnly: true });
    const said = await restored.events();
    expect(said).toHaveLength(events);
    for (const event of said)
      expect(await restored.artifacts.intact((event.body as { title: string }).title)).toBe(true);
    await restored.close();
    await other.close();
  });

  it("never write over anything", async () => {
    await writeFile(join(folder, "b.tar"), "mine");
    await expect(backup(store, join(folder, "b.tar"))).rejects.toMatchObject({ code: "STORE_BACKUP_REFUSED" });
    await expect(backup(store, join(folder, "none", "b.tar"))).rejects.toMatchObject({ code: "STORE_BACKUP_REFUSED" });
    await backup(store, join(folder, "c.tar"));
    await expect(restore(join(folder, "c.tar"), store.home, systemPlatform)).rejects.toMatchObject({
      code: "STORE_RESTORE_REFUSED",
    });
    await expect(restore(join(folder, "c.tar"), join(folder, "b.tar"), systemPlatform)).rejects.toMatchObject({
      code: "STORE_RESTORE_REFUSED",
    });
    await mkdir(join(folder, "empty"));
    await restore(join(folder, "c.tar"), join(folder, "empty"), systemPlatform);
    expect(existsSync(join(folder, "empty", "records.db"))).toBe(true);
  });

  it("refuse a damaged artifact, and leave no archive behind", async () => {
    await writeFile(await store.artifacts.path(digests[1]!), "else");
    await expect(backup(store, join(folder, "b.tar"))).rejects.toMatchObject({ code: "STORE_ARTIFACT_CORRUPT" });
    expect(await readdir(folder)).toEqual(["home"]);
    expect(await readdir(store.folder.temporary)).toEqual([]);
  });

  it("say in words which file can't be restored", async () => {
    await expect(restore(join(folder, "none.tar"), join(folder, "new"), systemPlatform)).rejects.toThrow(
      `${join(folder, "none.tar")}: there is no such file`,
    );
    await expect(restore(folder, join(folder, "new"), systemPlatform)).rejects.toThrow(`${folder}: it is a folder`);
  });

  it("refuse every flipped or missing byte, and nothing appears", async () => {
    await backup(store, join(folder, "b.tar"));
    const whole = await readFile(join(folder, "b.tar"));
    const positions = Array.from({ length: 60 }, (_, i) => Math.floor((i * whole.length) / 60) + (i % 7));
    for (const at of positions) {
      const broken = Buffer.from(whole);
      broken[at] = broken[at]! ^ 4;
      await expectRefused(broken);
      await expectRefused(whole.subarray(0, at));
    }
    await expectRefused(Buffer.alloc(0));
    await expectRefused(Buffer.concat([Buffer.from([0x1f, 0x8b]), whole]));
    expect((await readdir(folder)).sort()).toEqual(["b.tar", "broken.tar", "home"]);
  });

  it("refuse forged archives: other names, a log that was changed, records that contradict it", async () => {
    const digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const entry = (name: string, text: string): Buffer =>
      Buffer.concat([tarHeader(name, text.length), Buffer.from(text), tarPadding(text.length)]);
    await expectRefused(Buffer.concat([entry("records.db", "x"), tarEnd()]));
    await expectRefused(Buffer.concat([entry("manifest.json", "{}"), tarEnd()]));
    await expectRefused(Buffer.concat([entry("manifest.json", `{"__proto__":{}}`), tarEnd()]));
    const records = { digest, sizeBytes: 5 };
    const manifest = {
      format: "millrace-backup",
      version: 1,
      createdAt: 0,
      events: 0,
      head: digest,
      records,
      artifacts: [],
    };
    const notRecords = Buffer.concat([
      entry("manifest.json", JSON.stringify(manifest)),
      entry("records.db", "hello"),
      tarEnd(),
    ]);
    await expectRefused(notRecords, /STORE_(CORRUPT|BACKUP_REFUSED)/);

    await store.write((tx) => tx.updateTable("alerts").set({ title: "forged" }).where("seq", "=", 1).execute());
    await backup(store, join(folder, "forged.tar"));
    await expectRefused(await readFile(join(folder, "forged.tar")));
    await store.write((tx) => tx.updateTable("events").set({ actor: "forged" }).where("seq", "=", 1).execute());
    await backup(store, join(folder, "forged2.tar.gz"));
    await expectRefused(gunzipSync(await readFile(join(folder, "forged2.tar.gz"))), /STORE_LOG_BROKEN/);
  });
});

async function expectRefused(bytes: Buffer, code = /STORE_BACKUP_REFUSED/): Promise<void> {
  const file = join(folder, "broken.tar");
  await writeFile(file, bytes);
  const refused = await restore(file, join(folder, "never"), systemPlatform).catch((error: unknown) => error);
  expect((refused as { code?: string }).code, String(refused)).toMatch(code);
  expect(existsSync(join(folder, "never"))).toBe(false);
}
