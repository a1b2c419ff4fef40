import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { manualClock } from "../clock.ts";
import { waitForClaim } from "./claims.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import { thisProcess } from "./process-identity.ts";
import type { Claim } from "./store.ts";

const clock = manualClock(1_000_000);
let folder: string;
let a: HomeStore;
let b: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-claims-"));
  a = await openStore(folder, { clock });
  b = await openStore(folder, { clock });
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
async function take(store: HomeStore, key: string, ttlMs?: number): Promise<Claim> {
  const answer = await store.claim(key, ttlMs);
  if (!answer.claimed) throw new Error(`held by ${answer.holder}`);
  return answer.claim;
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
      holder: `process ${process.pid} on ${thisProcess.host}`,
      untilMs: clock.now() + 30_000,
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
    const old = await take(a, "run", 1000);
    clock.advance(1001);
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

  it("abort their signal when lost, and renew themselves until then", async () => {
    const claim = await take(a, "run", 100);
    clock.advance(90);
    await sleep(120);
    // Renewed meanwhile: from 190 on, not from 100.
    clock.advance(90);
    expect((await b.claim("run", 100)).claimed).toBe(false);
    expect(claim.signal.aborted).toBe(false);
    await a.write((tx) => tx.updateTable("claims").set({ token: 999 }).where("key", "=", "run").execute());
    await sleep(120);
    expect(claim.signal.aborted).toBe(true);
    expect(claim.signal.reason).toMatchObject({ code: "STORE_CLAIM_LOST" });
  });

  it("are free at once when their process on this machine is gone", async () => {
    await take(a, "run");
    await setOwner("run", { ...thisProcess, started: "1" });
    expect((await b.claim("run")).claimed).toBe(true);
  });

  it("of another machine hold until their time is over, or where the clock went back years", async () => {
    await take(a, "run");
    await setOwner("run", { ...thisProcess, machine: "elsewhere", host: "forge" });
    expect(await b.claim("run")).toMatchObject({ claimed: false, holder: `process ${process.pid} on forge` });
    const past = await openStore(folder, { clock: manualClock(0) });
    expect((await past.claim("run")).claimed).toBe(true);
    await past.close();
  });

  it("are released when the store is closed", async () => {
    const other = await openStore(folder, { clock });
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
    await sleep(50);
    await claim.release();
    const got = await waiting;
    expect(got.token).toBeGreaterThan(claim.token);
    expect(holders).toEqual([`process ${process.pid} on ${thisProcess.host}`]);
  });

  it("stops when aborted and when it took too long", async () => {
    await take(a, "run");
    const abort = new AbortController();
    const waiting = waitForClaim(b, "run", { signal: abort.signal });
    setTimeout(() => abort.abort(new Error("enough")), 20);
    await expect(waiting).rejects.toThrow("enough");
    await expect(waitForClaim(b, "run", { timeoutMs: 0 })).rejects.toMatchObject({ code: "STORE_CLAIM_TIMEOUT" });
  });
});
