import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tester } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { evaluateModel } from "../evaluation/index.ts";
import {
  encodeModel,
  estimatorOf,
  type FittedPipeline,
  Frame,
  findEstimator,
  fitPipeline,
  type ValueTarget,
} from "../ml/index.ts";
import { manualPlatform } from "../platform/index.ts";
import {
  type Actor,
  aliasesOf,
  type NewEvent,
  openStore,
  type StepReason,
  type Store,
  versionsOf,
} from "../store/index.ts";
import {
  describeVersion,
  exportVersion,
  lineage,
  listing,
  loadRunCandidate,
  loadVersion,
  modelName,
  moveAlias,
  type Registration,
  registerVersion,
} from "./index.ts";

let folder: string;
let store: Store;
const platform = manualPlatform({ startMs: Date.UTC(2026, 0, 2, 3, 4, 5) });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-registry-"));
  store = await openStore(join(folder, "home"), { platform, claimRenewal: "inline" });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const frame = (slope: number): { frame: Frame; y: ValueTarget } => {
  const x = Float64Array.from({ length: 30 }, (_, i) => (i * 13) % 30);
  return {
    frame: new Frame(30, [["speed", { storage: "values", kind: "number", values: x }]]),
    y: { kind: "values", values: x.map((one) => slope * one + 1) },
  };
};

function pipeline(slope: number): FittedPipeline {
  return fitPipeline({
    ...frame(slope),
    task: "regression",
    accepts: findEstimator("linearRegression").accepts,
    estimator: estimatorOf("linearRegression", {}),
    target: "cost",
    context: { seed: 7 },
  });
}

/** A model with its report in the store, ready to be registered. */
async function candidate(slope: number, change: Partial<Registration> = {}): Promise<Registration> {
  const model = pipeline(slope);
  const { frame: rows, y } = frame(slope);
  const report = evaluateModel({
    y,
    predictions: model.predict(rows),
    task: "regression",
    classes: [],
    positive: 0,
    seed: 1,
  });
  return {
    model: "strikes",
    digest: await store.artifacts.put(encodeModel(model)),
    report: await store.artifacts.put(JSON.stringify(report)),
    metrics: report.metrics,
    origin: { run: "run-1" },
    aliases: ["staging", "champion"],
    reason: "every gate passed",
    actor: tester,
    ...change,
  };
}

const aliases = async (model = "strikes") =>
  Object.fromEntries((await aliasesOf(store, model)).map((row) => [row.alias, row.version]));

