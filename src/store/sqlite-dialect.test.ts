import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { systemPlatform } from "../platform/index.ts";
import type { NewEvent } from "./events/index.ts";
import { openStore } from "./open-store.ts";

const alert: NewEvent = {
  type: "alert.raised",
  ...ofRun(null),
  body: { severity: "info", to: null, title: "x", text: "" },
};

it("waits for another's lock without blocking the event loop, and reads meanwhile", async () => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-lock-"));
  const [holder, waiter] = [
    await openStore(folder, { platform: systemPlatform }),
    await openStore(folder, { platform: systemPlatform }),
  ];
  let release!: () => void;
  const holding = holder.write(() => new Promise<void>((resolve) => (release = resolve)));
  await sleep(10);
  let committed = false;
  const waiting = waiter.commit(alert).then(() => (committed = true));
  let longest = 0;
  let last = performance.now();
  const ticks = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await sleep(900);
  expect(committed).toBe(false);
  expect(await waiter.events()).toEqual([]);
  release();
  await holding;
  await waiting;
  clearInterval(ticks);
  // A busy wait inside SQLite would have stopped the loop for all of the 900 ms.
  expect(longest).toBeLessThan(600);
  expect(await holder.events()).toHaveLength(1);
  await holder.close();
  await waiter.close();
  await rm(folder, { recursive: true });
});

it("gives numbers back as they came, and each reader one moment in a transaction", async () => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-read-"));
  const [writer, reader] = [
    await openStore(folder, { platform: systemPlatform }),
    await openStore(folder, { platform: systemPlatform }),
  ];
  for (const value of [0.1, 1e-320, 1.7976931348623157e308, 2 ** 53 - 1, -7]) {
    const { rows } = await sql<{ value: number }>`select ${value} as value`.execute(reader.records);
    expect(rows).toEqual([{ value }]);
  }
  await reader.records.transaction().execute(async (tx) => {
    expect(await tx.selectFrom("events").selectAll().execute()).toEqual([]);
    await writer.commit(alert);
    expect(await tx.selectFrom("events").selectAll().execute()).toEqual([]);
  });
  expect(await reader.events()).toHaveLength(1);
  await writer.close();
  await reader.close();
  await rm(folder, { recursive: true });
});
