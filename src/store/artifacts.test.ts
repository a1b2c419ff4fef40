import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { digestOf } from "./artifacts.ts";
import { type HomeStore, openStore } from "./open-store.ts";

let folder: string;
let store: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-artifacts-"));
  store = await openStore(join(folder, "home"), { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const hello = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const fileOf = (digest: string): string =>
  join(store.folder.artifacts, digest.slice(7, 9), digest.slice("sha256:".length));

describe("artifacts", () => {
  it("names bytes by their SHA-256 and gives them back", async () => {
    expect(await store.artifacts.put("hello")).toBe(hello);
    expect(await store.artifacts.put(Buffer.from("hello"))).toBe(hello);
    expect(Buffer.from(await store.artifacts.read(hello)).toString()).toBe("hello");
    expect(await readFile(await store.artifacts.path(hello), "utf8")).toBe("hello");
    expect(await store.artifacts.intact(hello)).toBe(true);
    const listed: unknown[] = [];
    for await (const artifact of store.artifacts.list()) listed.push(artifact);
    expect(listed).toEqual([{ digest: hello, sizeBytes: 5 }]);
    expect(await readdir(store.folder.temporary)).toEqual([]);
    await store.artifacts.remove(hello);
    await expect(store.artifacts.read(hello)).rejects.toMatchObject({ code: "STORE_ARTIFACT_MISSING" });
    expect(await store.artifacts.intact(hello)).toBe(false);
  });

  it("takes files over by moving them, once", async () => {
    for (let i = 0; i < 2; i++) {
      const path = store.artifacts.temporaryPath(".parquet");
      expect(path.endsWith(".parquet")).toBe(true);
      await writeFile(path, "hello");
      expect(await store.artifacts.adopt(path)).toBe(hello);
      expect(existsSync(path)).toBe(false);
    }
  });

  it("takes no file from elsewhere, no link and no odd extension", async () => {
    await writeFile(join(folder, "mine"), "x");
    const link = store.artifacts.temporaryPath("link");
    await symlink(join(folder, "mine"), link);
    for (const path of [join(folder, "mine"), link, store.artifacts.temporaryPath("none"), store.home]) {
      await expect(store.artifacts.adopt(path)).rejects.toMatchObject({ code: "STORE_PATH_REFUSED" });
    }
    expect(await readFile(join(folder, "mine"), "utf8")).toBe("x");
    expect(() => store.artifacts.temporaryPath("../../x")).toThrow("extension");
    for (const digest of ["../../etc/passwd", "sha256:../x", hello.toUpperCase(), `${hello}0`, ""]) {
      await expect(store.artifacts.read(digest)).rejects.toMatchObject({ code: "STORE_DIGEST_INVALID" });
    }
  });

  it("refuses every flipped bit and every truncation, and says which file", async () => {
    const bytes = Buffer.from("a small model, byte by byte");
    const digest = await store.artifacts.put(bytes);
    for (let i = 0; i < bytes.length; i++) {
      const flipped = Buffer.from(bytes);
      flipped[i] = flipped[i]! ^ (1 << (i % 8));
      await writeFile(fileOf(digest), flipped);
      await expect(store.artifacts.read(digest)).rejects.toMatchObject({ code: "STORE_ARTIFACT_CORRUPT" });
      await writeFile(fileOf(digest), bytes);
      await truncate(fileOf(digest), i);
      const refused = await store.artifacts.path(digest).catch((error: Error) => error);
      expect(refused).toMatchObject({ code: "STORE_ARTIFACT_CORRUPT" });
      expect((refused as Error).message).toContain(fileOf(digest));
      expect((refused as Error).message).toContain(digest);
    }
    expect(await store.artifacts.intact(digest)).toBe(false);
  });

  it("mends a damaged artifact when the same bytes are stored again", async () => {
    await store.artifacts.put("hello");
    await writeFile(fileOf(hello), "hellO");
    await utimes(fileOf(hello), 1, 1);
    expect(await store.artifacts.put("hello")).toBe(hello);
    expect(Buffer.from(await store.artifacts.read(hello)).toString()).toBe("hello");
  });

  it("removes what is unused, and not what was used meanwhile", async () => {
    await store.artifacts.put("hello");
    await utimes(fileOf(hello), 1000, 1000);
    expect(await store.artifacts.removeUnused(hello, 999_000)).toBe(false);
    await store.artifacts.put("hello");
    expect(await store.artifacts.removeUnused(hello, 2_000_000)).toBe(false);
    await utimes(fileOf(hello), 1000, 1000);
    expect(await store.artifacts.removeUnused(hello, 2_000_000)).toBe(true);
    expect(await store.artifacts.intact(hello)).toBe(false);
    expect(await readdir(store.folder.temporary)).toEqual([]);
  });

  it("cleans what dead processes left, not what living ones write", async () => {
    const mine = store.artifacts.temporaryPath("part");
    await writeFile(mine, "half");
    const [machine, pid, started] = mine.split("/").at(-1)!.split("-");
    const dead = join(store.folder.temporary, `${machine}-${pid}-${Number(started) + 1}-0123456789abcdef.part`);
    const foreign = join(store.folder.temporary, "0123456789ab-1-1-0123456789abcdef");
    const old = join(store.folder.temporary, "0123456789ab-1-1-fedcba9876543210");
    for (const path of [dead, foreign, old]) await writeFile(path, "half");
    await utimes(old, 1000, 1000);
    await (await openStore(store.home, { platform: systemPlatform })).close();
    expect([mine, dead, foreign, old].map((path) => existsSync(path))).toEqual([true, false, true, false]);
  });
});

it("digestOf names text and bytes alike", () => {
  expect(digestOf("hello")).toBe(hello);
  expect(digestOf(new TextEncoder().encode("hello"))).toBe(hello);
});