describe("registerVersion", () => {
  it("numbers versions and moves aliases in one transaction", async () => {
    const seen: string[] = [];
    const first = await registerVersion(store, await candidate(1, { onEvent: (event) => seen.push(event.type) }));
    expect(first).toEqual({ version: 1, reused: false });
    expect(seen).toEqual(["version.registered", "alias.moved", "alias.moved"]);
    expect(await aliases()).toEqual({ champion: 1, staging: 1 });
    expect(await registerVersion(store, await candidate(2, { aliases: ["staging"] }))).toEqual({
      version: 2,
      reused: false,
    });
    expect(await aliases()).toEqual({ champion: 1, staging: 2 });
    const moves = (await store.events({ types: ["alias.moved"] })).map((event) => event.body);
    expect(moves.at(-1)).toMatchObject({ alias: "staging", version: 2, previous: 1, reason: "every gate passed" });
  });

  it("gives the newest version's own bytes no new number, and still moves aliases that lag", async () => {
    await registerVersion(store, await candidate(1, { aliases: ["staging"] }));
    const again = await registerVersion(store, await candidate(1, { origin: { run: "run-2" } }));
    expect(again).toEqual({ version: 1, reused: true });
    expect(await aliases()).toEqual({ champion: 1, staging: 1 });
    expect(await store.events({ types: ["version.registered"] })).toHaveLength(1);
    const tied = await store.records.selectFrom("registrations").select(["version", "run"]).orderBy("seq").execute();
    expect(tied).toEqual([
      { version: 1, run: "run-1" },
      { version: 1, run: "run-2" },
    ]);
    await registerVersion(store, await candidate(1, { origin: { run: "run-2" } }));
    const before = (await store.events()).length;
    await registerVersion(store, await candidate(1));
    expect(await store.events()).toHaveLength(before);
  });

  it("gives older bytes a new number, so that the newest is what was declared last", async () => {
    for (const slope of [1, 2, 1]) await registerVersion(store, await candidate(slope));
    const versions = await versionsOf(store, "strikes");
    expect(versions.map((row) => row.version)).toEqual([1, 2, 3]);
    expect(versions[0]!.digest).toBe(versions[2]!.digest);
  });

  it("gives each of many at once a number of its own", async () => {
    const slopes = [1, 2, 3, 4, 5, 6];
    const all = await Promise.all(slopes.map(async (slope) => registerVersion(store, await candidate(slope))));
    expect(all.map(({ version }) => version).sort()).toEqual(slopes);
    const newest = (await versionsOf(store, "strikes")).at(-1)!.version;
    expect(await aliases()).toEqual({ champion: newest, staging: newest });
  });

  it("registers nothing whose bytes are gone or damaged", async () => {
    const gone = await candidate(1);
    await store.artifacts.remove(gone.digest);
    await expect(registerVersion(store, gone)).rejects.toMatchObject({ code: "STORE_ARTIFACT_MISSING" });
    const damaged = await candidate(2);
    const path = await store.artifacts.path(damaged.digest);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await rm(path);
    await writeFile(path, bytes);
    await expect(registerVersion(store, damaged)).rejects.toMatchObject({ code: "STORE_ARTIFACT_CORRUPT" });
    expect(await store.events()).toEqual([]);
  });

  it.each(["", "../evil", "a/b", "a@1", "a b", "__proto__", "-rf", "ends.", "x".repeat(101), "a\u0000b", "\u202Eabc"])(
    "refuses the name %j and stores nothing",
    async (model) => {
      await expect(registerVersion(store, await candidate(1, { model }))).rejects.toMatchObject({
        code: "REGISTRY_NAME_INVALID",
      });
      expect(await store.events()).toEqual([]);
    },
  );

  it("takes two spellings of one name for one, and a name that objects have for a name", async () => {
    expect(modelName("cafe\u0301")).toBe("caf\u00e9");
    await registerVersion(store, await candidate(1, { model: "cafe\u0301" }));
    expect((await loadVersion(store, "caf\u00e9")).name).toBe((await loadVersion(store, "cafe\u0301")).name);
    await registerVersion(store, await candidate(1, { model: "constructor" }));
    expect((await loadVersion(store, "constructor")).version).toBe(1);
  });

  it("refuses an alias that would hide a version", async () => {
    await expect(registerVersion(store, await candidate(1, { aliases: ["2"] }))).rejects.toThrow(
      "numbers are versions",
    );
  });
});

const olga: Actor = { kind: "person", name: "olga" };

describe("moveAlias", () => {
  it("points back to an older version, and says where it pointed", async () => {
    for (const slope of [1, 2]) await registerVersion(store, await candidate(slope));
    const move = { model: "strikes", alias: "champion", version: 1, reason: "roll back", actor: olga };
    expect(await moveAlias(store, move)).toEqual({ previous: 2 });
    expect(await moveAlias(store, move)).toEqual({ previous: 1 });
    expect(await aliases()).toEqual({ champion: 1, staging: 2 });
    const moves = await store.events({ types: ["alias.moved"] });
    expect(moves).toHaveLength(5);
    expect(moves.at(-1)).toMatchObject({
      actor: olga,
      run: null,
      subject: { kind: "model", name: "strikes" },
      body: { previous: 2, version: 1, reason: "roll back" },
    });
  });

  it("refuses a version that isn't there, and one whose bytes are gone", async () => {
    const first = await candidate(1);
    await registerVersion(store, first);
    const move = { model: "strikes", alias: "shadow", version: 9, reason: "test", actor: tester };
    await expect(moveAlias(store, move)).rejects.toMatchObject({ code: "REGISTRY_VERSION_GONE" });
    await store.artifacts.remove(first.digest);
    await expect(moveAlias(store, { ...move, version: 1 })).rejects.toMatchObject({ code: "STORE_ARTIFACT_MISSING" });
    expect(await aliases()).toEqual({ champion: 1, staging: 1 });
  });
});

