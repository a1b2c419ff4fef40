import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { systemPlatform } from "../platform/index.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import { compareRecords, rebuildRecords, verifyLog } from "./rebuild.ts";

let folder: string;
let store: HomeStore;
const who = { subject: { kind: "workflow", name: "w" }, actor: tester } as const;
const owner = { subject: { kind: "model", name: "m" }, actor: tester } as const;
const why = { kind: "first", text: "never ran" } as const;
const interval = { value: 0.7, low: 0.6, high: 0.8 };

/** One event of every type that a record is made of. */
const life: NewEvent[] = [
  {
    type: "run.started",
    run: "r",
    ...who,
    body: runStarted({ seed: 4_294_967_295, git: { commit: "abc", dirty: null }, note: "nöte", tags: ["a"] }),
  },
  { type: "step.started", run: "r", ...who, body: { instance: "s", step: "s", key: "k", why } },
  {
    type: "check.decided",
    run: "r",
    ...who,
    body: {
      position: 0,
      check: "nulls",
      column: "a",
      status: "failed",
      message: "3 nulls",
      failingRows: 3,
      quarantine: null,
    },
  },
  {
    type: "check.decided",
    run: "r",
    ...who,
    body: {
      position: 1,
      check: "volume",
      column: null,
      status: "passed",
      message: "9 rows",
      failingRows: 0,
      quarantine: null,
    },
  },
  {
    type: "trial.finished",
    run: "r",
    ...who,
    body: {
      trial: 0,
      estimator: "e",
      params: { depth: 3 },
      score: 1e300,
      foldScores: [0.1, null],
      durationMs: 1.5,
      key: "t",
    },
  },
  {
    type: "gate.decided",
    run: "r",
    ...who,
    body: {
      position: 0,
      gate: "minimum",
      verdict: "pass",
      reason: "0.6 >= 0.5",
      metric: "m",
      estimate: interval,
      bound: 0.5,
    },
  },
  {
    type: "step.finished",
    run: "r",
    ...who,
    body: { instance: "s", step: "s", key: "k", cached: false, outputs: { out: "sha256:1" }, durationMs: 2, why },
  },
  {
    type: "version.registered",
    run: "r",
    ...owner,
    body: { model: "m", version: 1, digest: "d", report: "r", metrics: { m: interval } },
  },
  {
    type: "alias.moved",
    run: "r",
    ...owner,
    body: { model: "m", alias: "staging", version: 1, previous: null, reason: "x" },
  },
  { type: "alert.raised", run: "r", ...who, body: { severity: "critical", to: "olga", title: "t", text: "x" } },
  {
    type: "run.finished",
    run: "r",
    ...who,
    body: { status: "succeeded", verdict: "pass", error: null, result: null, durationMs: 9 },
  },
];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-rebuild-"));
  store = await openStore(folder, { platform: systemPlatform });
  await store.commit(life);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe("records against the log", () => {
  it("agree, whatever happened, also when a check and a gate are decided again", async () => {
    await store.commit(life.filter(({ type }) => type === "check.decided" || type === "gate.decided"));
    expect(await compareRecords(store)).toEqual([]);
    expect(await store.records.selectFrom("checks").select("check_name").execute()).toHaveLength(2);
    expect(await store.records.selectFrom("gates").select("gate").execute()).toHaveLength(1);
    expect(await rebuildRecords(store)).toEqual([]);
  });

  it("are told apart row by row, and mended from the log", async () => {
    const before = await store.records.selectFrom("versions").selectAll().execute();
    await store.write(async (tx) => {
      await tx.updateTable("versions").set({ digest: "forged" }).execute();
      await tx.deleteFrom("aliases").execute();
      await tx.insertInto("aliases").values({ model: "m", alias: "champion", version: 1, moved_at: 0 }).execute();
    });
    const expected = [
      { table: "versions", key: "m, 1", fault: "different" },
      { table: "aliases", key: "m, champion", fault: "extra" },
      { table: "aliases", key: "m, staging", fault: "missing" },
    ];
    expect(await compareRecords(store)).toEqual(expected);
    expect(await rebuildRecords(store)).toEqual(expected);
    expect(await compareRecords(store)).toEqual([]);
    expect(await store.records.selectFrom("versions").selectAll().execute()).toEqual(before);
  });
});

describe("verifyLog", () => {
  it("finds any change, removal, insertion and reordering", async () => {
    expect(await verifyLog(store)).toMatchObject({ events: life.length, fault: null });
    const all = await store.records.selectFrom("events").selectAll().orderBy("seq").execute();
    const third = all[2]!;
    const changes: Partial<typeof third>[] = [
      { at: third.at + 1 },
      { type: "x" },
      { run: null },
      { actor: "y" },
      { actor_kind: "duty" },
      { subject: "z" },
      { subject_kind: "model" },
      { cause: 1 },
      { v: 2 },
      { salt: "00".repeat(16) },
      { salt: null },
      { text_hash: all[3]!.text_hash },
      { text: null },
      { text: null, salt: null },
      { previous_hash: all[3]!.previous_hash },
      { body: third.body.replace("3", "4") },
      { hash: all[3]!.hash },
    ];
    for (const change of changes) {
      await store.write((tx) => tx.updateTable("events").set(change).where("seq", "=", 3).execute());
      expect((await verifyLog(store)).fault?.seq).toBe(3);
      await store.write((tx) => tx.updateTable("events").set(third).where("seq", "=", 3).execute());
    }
    await store.write((tx) => tx.deleteFrom("events").where("seq", "=", 3).execute());
    expect(await verifyLog(store)).toMatchObject({ events: 2, fault: { seq: 4 } });
  });
});
