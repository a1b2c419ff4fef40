import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../platform/index.ts";
import { taskJournal } from "./task-journal.ts";

describe("taskJournal", () => {
  let home: string;
  const key = `sha256:${"ab".repeat(32)}`;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "millrace-journal-"));
    await mkdir(join(home, "temp"));
  });
  afterEach(() => rm(home, { recursive: true }));

  it("keeps a task's last checkpoint until it is dropped, and none that is torn, changed or another's", async () => {
    const journal = taskJournal(home, systemPlatform);
    expect(await journal.readCheckpoint(key)).toBeUndefined();
    await journal.writeCheckpoint(key, Uint8Array.of(1));
    await journal.writeCheckpoint(key, Uint8Array.of(2, 3));
    expect(await journal.readCheckpoint(key)).toEqual(Uint8Array.of(2, 3));

    const path = join(home, "tasks", "ab", `${"ab".repeat(32)}.checkpoint`);
    const whole = await readFile(path);
    for (let offset = 0; offset < whole.length; offset++) {
      await writeFile(path, whole.subarray(0, offset));
      expect(await journal.readCheckpoint(key), `cut at ${offset}`).toBeUndefined();
      const bytes = Buffer.from(whole);
      bytes[offset]! ^= 1;
      await writeFile(path, bytes);
      expect(await journal.readCheckpoint(key), `byte ${offset}`).toBeUndefined();
    }
    await writeFile(join(home, "tasks", "ab", `ab${"cd".repeat(31)}.checkpoint`), whole);
    expect(await journal.readCheckpoint(`sha256:ab${"cd".repeat(31)}`)).toBeUndefined();

    await writeFile(path, whole);
    expect(await journal.readCheckpoint(key)).toEqual(Uint8Array.of(2, 3));
    await journal.dropCheckpoint(key);
    expect(await journal.readCheckpoint(key)).toBeUndefined();
  });
});