describe("loading and exporting", () => {
  it("loads by version and alias the very bytes, which predict", async () => {
    const digests = [];
    for (const slope of [1, 2]) {
      const one = await candidate(slope, { aliases: [slope === 1 ? "champion" : "staging"] });
      digests.push(one.digest);
      await registerVersion(store, one);
    }
    const loaded = await Promise.all(
      ["strikes", "strikes@2", "strikes@staging"].map((name) => loadVersion(store, name)),
    );
    expect(loaded.map(({ version, digest }) => [version, digest])).toEqual([
      [1, digests[0]],
      [2, digests[1]],
      [2, digests[1]],
    ]);
    const rows = frame(0).frame.take([3]);
    const x = (3 * 13) % 30;
    expect(loaded[0]!.pipeline.predict(rows).values[0]).toBeCloseTo(x + 1, 3);
    expect(loaded[1]!.pipeline.predict(rows).values[0]).toBeCloseTo(2 * x + 1, 3);
    expect(Buffer.from(loaded[0]!.bytes).equals(Buffer.from(encodeModel(pipeline(1))))).toBe(true);
  });

  it("exports the very bytes, over what was there, and leaves nothing else", async () => {
    await registerVersion(store, await candidate(1));
    const path = join(folder, "model.millrace");
    await writeFile(path, "old");
    const exported = await exportVersion(store, "strikes@champion", path);
    expect(exported).toMatchObject({ name: "strikes", version: 1, sizeBytes: (await readFile(path)).length });
    expect(Buffer.from(encodeModel(pipeline(1))).equals(await readFile(path))).toBe(true);
    await expect(exportVersion(store, "strikes", join(folder, "no", "such", "folder"))).rejects.toThrow("ENOENT");
    expect((await readdir(folder)).sort()).toEqual(["home", "model.millrace"]);
  });
});

