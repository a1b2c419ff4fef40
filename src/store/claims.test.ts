import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { describeProcess, type ManualPlatform, manualPlatform } from "../platform/index.ts";
import { waitForClaim } from "./claims.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import type { Claim, ClaimOptions } from "./store.ts";

let platform: ManualPlatform;
const dayMs = 24 * 3600 * 1000;
let folder: string;
let a: HomeStore;
let b: HomeStore;
beforeEach(async () => {
  platform = manualPlatform({ startMs: 1_000_000 });
  folder = await mkdtemp(join(tmpdir(), "millrace-claims-"));
  a = await openStore(folder, { platform, claimRenewal: "inline" });
  b = await openStore(folder, { platform, claimRenewal: "inline" });
});
afterEach(async () => {
  await a.close();
  await b.close();
  await rm(folder, { recursive: true, force: true });
});

const alert: NewEvent = {
  type: "alert.raised",
  ...ofRun(null),
  body: { severity: "info", to: null, title: "x", text: "" },
};
async function take(store: HomeStore, key: string, options?: ClaimOptions): Promise<Claim> {
  const answer = await store.claim(key, options);
  if (!answer.claimed) throw new Error(`held by ${answer.holder}`);
  return answer.claim;
}
async function endTime(key: string): Promise<void> {
  await a.write((tx) =>
    tx
      .updateTable("claims")
      .set({ until: platform.clock.now(), until_ms: platform.machine.elapsedMs() })
      .where("key", "=", key)
      .execute(),
  );
}
async function setOwner(key: string, owner: object): Promise<void> {
  await a.write((tx) =>
    tx
      .updateTable("claims")
      .set({ owner: JSON.stringify(owner) })
      .where("key", "=", key)
      .execute(),
  );
}

