import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { systemPlatform } from "../platform/index.ts";
import type { NewEvent } from "./events/index.ts";
import { type HomeStore, openStore } from "./open-store.ts";
import {
  aliasesOf,
  findRun,
  latestStepResult,
  listModels,
  listRuns,
  resolveModel,
  runningRuns,
  stepResult,
  stepsOf,
  versionsOf,
} from "./records.ts";

let folder: string;
let store: HomeStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-records-"));
  store = await openStore(folder, { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const who = { subject: { kind: "workflow", name: "strikes" }, actor: tester } as const;
const owner = { subject: { kind: "model", name: "strikes" }, actor: tester } as const;
const why = { kind: "first", text: "never ran" } as const;
const started = (run: string, workflow = "strikes"): NewEvent => ({
  type: "run.started",
  run,
  ...who,
  body: runStarted({ workflow, threads: 2, note: "a note", tags: ["x"] }),
});
const finished = (run: string): NewEvent => ({
  type: "run.finished",
  run,
  ...who,
  body: { status: "succeeded", verdict: "pass", error: null, result: null, durationMs: 5 },
});
const stepStarted = (run: string, step: string, key: string): NewEvent => ({
  type: "step.started",
  run,
  ...who,
  body: { instance: step, step, key, why },
});
const stepFinished = (run: string, step: string, key: string, out: string, cached = false): NewEvent => ({
  type: "step.finished",
  run,
  ...who,
  body: { instance: step, step, key, cached, outputs: { out }, durationMs: 1, why },
});
const version = (model: string, number: number): NewEvent => ({
  type: "version.registered",
  run: "r1",
  ...owner,
  body: { model, version: number, digest: `d${number}`, report: "r", metrics: {} },
});
const alias = (model: string, name: string, number: number): NewEvent => ({
  type: "alias.moved",
  run: null,
  ...owner,
  body: { model, alias: name, version: number, previous: null, reason: "test" },
});

describe("runs", () => {
  it("are found by id, by the beginning of it, and as the latest", async () => {
    await store.commit([started("2026-aa1"), started("2026-aa2"), started("2027-bb1", "other"), finished("2026-aa1")]);
    expect((await findRun(store, "2026-aa1")).status).toBe("succeeded");
    expect((await findRun(store, "2027")).id).toBe("2027-bb1");
    expect((await findRun(store, "latest")).id).toBe("2027-bb1");
    await expect(findRun(store, "2026")).rejects.toMatchObject({ code: "STORE_RUN_AMBIGUOUS" });
    await expect(findRun(store, "2027-bb2")).rejects.toThrow('Did you mean "2027-bb1"?');
    expect((await listRuns(store)).map(({ id }) => id)).toEqual(["2027-bb1", "2026-aa2", "2026-aa1"]);
    expect((await listRuns(store, { workflow: "strikes", limit: 1 })).map(({ id }) => id)).toEqual(["2026-aa2"]);
    expect((await runningRuns(store, "strikes")).map(({ id }) => id)).toEqual(["2026-aa2"]);
  });

  it("say so where nothing ran yet", async () => {
    await expect(findRun(store, "latest")).rejects.toThrow("Nothing has run here yet");
  });

  it("end once: what still ran is cancelled, and a resumed one runs again", async () => {
    await store.commit([started("r"), stepStarted("r", "split", "k1"), finished("r")]);
    expect((await stepsOf(store, "r"))[0]).toMatchObject({ status: "cancelled" });
    await store.commit({ type: "run.resumed", run: "r", ...who, body: { reason: "killed" } });
    expect(await findRun(store, "r")).toMatchObject({
      status: "running",
      resumed: 1,
      verdict: null,
      finished_at: null,
    });
  });
});

describe("steps", () => {
  it("stand in order, with the cache holding what was executed", async () => {
    await store.commit([
      started("r1"),
      stepStarted("r1", "snapshot", "k1"),
      stepFinished("r1", "snapshot", "k1", "sha256:1"),
      stepStarted("r1", "split", "k2"),
      stepFinished("r1", "split", "k2", "sha256:2"),
    ]);
    await store.commit([
      started("r2"),
      stepFinished("r2", "snapshot", "k1", "sha256:1", true),
      stepStarted("r2", "split", "k3"),
      stepFinished("r2", "split", "k3", "sha256:3"),
    ]);
    const steps = await stepsOf(store, "r2");
    expect(steps.map(({ step, cached, status, position }) => [step, cached, status, position])).toEqual([
      ["snapshot", 1, "succeeded", 0],
      ["split", 0, "succeeded", 1],
    ]);
    expect(await stepResult(store, "k1")).toMatchObject({ run: "r1", outputs: { out: "sha256:1" } });
    expect(await latestStepResult(store, "strikes", "split")).toMatchObject({ key: "k3", run: "r2" });
    expect(await latestStepResult(store, "strikes", "none")).toBeUndefined();
    expect(await stepResult(store, "none")).toBeUndefined();
  });

  it("keep their place and their error when they fail and run again", async () => {
    const error = { code: "X", message: "m", fix: "f" };
    await store.commit([
      started("r"),
      stepStarted("r", "a", "k1"),
      { type: "step.failed", run: "r", ...who, body: { instance: "a", step: "a", key: "k1", error, durationMs: 3 } },
      stepStarted("r", "b", "k2"),
    ]);
    expect((await stepsOf(store, "r"))[0]).toMatchObject({
      status: "failed",
      error: JSON.stringify({ code: "X", fix: "f", message: "m" }),
    });
    await store.commit([stepStarted("r", "a", "k1"), stepFinished("r", "a", "k1", "sha256:1")]);
    expect((await stepsOf(store, "r"))[0]).toMatchObject({ step: "a", position: 0, status: "succeeded", error: null });
  });
});

describe("models", () => {
  it("resolve to the champion, else the newest, or what is asked for", async () => {
    await store.commit([started("r1"), version("churn", 1), version("churn", 2), version("churn", 3), version("b", 1)]);
    expect((await resolveModel(store, "churn")).version).toBe(3);
    await store.commit([alias("churn", "champion", 1), alias("churn", "staging", 3), alias("churn", "champion", 2)]);
    expect((await resolveModel(store, "churn")).version).toBe(2);
    expect((await resolveModel(store, "churn@1")).digest).toBe("d1");
    expect((await resolveModel(store, "churn@staging")).version).toBe(3);
    expect(await listModels(store)).toEqual(["b", "churn"]);
    expect((await versionsOf(store, "churn")).map((row) => row.version)).toEqual([1, 2, 3]);
    expect((await aliasesOf(store, "churn")).map((row) => row.alias)).toEqual(["champion", "staging"]);
  });

  it("that are mistyped are told what is meant", async () => {
    await store.commit([started("r1"), version("churn", 1), alias("churn", "champion", 1)]);
    await expect(resolveModel(store, "chrun")).rejects.toThrow('Did you mean "churn"?');
    await expect(resolveModel(store, "churn@champoin")).rejects.toThrow('Did you mean "champion"?');
    for (const wanted of ["churn@2", "churn@", "churn@1e0", "churn@__proto__"]) {
      await expect(resolveModel(store, wanted)).rejects.toMatchObject({ code: "STORE_VERSION_UNKNOWN" });
    }
    await expect(resolveModel(store, "constructor")).rejects.toMatchObject({ code: "STORE_MODEL_UNKNOWN" });
  });
});
