import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { random } from "../../src/ml/index.ts";
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

describe("kill -9 at random moments", () => {
  it("loses no acknowledged write, breaks no chain, and leaves no half artifact", async () => {
    const ledger: string[] = [];
    const moments = random(2026, "kill");
    for (let round = 0; round < 4; round++) {
      const writers = [0, 1].map((i) => startWriter(home, `r${round}w${i}`, 100_000, "artifacts"));
      await Promise.all(writers.map((writer) => writer.saw("open")));
      await sleep(20 + moments.next() * 400);
      for (const writer of writers) writer.process.kill("SIGKILL");
      for (const writer of writers) expect((await writer.ended).code).toBe(null);
      ledger.push(...writers.flatMap((writer) => writer.acknowledged));
    }
    expect(ledger.length).toBeGreaterThan(20);

    const store = await openStore(home, { platform: systemPlatform });
    expect(await verifyLog(store)).toMatchObject({ fault: null });
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.records);
    expect(rows).toEqual([{ integrity_check: "ok" }]);
    const stored = new Map(
      (await store.records.selectFrom("alerts").selectAll().execute()).map(({ title, text }) => [title, text]),
    );
    for (const line of ledger) {
      const [title, digest] = line.split(" ") as [string, string];
      expect(stored.get(title)).toBe(digest);
      expect(await store.artifacts.intact(digest)).toBe(true);
    }
    for await (const { digest } of store.artifacts.list()) expect(await store.artifacts.intact(digest)).toBe(true);
    expect(await readdir(join(home, "temp"))).toEqual([]);
    await store.close();
  });

  it("frees a killed process's claim at once", async () => {
    const holder = startWriter(home, "holder", 1_000_000, "claim");
    await holder.saw("ack");
    holder.process.kill("SIGKILL");
    await holder.ended;
    const store = await openStore(home, { platform: systemPlatform });
    expect((await store.claim("counter")).claimed).toBe(true);
    await store.close();
  });
});

describe.skipIf(process.platform === "win32")("a process that sleeps past its claim (SIGSTOP)", () => {
  it("is refused when it wakes and writes", async () => {
    const sleeper = startWriter(home, "sleeper", 1_000_000, "sleepy");
    await sleeper.saw("ack claimed");
    sleeper.process.kill("SIGSTOP");
    const store = await openStore(home, { platform: systemPlatform });
    // The sleeper's claim lasts a second.
    await sleep(1300);
    const answer = await store.claim("counter");
    expect(answer.claimed).toBe(true);
    sleeper.process.kill("SIGCONT");
    expect(await sleeper.ended).toMatchObject({ code: 7 });
    expect(sleeper.acknowledged.at(-1)).toBe("refused STORE_CLAIM_LOST");
    expect(await verifyLog(store)).toMatchObject({ fault: null });
    await store.close();
  });
});