describe("claims", () => {
  it("go to one owner, who is named to the others", async () => {
    const claim = await take(a, "run");
    const refused = await b.claim("run");
    expect(refused).toEqual({
      claimed: false,
      holder: describeProcess(platform.processes.self),
      untilMs: platform.clock.now() + 30_000,
    });
    expect((await a.claim("run")).claimed).toBe(false);
    await claim.release();
    const next = await take(b, "run");
    expect(next.token).toBeGreaterThan(claim.token);
    await next.release();
  });

  it("have tokens that grow for ever, over releases too", async () => {
    const tokens: number[] = [];
    for (let i = 0; i < 5; i++) {
      const claim = await take(i % 2 === 0 ? a : b, "k");
      tokens.push(claim.token);
      await claim.release();
    }
    expect(tokens).toEqual([...tokens].sort((x, y) => x - y));
    expect(new Set(tokens).size).toBe(5);
  });

  it("are taken over when their time is over, and the late writer is refused", async () => {
    const old = await take(a, "run");
    await endTime("run");
    const taken = await take(b, "run");
    expect(taken.token).toBeGreaterThan(old.token);
    await expect(a.commit(alert, old)).rejects.toMatchObject({ code: "STORE_CLAIM_LOST" });
    await b.commit(alert, taken);
    expect(await a.events()).toHaveLength(1);
    // Releasing what was lost doesn't free it for a third.
    await old.release();
    expect((await a.claim("run")).claimed).toBe(false);
    await taken.release();
    await expect(b.commit(alert, taken)).rejects.toMatchObject({ code: "STORE_CLAIM_LOST" });
  });

  it("renew themselves, several of one store too, and abort their signal when lost", async () => {
    const claims = [await take(a, "run", { ttlMs: 300 }), await take(a, "other", { ttlMs: 600 })];
    for (let i = 0; i < 10; i++) {
      await platform.advance(250);
      for (const { key } of claims) expect((await b.claim(key)).claimed).toBe(false);
    }
    expect(claims.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    await a.write((tx) => tx.updateTable("claims").set({ token: 999 }).where("key", "=", "run").execute());
    await platform.advance(100);
    expect(claims.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(claims[0]!.signal.reason).toMatchObject({ code: "STORE_CLAIM_LOST" });
  });

  it("are lost when they can't be renewed for their whole time, and not before", async () => {
    const claim = await take(a, "run", { ttlMs: 300 });
    await a.write((tx) => sql`alter table claims rename to elsewhere`.execute(tx));
    await platform.advance(299);
    expect(claim.signal.aborted).toBe(false);
    await platform.advance(100);
    expect(claim.signal.reason).toMatchObject({
      code: "STORE_CLAIM_LOST",
      message: expect.stringContaining("it could not be renewed: no such table"),
    });
    await a.write((tx) => sql`alter table elsewhere rename to claims`.execute(tx));
  });

  it("don't mind a wall clock that jumps, on one machine", async () => {
    for (const jumpMs of [10 * 365 * dayMs, -400 * dayMs]) {
      const claim = await take(a, "run");
      await platform.jump(jumpMs);
      expect((await b.claim("run")).claimed).toBe(false);
      await platform.advance(45_000);
      expect((await b.claim("run")).claimed).toBe(false);
      expect(claim.signal.aborted).toBe(false);
      await claim.release();
    }
  });

  it("are free at once when their process on this machine is gone", async () => {
    await take(a, "run");
    await setOwner("run", { ...platform.processes.self, pid: 7 });
    platform.processes.alive.add(7);
    expect((await b.claim("run")).claimed).toBe(false);
    platform.processes.alive.delete(7);
    expect((await b.claim("run")).claimed).toBe(true);
  });

  it("of another machine hold until their time is over by the wall clock, or where that went back years", async () => {
    const { self } = platform.processes;
    await take(a, "run");
    await setOwner("run", { ...self, machine: "elsewhere", host: "forge" });
    expect(await b.claim("run")).toMatchObject({ claimed: false, holder: `process ${self.pid} on forge` });
    await platform.jump(-2000);
    expect((await b.claim("run")).claimed).toBe(false);
    await platform.jump(-10 * 365 * dayMs);
    expect((await b.claim("run")).claimed).toBe(true);
    await take(a, "late");
    await setOwner("late", { ...self, machine: "elsewhere" });
    await platform.jump(30_001);
    expect((await b.claim("late")).claimed).toBe(true);
  });

  it("of an earlier boot that isn't told from this one are free: their time is too far ahead", async () => {
    await take(a, "run");
    await a.write((tx) => tx.updateTable("claims").set({ until_ms: 900_000_000 }).execute());
    expect((await b.claim("run")).claimed).toBe(true);
  });

  it("of an earlier Millrace, which knew the wall clock only, hold by that", async () => {
    await take(a, "run");
    await a.write((tx) => tx.updateTable("claims").set({ until_ms: null }).execute());
    expect((await b.claim("run")).claimed).toBe(false);
    await platform.jump(30_001);
    expect((await b.claim("run")).claimed).toBe(true);
  });

  it("are released when the store is closed", async () => {
    const other = await openStore(folder, { platform, claimRenewal: "inline" });
    await take(other, "run");
    await other.close();
    expect((await a.claim("run")).claimed).toBe(true);
  });
});

describe("waitForClaim", () => {
  it("gets the claim when it becomes free, and tells whom it waits for", async () => {
    const claim = await take(a, "run");
    const holders: string[] = [];
    const waiting = waitForClaim(b, "run", { onWait: (holder) => holders.push(holder) });
    await platform.advance(50);
    await claim.release();
    await platform.advance(1000);
    const got = await waiting;
    expect(got.token).toBeGreaterThan(claim.token);
    expect(holders).toEqual([describeProcess(platform.processes.self)]);
  });

  it("stops when aborted and when it took too long", async () => {
    await take(a, "run");
    const abort = new AbortController();
    const waiting = waitForClaim(b, "run", { signal: abort.signal });
    await platform.advance(20);
    abort.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(waitForClaim(b, "run", { timeoutMs: 0 })).rejects.toMatchObject({ code: "STORE_CLAIM_TIMEOUT" });
  });
});
