import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemPlatform } from "../../src/platform/index.ts";
import { openStore, verifyLog } from "../../src/store/index.ts";
import { startWriter } from "./store/start-writer.ts";

// A process that reads TypeScript takes a second to start, and more on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let home: string;
beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), "millrace-faults-")), "home");
});
afterEach(async () => {
  await rm(join(home, ".."), { recursive: true, force: true });
});

describe("many processes on one home", () => {
  it("eight create it together, and every commit of each is there exactly once, in one whole chain", async () => {
    const writers = Array.from({ length: 8 }, (_, i) => startWriter(home, `w${i}`, 100));
    for (const writer of writers) expect(await writer.ended).toEqual({ code: 0, stderr: "" });
    const store = await openStore(home, { platform: systemPlatform, readOnly: true });
    const events = await store.events();
    const titles = events.map((event) => (event.body as { title: string }).title);
    expect(titles).toHaveLength(800);
    expect(new Set(titles).size).toBe(800);
    expect(await verifyLog(store)).toMatchObject({ events: 800, fault: null });
    const { rows } = await store.records
      .selectFrom("alerts")
      .select((eb) => eb.fn.countAll<number>().as("rows"))
      .executeTakeFirstOrThrow();
    expect(rows).toBe(800);
    await store.close();
  });

  it("four count exactly under a claim, though each reads first and writes later", async () => {
    const writers = Array.from({ length: 4 }, (_, i) => startWriter(home, `w${i}`, 12, "claim"));
    for (const writer of writers) expect(await writer.ended).toEqual({ code: 0, stderr: "" });
    const counted = writers.flatMap((writer) => writer.acknowledged.map(Number)).sort((a, b) => a - b);
    expect(counted).toEqual(Array.from({ length: 48 }, (_, i) => i + 1));
  });
});
