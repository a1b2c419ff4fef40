import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isMillraceError } from "../../src/errors/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";
import {
  backup,
  compareRecords,
  digestOf,
  type NewEvent,
  openStore,
  type Store,
  verifyLog,
} from "../../src/store/index.ts";
import { ofRun } from "../fixtures/envelopes.ts";

const canMount = tryMount();
const event = (title: string, text = ""): NewEvent => {
  const body = { severity: "info", to: null, title, text } as const;
  return { type: "alert.raised", ...ofRun(null), body };
};

describe.skipIf(!canMount)("a full disk (needs root: mounts a tmpfs of 2 MB)", () => {
  let disk: string;
  let store: Store;
  beforeEach(async () => {
    disk = mount();
    store = await openStore(join(disk, "home"), { platform: systemPlatform });
  });
  afterEach(async () => {
    await store.close();
    unmount(disk);
  });

  it("while storing artifacts is said, leaves the stored ones whole and no half one, and is over when space returns", async () => {
    const stored: string[] = [];
    const put = async (i: number): Promise<void> => {
      const text = `artifact ${i} `.repeat(8000);
      stored.push(await store.artifacts.put(text));
      await store.commit(event(digestOf(text)));
    };
    expect(await untilFull(put)).toMatchObject({ code: "STORE_DISK_FULL" });
    expect(stored.length).toBeGreaterThan(5);
    expect(await readdir(join(store.home, "temp"))).toEqual([]);
    for (const digest of stored) expect(await store.artifacts.intact(digest)).toBe(true);
    for await (const { digest } of store.artifacts.list()) expect(await store.artifacts.intact(digest)).toBe(true);
    await store.artifacts.remove(stored[0]!);
    await store.artifacts.remove(stored[1]!);
    await put(1000);
    expect(await verifyLog(store)).toMatchObject({ fault: null });
  });

  it("while committing is said, keeps every acknowledged commit, and is over when space returns", async () => {
    await writeFile(join(disk, "filler"), Buffer.alloc(1_200_000));
    const acknowledged: string[] = [];
    const commit = async (i: number): Promise<void> => {
      await store.commit(event(`${i}`, "x".repeat(3000)));
      acknowledged.push(`${i}`);
    };
    expect(await untilFull(commit)).toMatchObject({ code: "STORE_DISK_FULL" });
    expect(await untilFull(commit)).toMatchObject({ code: "STORE_DISK_FULL" });
    await expectWhole(store, acknowledged);
    // As after a crash: another process finds the same.
    const other = await openStore(store.home, { platform: systemPlatform, readOnly: true });
    await expectWhole(other, acknowledged);
    await other.close();
    await rm(join(disk, "filler"));
    await commit(1_000_000);
    await expectWhole(store, acknowledged);
  });

  it("while making a backup leaves no half archive", async () => {
    await store.artifacts.put(Buffer.alloc(900_000, 7));
    await store.commit(event("x"));
    await expect(backup(store, join(disk, "b.tar"))).rejects.toMatchObject({ code: "STORE_DISK_FULL" });
    expect(await readdir(disk)).toEqual(["home"]);
    expect(await readdir(join(store.home, "temp"))).toEqual([]);
  });

  it("while making the home is said", async () => {
    await untilFull((i) => writeFile(join(disk, `filler${i}`), Buffer.alloc(50_000)));
    await expect(openStore(join(disk, "other"), { platform: systemPlatform })).rejects.toMatchObject({
      code: "STORE_DISK_FULL",
    });
    for (const name of await readdir(disk)) if (name.startsWith("filler")) await rm(join(disk, name));
    const made = await openStore(join(disk, "other"), { platform: systemPlatform });
    await made.commit(event("now"));
    await made.close();
  });
});

async function untilFull(write: (i: number) => Promise<void>): Promise<unknown> {
  for (let i = 0; i < 2000; i++) {
    try {
      await write(i);
    } catch (error) {
      return isMillraceError(error) ? error : String(error);
    }
  }
  return "the disk never became full";
}

async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
  expect(await verifyLog(store)).toMatchObject({ events: acknowledged.length, fault: null });
  expect(await compareRecords(store)).toEqual([]);
  const titles = (await store.events()).map((said) => (said.body as { title: string }).title);
  expect(titles).toEqual(acknowledged);
}

function tryMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "millrace-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status === 0;
  if (mounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

function mount(): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-full-"));
  expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]).status).toBe(0);
  return folder;
}

function unmount(folder: string): void {
  spawnSync("umount", ["-l", folder]);
  rmSync(folder, { recursive: true, force: true });
}
