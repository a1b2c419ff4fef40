import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ofRun, tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { systemPlatform } from "../platform/index.ts";
import { findRun, openStore, type Store } from "../store/index.ts";
import { claimInterrupted, type RunIdentity } from "./resume.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-resume-"));
  store = await openStore(join(folder, "home"), { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const identity: RunIdentity = { workflow: "w", declaration: "sha256:d", code: "sha256:c", millrace: "1" };

async function begin(run: string, change: Partial<RunIdentity> = {}): Promise<void> {
  const body = runStarted({ ...identity, ...change });
  await store.commit({ type: "run.started", ...ofRun(run, body.workflow), body });
}

const statusOf = async (run: string): Promise<string> => (await findRun(store, run)).status;

describe("claimInterrupted", () => {
  it("finds nothing where no run is open", async () => {
    expect(await claimInterrupted(store, identity, tester)).toBeNull();
  });

  it("claims a run of the same declaration, code and build whose process is gone", async () => {
    await begin("r1");
    const found = await claimInterrupted(store, identity, tester);
    expect(found?.run).toBe("r1");
    expect(await statusOf("r1")).toBe("running");
    expect((await store.claim("run:r1")).claimed).toBe(false);
  });

  it("leaves a run alone that someone is at work on", async () => {
    await begin("r1");
    await store.claim("run:r1");
    expect(await claimInterrupted(store, identity, tester)).toBeNull();
    expect(await statusOf("r1")).toBe("running");
  });

  it.each([{ declaration: "sha256:other" }, { code: "sha256:other" }, { millrace: "2" }])(
    "closes one that can't go on as failed: %o",
    async (change) => {
      await begin("r1", change);
      expect(await claimInterrupted(store, identity, tester)).toBeNull();
      const row = await findRun(store, "r1");
      expect(row.status).toBe("failed");
      expect(JSON.parse(row.error!)).toMatchObject({ code: "RUN_INTERRUPTED" });
      // Its claim is free again.
      expect((await store.claim("run:r1")).claimed).toBe(true);
    },
  );

  it.each([identity, { ...identity, code: "sha256:other" }])(
    "leaves a run alone that ended between being listed and being claimed",
    async (asked) => {
      await begin("r1");
      const claim = store.claim.bind(store);
      vi.spyOn(store, "claim").mockImplementationOnce(async (key, options) => {
        const body = { status: "succeeded", verdict: "pass", error: null, result: null, durationMs: 1 } as const;
        await store.commit({ type: "run.finished", ...ofRun("r1", "w"), body });
        return claim(key, options);
      });
      expect(await claimInterrupted(store, asked, tester)).toBeNull();
      expect(await findRun(store, "r1")).toMatchObject({ status: "succeeded", verdict: "pass" });
      expect((await store.claim("run:r1")).claimed).toBe(true);
    },
  );

  it("goes on with the oldest of several and closes the others; another workflow's run isn't its business", async () => {
    await begin("r1");
    await begin("r2");
    await begin("elsewhere", { workflow: "other" });
    expect((await claimInterrupted(store, identity, tester))?.run).toBe("r1");
    expect(await Promise.all(["r1", "r2", "elsewhere"].map(statusOf))).toEqual(["running", "failed", "running"]);
  });
});
