import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { digestOf } from "./artifacts.ts";
import { digestOfFile } from "./file-digests.ts";
import { type HomeStore, openStore } from "./open-store.ts";

let folder: string;
let store: HomeStore;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-digests-"));
  store = await openStore(join(folder, "home"), { platform: systemPlatform });
  file = join(folder, "data.csv");
  await writeFile(file, "a,b\n1,2\n");
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
const rows = (): Promise<{ digest: string }[]> => store.records.selectFrom("file_digests").selectAll().execute();

describe("digestOfFile", () => {
  it("doesn't remember a file that was changed just now, so a change within the clock's grain is seen", async () => {
    expect(await digestOfFile(store, file)).toEqual({ digest: digestOf("a,b\n1,2\n"), sizeBytes: 8 });
    expect(await rows()).toEqual([]);
    await writeFile(file, "a,b\n1,3\n");
    expect((await digestOfFile(store, file)).digest).toBe(digestOf("a,b\n1,3\n"));
  });

  it("reads a settled file once, and again when its size, time or inode changes", async () => {
    await utimes(file, 1000, 1000);
    await digestOfFile(store, file);
    expect(await rows()).toHaveLength(1);
    // Proof that it isn't read: what was remembered is what is said.
    await store.write((tx) => tx.updateTable("file_digests").set({ digest: "remembered" }).execute());
    expect((await digestOfFile(store, file)).digest).toBe("remembered");
    await utimes(file, 1000, 1001);
    expect((await digestOfFile(store, file)).digest).toBe(digestOf("a,b\n1,2\n"));
    await rm(file);
    await writeFile(join(folder, "taken"), "the old inode");
    await writeFile(file, "a,b\n9,9\n");
    await utimes(file, 1000, 1001);
    expect((await digestOfFile(store, file)).digest).toBe(digestOf("a,b\n9,9\n"));
  });

  it("works on a home that is only read, and says what it can't read", async () => {
    await utimes(file, 1000, 1000);
    const reading = await openStore(store.home, { platform: systemPlatform, readOnly: true });
    expect((await digestOfFile(reading, file)).digest).toBe(digestOf("a,b\n1,2\n"));
    await reading.close();
    for (const path of [join(folder, "none.csv"), folder]) {
      await expect(digestOfFile(store, path)).rejects.toMatchObject({ code: "STORE_FILE_UNREADABLE" });
    }
  });
});
