import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Platform, systemPlatform } from "../../src/platform/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";

const script = fileURLToPath(new URL("./store/claimer.ts", import.meta.url));
const { machine } = systemPlatform;

let folder: string;
let store: Store;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-claims-"));
  store = await openStore(folder, { platform: systemPlatform });
});
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** F18: claims while their owner is busy, hangs, or is stopped. */
describe("the claim of another process", () => {
  it("is kept while its main thread is busy for four times as long as the claim lasts", async () => {
    const claimer = await startClaimer({ ttlMs: 1000, stallMs: 60_000, blockMs: 4000 });
    const { claimed, tries } = await tryUntil(() => claimer.said("awake"));
    expect(claimed).toBe(false);
    expect(tries).toBeGreaterThan(10);
    expect(await claimer.lastLine()).toBe("committed held");
  });

  it("is kept although the wall clock of the asking process is years off", async () => {
    const claimer = await startClaimer({ ttlMs: 1000, stallMs: 60_000, blockMs: 2000 });
    for (const years of [10, -1]) {
      const asking = await openStore(folder, { platform: shifted(years * 365 * 24 * 3600 * 1000) });
      expect((await asking.claim("work")).claimed).toBe(false);
      await asking.close();
    }
    expect(await claimer.lastLine()).toBe("committed held");
  });

  it("is lost when its main thread hangs for longer than it may", async () => {
    const claimer = await startClaimer({ ttlMs: 500, stallMs: 1000, blockMs: 4000 });
    const { claimed } = await tryUntil(() => claimer.said("awake"));
    expect(claimed).toBe(true);
    expect(await claimer.lastLine()).toBe("STORE_CLAIM_LOST STORE_CLAIM_LOST");
  });

  it.skipIf(process.platform === "win32")(
    "is taken over while it is stopped (SIGSTOP), and refused when it wakes",
    async () => {
      const claimer = await startClaimer({ ttlMs: 1000, stallMs: 60_000, blockMs: 0 });
      await machine.after(1500);
      expect((await store.claim("work")).claimed).toBe(false);
      claimer.child.kill("SIGSTOP");
      const stoppedMs = machine.elapsedMs();
      expect((await tryUntil(() => machine.elapsedMs() - stoppedMs > 10_000)).claimed).toBe(true);
      claimer.child.kill("SIGCONT");
      expect(await claimer.lastLine()).toBe("STORE_CLAIM_LOST STORE_CLAIM_LOST");
    },
  );

  it("is free at once when the process is killed", async () => {
    const claimer = await startClaimer({ ttlMs: 60_000, stallMs: 60_000, blockMs: 0 });
    expect((await store.claim("work")).claimed).toBe(false);
    claimer.child.kill("SIGKILL");
    await claimer.ended;
    expect((await store.claim("work")).claimed).toBe(true);
  });
});

interface Claimer {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  said(line: string): boolean;
  lastLine(): Promise<string>;
}

async function startClaimer(times: { ttlMs: number; stallMs: number; blockMs: number }): Promise<Claimer> {
  const args = [folder, times.ttlMs, times.stallMs, times.blockMs].map(String);
  const child = spawn(process.execPath, ["--import", "jiti/register", script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const ended = once(child, "exit");
  const said = (line: string): boolean => text.split("\n").includes(line);
  await expect.poll(() => said("claimed"), { timeout: 60_000 }).toBe(true);
  return {
    child,
    ended,
    said,
    lastLine: async () => {
      await ended;
      return text.trim().split("\n").at(-1)!;
    },
  };
}

/** Asks for the claim again and again, until it is given or `ended`. */
async function tryUntil(ended: () => boolean): Promise<{ claimed: boolean; tries: number }> {
  for (let tries = 1; tries < 1000; tries++) {
    if ((await store.claim("work")).claimed) return { claimed: true, tries };
    if (ended()) return { claimed: false, tries };
    await machine.after(50);
  }
  throw new Error("it neither gave the claim nor ended");
}

/** This machine with a wall clock that is wrong by so much. */
function shifted(ms: number): Platform {
  const { clock } = systemPlatform;
  return { ...systemPlatform, clock: { now: () => clock.now() + ms, at: (timeMs) => clock.at(timeMs - ms) } };
}
