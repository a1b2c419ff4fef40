import { copyFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { taskJournal } from "./task-journal.ts";
import type { TaskResults } from "./task-results.ts";

describe("taskResults", () => {
  let home: string;
  const search = `sha256:${"ab".repeat(32)}`;
  const [key, second, third] = ["01", "02", "03"].map((hex) => `sha256:${hex.repeat(32)}`) as [string, string, string];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "millrace-results-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  /** As a process does that has just started. */
  const open = (of = search): TaskResults => taskJournal(home, systemPlatform).results(of);
  const folder = (): string => join(home, "tasks", "ab");
  const files = async (): Promise<string[]> => (await readdir(folder())).map((name) => join(folder(), name));

  it("gives back what was written, here and after a restart, and undefined for what was not", async () => {
    const results = open();
    expect(await results.read(key)).toBeUndefined();
    await results.write(key, { score: 0.5, folds: [1, null], failure: 'two\nlines, "quoted"' });
    for (const one of [results, open()]) {
      expect(await one.read(key)).toEqual({ score: 0.5, folds: [1, null], failure: 'two\nlines, "quoted"' });
      expect(await one.read(second)).toBeUndefined();
    }
    expect(await open(`sha256:${"ac".repeat(32)}`).read(key)).toBeUndefined();
  });

  it("appends to one file a process, which only its owner can read", async () => {
    const results = open();
    await Promise.all(Array.from({ length: 8 }, (_, i) => results.write(`${key}${i}`, { score: i })));
    await results.write(second, { score: 9 });
    const [path = "", ...others] = await files();
    expect(others).toEqual([]);
    expect((await readFile(path, "utf8")).trimEnd().split("\n")).toHaveLength(9);
    expect((await stat(path)).mode & 0o077).toBe(0);
    await open().write(third, { score: 10 });
    expect(await files()).toHaveLength(2);
    expect([await open().read(second), await open().read(third)]).toEqual([{ score: 9 }, { score: 10 }]);
  });

  it("takes a torn line, one with any byte changed and one under another's key as no result, and reads the others", async () => {
    const results = open();
    await results.write(key, { score: 0.8125, folds: [0.75, 0.875] });
    await results.write(second, { score: 1 });
    const path = (await files())[0]!;
    const whole = await readFile(path);
    const end = whole.indexOf("\n");
    for (let offset = 0; offset < end; offset++) {
      await writeFile(path, whole.subarray(0, offset));
      expect(await open().read(key), `cut at ${offset}`).toBeUndefined();
      const bytes = Buffer.from(whole);
      bytes[offset]! ^= 1;
      await writeFile(path, bytes);
      expect(await open().read(key), `byte ${offset}`).toBeUndefined();
      expect(await open().read(second), `byte ${offset}`).toEqual({ score: 1 });
    }
    await writeFile(path, whole.toString().replaceAll(key, third));
    expect(await open().read(third)).toBeUndefined();
    await writeFile(path, whole);
    const others = `sha256:ab${"cd".repeat(31)}`;
    await copyFile(path, path.replace("ab".repeat(32), `ab${"cd".repeat(31)}`));
    expect(await open(others).read(key)).toEqual({ score: 0.8125, folds: [0.75, 0.875] });
  });

  it("reads the whole line of a key where another process left a damaged one", async () => {
    await open().write(key, { score: 1 });
    const [damaged] = await files();
    await open().write(key, { score: 1 });
    await writeFile(damaged!, (await readFile(damaged!, "utf8")).replace("1}", "2}"));
    expect(await open().read(key)).toEqual({ score: 1 });
  });

  it("begins its file anew where it was collected", async () => {
    const results = open();
    await results.write(key, { score: 1 });
    for (const path of await files()) await rm(path);
    await results.write(second, { score: 2 });
    expect(await open().read(second)).toEqual({ score: 2 });
  });

  it.skipIf(process.platform === "win32")(
    "rejects all that share a failed write, and appends nothing to the file that it failed in",
    async () => {
      const results = open();
      await results.write(key, { score: 1 });
      const [failed] = await files();
      await rm(failed!);
      await writeFile(`${failed}-elsewhere`, "");
      // A link is never followed: the write fails as it would on a disk that refuses it.
      await symlink(`${failed}-elsewhere`, failed!);
      const written = await Promise.allSettled([
        results.write(second, { score: 2 }),
        results.write(third, { score: 3 }),
      ]);
      expect(written).toMatchObject([
        { status: "rejected", reason: { code: "STORE_HOME_UNUSABLE" } },
        { status: "rejected", reason: { code: "STORE_HOME_UNUSABLE" } },
      ]);
      await results.write(second, { score: 2 });
      expect(await readFile(`${failed}-elsewhere`, "utf8")).toBe("");
      expect(await open().read(second)).toEqual({ score: 2 });
    },
  );
});
