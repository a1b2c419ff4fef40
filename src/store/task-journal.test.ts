import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { taskJournal } from "./task-journal.ts";

describe("taskJournal", () => {
  let home: string;
  const key = `sha256:${"ab".repeat(32)}`;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "millrace-journal-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  it("gives back what was written, and undefined for what was not", async () => {
    const journal = taskJournal(home);
    expect(await journal.read(key)).toBeUndefined();
    await journal.write(key, { score: 0.5, folds: [1, null] });
    expect(await journal.read(key)).toEqual({ score: 0.5, folds: [1, null] });
  });

  it("leaves one file however many write the same key at once", async () => {
    const journal = taskJournal(home);
    await Promise.all(Array.from({ length: 8 }, () => journal.write(key, { score: 1 })));
    expect(await readdir(join(home, "tasks", "ab"))).toEqual([`${"ab".repeat(32)}.json`]);
  });

  it("treats a torn file as no result", async () => {
    const journal = taskJournal(home);
    await journal.write(key, { score: 1 });
    await writeFile(join(home, "tasks", "ab", `${"ab".repeat(32)}.json`), '{"score":');
    expect(await journal.read(key)).toBeUndefined();
  });
});