describe("where a version comes from", () => {
  const who = { subject: { kind: "workflow", name: "strikes" }, actor: tester } as const;
  const first: StepReason = { kind: "first", text: "new" };
  const started = (run: string, workflow = "strikes"): NewEvent => ({
    type: "run.started",
    run,
    ...who,
    body: runStarted({
      ...{
        workflow,
        declaration: `sha256:${"d".repeat(64)}`,
        code: "sha256:code",
        seed: 7,
        node: "20.20.2",
        millrace: "0.1.0",
      },
      ...{ git: { commit: "0123456789abcdef", dirty: null }, note: "first try", tags: ["demo"] },
      workflowFile: "strikes.workflow.ts",
    }),
  });
  const finished = (run: string, step: string, outputs: Record<string, string>, from?: string): NewEvent => ({
    type: "step.finished",
    run,
    ...who,
    body: {
      instance: step,
      step,
      key: `key-${step}`,
      cached: from !== undefined,
      outputs,
      durationMs: 1,
      why: from === undefined ? first : { kind: "unchanged", text: "same", from: { run: from, seq: 1 } },
    },
  });
  const madeBy = (run: string, model: string): NewEvent[] => [
    started(run),
    {
      type: "snapshot.taken",
      run,
      ...who,
      body: {
        digest: "sha256:table",
        rows: 30,
        columns: 2,
        sources: [{ path: "strikes.csv", sizeBytes: 99, digest: "sha256:source" }],
      },
    },
    finished(run, "snapshot", { table: "sha256:table" }),
    {
      type: "split.made",
      run,
      ...who,
      body: { digest: "sha256:rows", trainingRows: 24, testRows: 6, how: "a random 20 % of the rows" },
    },
    finished(run, "split", { rows: "sha256:rows" }),
    {
      type: "candidate.chosen",
      run,
      ...who,
      body: { estimator: "linearRegression", params: {}, score: 1, baselineScore: 5 },
    },
    { type: "model.fitted", run, ...who, body: { digest: model, estimator: "linearRegression", sizeBytes: 9 } },
    finished(run, "fit", { model }),
    {
      type: "gate.decided",
      run,
      ...who,
      body: {
        position: 0,
        gate: "meetsMinimum",
        verdict: "pass",
        reason: "R² is 1 [1, 1]; the minimum is 0.5",
        metric: "r2Score",
        estimate: null,
        bound: 0.5,
      },
    },
  ];

  it("leads from a version to snapshot, sources, split, candidate and code", async () => {
    const one = await candidate(1);
    await store.commit(madeBy("run-1", one.digest));
    await registerVersion(store, one);
    expect(await lineage(store, "strikes", 1)).toMatchObject({
      digest: one.digest,
      run: { id: "run-1", seed: 7, note: "first try", tags: ["demo"] },
      code: { digest: "sha256:code", gitCommit: "0123456789abcdef", node: "20.20.2" },
      snapshot: { rows: 30, sources: [{ path: "strikes.csv" }] },
      split: { how: "a random 20 % of the rows" },
      candidate: { estimator: "linearRegression", baselineScore: 5 },
      steps: [{ step: "snapshot" }, { step: "split" }, { step: "fit", cached: false, from: "run-1" }],
    });
  });

  it("follows skipped steps to the run that did them", async () => {
    const one = await candidate(1, { origin: { run: "run-2" } });
    await store.commit(madeBy("run-1", one.digest));
    const outputs = { snapshot: { table: "sha256:table" }, split: { rows: "sha256:rows" }, fit: { model: one.digest } };
    await store.commit([
      started("run-2"),
      ...Object.entries(outputs).map(([step, made]) => finished("run-2", step, made, "run-1")),
    ]);
    await registerVersion(store, one);
    const origin = await lineage(store, "strikes", 1);
    expect(origin.run?.id).toBe("run-2");
    expect(origin.steps.map((step) => [step.cached, step.from])).toEqual(new Array(3).fill([true, "run-1"]));
    expect([origin.snapshot?.rows, origin.split?.testRows, origin.candidate?.score]).toEqual([30, 6, 1]);
    await expect(lineage(store, "strikes", 2)).rejects.toMatchObject({ code: "STORE_VERSION_UNKNOWN" });
  });

  it("lists models, versions with aliases, and runs; describes a version as data and as text", async () => {
    const one = await candidate(1);
    await store.commit(madeBy("run-1", one.digest));
    await registerVersion(store, one);
    const list = await listing(store);
    expect(list.models).toMatchObject([
      { name: "strikes", versions: [{ version: 1, aliases: ["champion", "staging"], run: "run-1" }] },
    ]);
    expect(list.runs).toMatchObject([{ id: "run-1", workflow: "strikes", status: "running", tags: ["demo"] }]);
    const version = await describeVersion(store, "strikes@1");
    expect(version).toMatchObject({
      task: "regression",
      target: "cost",
      estimator: { name: "linearRegression" },
      required: [{ name: "speed", kind: "number" }],
      gates: [{ gate: "meetsMinimum", verdict: "pass" }],
    });
    expect(JSON.parse(JSON.stringify(version))).toEqual(version);
  });

  it("gives a run's candidate whether it became a version or not", async () => {
    const one = await candidate(1);
    await store.commit([...madeBy("run-1", one.digest), started("empty-run")]);
    expect(await loadRunCandidate(store, "run-1")).toMatchObject({
      name: "strikes",
      version: null,
      digest: one.digest,
    });
    await registerVersion(store, one);
    expect((await loadRunCandidate(store, "run")).version).toBe(1);
    await expect(loadRunCandidate(store, "empty")).rejects.toMatchObject({ code: "REGISTRY_RUN_WITHOUT_MODEL" });
    await expect(loadRunCandidate(store, "nothing")).rejects.toMatchObject({ code: "STORE_RUN_UNKNOWN" });
  });
});
