import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { manualPlatform } from "../platform/index.ts";
import type { NewEvent } from "./events/index.ts";
import { collectGarbage } from "./gc.ts";
import { type HomeStore, openStore } from "./open-store.ts";

const dayMs = 24 * 3600 * 1000;
const who = { subject: { kind: "workflow", name: "w" }, actor: tester } as const;
const owner = { subject: { kind: "model", name: "m" }, actor: tester } as const;
const why = { kind: "first", text: "never ran" } as const;
const platform = manualPlatform({ startMs: Date.UTC(2026, 0, 1) });
let folder: string;
let store: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-gc-"));
  store = await openStore(folder, { platform, claimRenewal: "inline" });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** An artifact of that many bytes, last used long ago. */
async function old(text: string, sizeBytes = text.length): Promise<string> {
  const digest = await store.artifacts.put(text.padEnd(sizeBytes, " "));
  await utimes(await store.artifacts.path(digest), 1000, 1000);
  return digest;
}

async function run(id: string, outputs: Record<string, string>, more: NewEvent[] = [], ends = true): Promise<void> {
  const started: NewEvent = {
    type: "run.started",
    run: id,
    ...who,
    body: runStarted(),
  };
  const step: NewEvent = {
    type: "step.finished",
    run: id,
    ...who,
    body: { instance: "s", step: "s", key: `key-${id}`, cached: false, outputs, durationMs: 1, why },
  };
  const result = outputs["result"] ?? null;
  const finished: NewEvent = {
    type: "run.finished",
    run: id,
    ...who,
    body: { status: "succeeded", verdict: "pass", error: null, result, durationMs: 1 },
  };
  await store.commit([started, step, ...more, ...(ends ? [finished] : [])]);
}

const version = (digest: string): NewEvent => ({
  type: "version.registered",
  run: "made",
  ...owner,
  body: { model: "m", version: 1, digest, report: digest, metrics: {} },
});

async function left(): Promise<string[]> {
  const digests: string[] = [];
  for await (const { digest } of store.artifacts.list()) digests.push(digest);
  return digests.sort();
}

describe("collectGarbage", () => {
  it("keeps what a version and its run need, also through JSON that names it, and what still runs or is fresh", async () => {
    const [model, snapshot, inner] = [await old("model"), await old("snapshot"), await old("inner")];
    const list = await old(JSON.stringify({ parts: [inner] }));
    const running = await old("running");
    const orphan = await old("orphan");
    const fresh = await store.artifacts.put("fresh");
    const report = await old("old run's report");
    await run("made", { snapshot, list }, [version(model)]);
    await run("goes on", { running }, [], false);
    await run("ended", { report });

    const dry = await collectGarbage(store, { actor: tester, budgetBytes: 0, dryRun: true });
    expect(dry.collected.map(({ digest, why }) => [digest, why])).toEqual([
      [orphan, "nothing refers to it"],
      [report, "over the budget"],
    ]);
    expect(await left()).toHaveLength(8);

    const done = await collectGarbage(store, { actor: tester, budgetBytes: 0 });
    expect(done.collected).toEqual(dry.collected);
    expect(await left()).toEqual([model, snapshot, inner, list, running, fresh].sort());
    expect(done).toMatchObject({ keptArtifacts: 6, overBudgetBytes: done.keptBytes, collectedBytes: 6 + 16 });
    const [noted] = await store.events({ types: ["store.collected"] });
    expect(noted!.body).toEqual({ artifacts: 2, sizeBytes: 22 });
  });

  it("drops the oldest first, only down to the budget, and keeps what runs say of themselves", async () => {
    const outputs = [await old("first", 100), await old("second", 100), await old("third", 100)];
    const result = await old(JSON.stringify({ model: outputs[0] }));
    await run("r0", { out: outputs[0]!, result });
    await run("r1", { out: outputs[1]! });
    await run("r2", { out: outputs[2]! });
    const { keptBytes } = await collectGarbage(store, { actor: tester, budgetBytes: 250 });
    expect(keptBytes).toBeLessThanOrEqual(250);
    expect(await left()).toEqual([outputs[2]!, result].sort());
  });

  it("without a budget drops what no run used for thirty days", async () => {
    const [early, late] = [await old("early"), await old("late")];
    await run("r0", { early });
    await platform.advance(31 * dayMs);
    await run("r1", { late });
    const { collected } = await collectGarbage(store, { actor: tester });
    expect(collected).toEqual([{ digest: early, sizeBytes: 5, why: "not used for long" }]);
    expect(await left()).toEqual([late]);
  });

  it("spares what was used in the last hour, and drops old task results", async () => {
    await mkdir(join(folder, "tasks", "ab"), { recursive: true });
    for (const name of ["old", "new"]) await writeFile(join(folder, "tasks", "ab", `${name}.json`), "{}");
    await utimes(join(folder, "tasks", "ab", "old.json"), 1000, 1000);
    const used = await old("used");
    await run("r", { used });
    expect(await store.artifacts.intact(used)).toBe(true);
    expect((await stat(await store.artifacts.path(used))).mtimeMs).toBeGreaterThan(1_000_000);
    expect((await collectGarbage(store, { actor: tester, budgetBytes: 0 })).collected).toEqual([]);
    expect(await readdir(join(folder, "tasks", "ab"))).toEqual(["new.json"]);
  });
});
