import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemPlatform } from "../../platform/index.ts";
import { openStore } from "../open-store.ts";
import type { Claim } from "../store.ts";
import type { RenewableClaim } from "./claim-renewal.ts";
import { threadedRenewal } from "./threaded-renewal.ts";

const { machine } = systemPlatform;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-renewal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("renewal on a thread of its own", () => {
  it("keeps every claim of a store, and releases all of them when it is closed", async () => {
    const [owner, other] = [await open(), await open()];
    const claims = await Promise.all(["one", "two"].map((key) => take(owner, key, 1000)));
    for (const end = machine.elapsedMs() + 2500; machine.elapsedMs() < end; await machine.after(100)) {
      for (const { key } of claims) expect((await other.claim(key)).claimed).toBe(false);
    }
    expect(claims.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    await claims[0]!.release();
    expect((await other.claim("one")).claimed).toBe(true);
    await owner.close();
    expect((await other.claim("two")).claimed).toBe(true);
    await other.close();
  });

  it("waits for a lock without holding one itself", async () => {
    const owner = await open();
    const claim = await take(owner, "one", 3000);
    const rival = new Libsql(join(folder, "records.db"));
    for (let i = 0; i < 3; i++) {
      rival.exec("begin immediate");
      await machine.after(1200);
      rival.exec("rollback");
      await machine.after(300);
      // Refused at once where the thread's connection still held the lock.
      rival.exec("begin immediate");
      rival.exec("rollback");
    }
    expect(claim.signal.aborted).toBe(false);
    rival.close();
    await owner.close();
  });

  it("aborts the signal of a claim whose row another owner has", async () => {
    const owner = await open();
    const claim = await take(owner, "one", 600);
    await owner.write((tx) => tx.updateTable("claims").set({ token: 999 }).execute());
    await expect.poll(() => claim.signal.aborted, { timeout: 10_000 }).toBe(true);
    expect(claim.signal.reason).toMatchObject({
      code: "STORE_CLAIM_LOST",
      detail: { holder: "another owner took it over" },
    });
    await owner.close();
  });

  it("gives up the claims where its thread dies again and again", async () => {
    const entry = join(folder, "dying.mjs");
    await writeFile(entry, "process.exit(7);");
    const reasons: string[] = [];
    const claim: RenewableClaim = {
      ...{ key: "one", token: 1, ttlMs: 1000, stallMs: 1000, renewedAtMs: machine.elapsedMs() },
      onLost: (reason) => reasons.push(reason),
    };
    const file = join(folder, "records.db");
    const options = { platform: systemPlatform, file, entry: pathToFileURL(entry), onFailure: () => true };
    const renewal = threadedRenewal(options);
    renewal.start(claim);
    await expect.poll(() => reasons, { timeout: 20_000 }).toHaveLength(1);
    expect(reasons).toEqual(["the thread that renews it failed: it ended with code 7"]);
    await renewal.stop(claim);
    await renewal.close();
  });

  it("doesn't keep a process alive that holds a claim", () => {
    const built = (room: string): string => JSON.stringify(new URL(`../../../dist/${room}/index.js`, import.meta.url));
    const text = `
      import { systemPlatform } from ${built("platform")};
      import { openStore } from ${built("store")};
      const store = await openStore(${JSON.stringify(folder)}, { platform: systemPlatform });
      console.log((await store.claim("one")).claimed);`;
    const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", text], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(ended).toMatchObject({ status: 0, stdout: "true\n" });
  });
});

const open = () => openStore(folder, { platform: systemPlatform });

async function take(store: Awaited<ReturnType<typeof open>>, key: string, ttlMs: number): Promise<Claim> {
  const answer = await store.claim(key, { ttlMs });
  if (!answer.claimed) throw new Error(`held by ${answer.holder}`);
  return answer.claim;
}
