import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofRun } from "../../test/fixtures/envelopes.ts";
import { runStarted } from "../../test/fixtures/run-started.ts";
import { fail } from "../errors/index.ts";
import { systemPlatform } from "../platform/index.ts";
import { type Codec, type NewEvent, openStore, type Store, type StoredEvent, stepsOf } from "../store/index.ts";
import { defineWorkflow } from "../workflow/index.ts";
import type { RunContext } from "./context.ts";
import { executeStep } from "./execute-step.ts";
import { type MadeOutputs, planGraph, type StepInstance } from "./graph/plan-graph.ts";
import { from, type InputsOf, maybe, optionalOutput, output } from "./graph/port.ts";
import type { StepType } from "./graph/step-type.ts";
import { replayContext } from "./replay-context.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-step-"));
  store = await openStore(join(folder, "home"), { platform: systemPlatform });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const spec = defineWorkflow({
  name: "x",
  problem: { target: "y" },
  data: { kind: "csv", path: "x.csv", options: {} },
}).spec;

/** A run that has begun, with a context that writes to the log as a run does. */
async function context(run: string, signal = new AbortController().signal): Promise<RunContext> {
  const plain = replayContext({
    store,
    run,
    spec,
    workflowFile: join(folder, "x.workflow.ts"),
    threads: 1,
    executor: { open: () => expect.unreachable() },
    signal,
    observer: {},
  });
  const begun: RunContext = {
    ...plain,
    async emit(...events) {
      await store.commit(events.map((event): NewEvent => ({ ...event, ...ofRun(run, "x") })));
    },
  };
  await begun.emit({
    type: "run.started",
    body: runStarted({ workflow: "x" }),
  });
  return begun;
}

const textCodec: Codec<string> = {
  what: "a text",
  read: async (artifacts, digest) => new TextDecoder().decode(await artifacts.read(digest)),
};
const rows = output(textCodec);

/** A graph of one step, which stores a text and counts how often it is really done. */
function counted(change: Partial<StepType> & { text?: string } = {}): StepInstance & { done(): number } {
  let done = 0;
  const { text = "result", ...rest } = change;
  const type: StepType = {
    name: "split",
    title: "do it",
    phase: "preparation",
    owner: "dataScientist",
    worker: { participant: "pipeline", isJob: false, ask: null, opens: false },
    inputs: {},
    outputs: { rows },
    parameters: () => ({ text }),
    async run({ context }) {
      done++;
      return {
        outputs: { rows: await context.store.artifacts.put(text) },
        events: [
          {
            type: "split.made",
            body: { digest: "sha256:s", trainingRows: 1, testRows: 1, how: text },
          },
        ],
      };
    },
    ...rest,
  };
  return { ...planGraph(spec, [type])[0]!, done: () => done };
}

/** The same step, done in another way. */
function changed(instance: StepInstance, change: Partial<StepType>): StepInstance {
  return { ...instance, type: { ...instance.type, ...change } };
}

const none = new Map();

async function typesOf(run: string): Promise<StoredEvent["type"][]> {
  return (await store.events({ run })).map((event) => event.type);
}

async function reasonOf(run: string): Promise<unknown> {
  return JSON.parse((await stepsOf(store, run))[0]!.why);
}

describe("executeStep", () => {
  it("does a step the first time, and takes its result over the second", async () => {
    const step = counted();
    const first = await executeStep(await context("one"), step, none);
    const second = await executeStep(await context("two"), step, none);
    expect(step.done()).toBe(1);
    expect([first.cached, second.cached]).toEqual([false, true]);
    expect(second.outputs).toEqual(first.outputs);
    expect(await typesOf("one")).toEqual(["run.started", "step.started", "split.made", "step.finished"]);
    // What was found is told by the run that found it.
    expect(await typesOf("two")).toEqual(["run.started", "step.finished"]);
    expect(await reasonOf("one")).toMatchObject({ kind: "first" });
    expect(await reasonOf("two")).toMatchObject({ kind: "unchanged", from: { run: "one" } });
  });

  it("tells what a step found and that it ended in one transaction", async () => {
    const chatty = await context("one");
    const batches: string[][] = [];
    await executeStep(
      { ...chatty, emit: async (...events) => void batches.push(events.map(({ type }) => type)) },
      counted(),
      none,
    );
    expect(batches).toEqual([["step.started"], ["split.made", "step.finished"]]);
  });

  it("says what changed since the last time, as a stored diff", async () => {
    await executeStep(await context("one"), counted({ text: "a" }), none);
    await executeStep(await context("two"), counted({ text: "b" }), none);
    expect(await reasonOf("two")).toEqual({
      kind: "changed",
      text: "since run one: parameters.text changed",
      changes: [{ what: "parameters.text", before: "a", after: "b" }],
    });
  });

  it("depends on what earlier steps made, and doesn't mind an optional input that is absent", async () => {
    const snapshot: StepType = { ...counted().type, name: "snapshot", outputs: { table: output(textCodec) } };
    const fit: StepType = { ...counted().type, name: "fit", outputs: { baseline: optionalOutput(textCodec) } };
    const read: unknown[] = [];
    const ports = { table: from(snapshot.outputs["table"]!), baseline: maybe(fit.outputs["baseline"]!) };
    const reader: StepType = {
      ...counted().type,
      inputs: ports,
      async run({ context, inputs }) {
        const { table, baseline } = inputs as unknown as InputsOf<typeof ports>;
        read.push(await table.read(), await baseline?.read());
        return { outputs: { rows: await context.store.artifacts.put("result") }, events: [] };
      },
    };
    const step = planGraph(spec, [snapshot, fit, reader]).at(-1)!;
    const made = async (text: string): Promise<MadeOutputs> =>
      new Map([["snapshot", { table: await store.artifacts.put(text) }]]);
    await executeStep(await context("one"), step, await made("a"));
    await executeStep(await context("two"), step, await made("b"));
    expect(read).toEqual(["a", undefined, "b", undefined]);
    expect(await reasonOf("two")).toMatchObject({ changes: [{ what: "inputs.snapshot.table" }] });
    await expect(executeStep(await context("three"), step, none)).rejects.toThrow('step split lacks its input "table"');
  });

  it.each(["gone", "damaged"])("does it again where what it made is %s", async (how) => {
    const step = counted();
    const { outputs } = await executeStep(await context("one"), step, none);
    const digest = outputs["rows"]!;
    if (how === "gone") await store.artifacts.remove(digest);
    else await writeFile(await store.artifacts.path(digest), "resulT");
    const again = await executeStep(await context("two"), step, none);
    expect(step.done()).toBe(2);
    expect(again.outputs).toEqual(outputs);
    expect(await reasonOf("two")).toMatchObject({ kind: "outputs-gone", missing: [`rows (${digest.slice(0, 19)}…)`] });
    expect(new TextDecoder().decode(await store.artifacts.read(digest))).toBe("result");
  });

  it("does it again where an intact result no longer holds, and says why", async () => {
    let moved: string | null = null;
    const step = counted({ stale: async () => moved });
    await executeStep(await context("one"), step, none);
    moved = "someone moved the alias";
    await executeStep(await context("two"), step, none);
    expect(step.done()).toBe(2);
    expect(await reasonOf("two")).toMatchObject({ kind: "outputs-gone", text: "someone moved the alias" });
  });

  it("never takes over what was measured", async () => {
    const step = counted({ measured: () => "it reads the clock" });
    await executeStep(await context("one"), step, none);
    await executeStep(await context("two"), step, none);
    expect(step.done()).toBe(2);
    expect(await reasonOf("two")).toEqual({ kind: "never-cached", text: "it reads the clock" });
  });

  it("does the work once where two want it at the same time, and tells the other whom it waits for", async () => {
    const waits: string[] = [];
    const slow = counted();
    const step = changed(slow, {
      async run(...given) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        return slow.type.run(...given);
      },
    });
    const [one, two] = await Promise.all(["one", "two"].map((run) => context(run)));
    const watched: RunContext = { ...two!, observer: { onProgress: (_step, _share, note) => waits.push(note) } };
    const outcomes = await Promise.all([executeStep(one!, step, none), executeStep(watched, step, none)]);
    expect(slow.done()).toBe(1);
    expect(outcomes.map(({ cached }) => cached).sort()).toEqual([false, true]);
    if (!outcomes[0]!.cached) expect(waits).toEqual([expect.stringMatching(/^waits for .*does the same step$/)]);
  });

  it("stops waiting for another when it is interrupted", async () => {
    const stop = new AbortController();
    const step = counted();
    const waiting = await context("one", stop.signal);
    const noted: unknown[] = [];
    const watched: RunContext = { ...waiting, emit: async (...events) => void noted.push(...events) };
    await executeStep(watched, step, none);
    const { key } = noted.map((event) => (event as { body: { key: string } }).body).at(-1)!;
    const other = await store.claim(`step:${key}`);
    expect(other.claimed).toBe(true);
    const blocked = executeStep(waiting, step, none);
    setTimeout(() => stop.abort(new Error("Ctrl-C")), 50);
    await expect(blocked).rejects.toThrow("Ctrl-C");
  });

  it("records a failure with its code and fix, keeps nothing for reuse, and lets the next one try", async () => {
    const broken = counted({
      run: async () => {
        throw fail("RUN_SOURCE_CHANGED", { path: "x.csv" });
      },
    });
    await expect(executeStep(await context("one"), broken, none)).rejects.toMatchObject({ code: "RUN_SOURCE_CHANGED" });
    expect(await typesOf("one")).toEqual(["run.started", "step.started", "step.failed"]);
    const [row] = await stepsOf(store, "one");
    expect(row).toMatchObject({ status: "failed", outputs: null });
    expect(JSON.parse(row!.error!)).toMatchObject({
      code: "RUN_SOURCE_CHANGED",
      fix: "Run again once the file is whole.",
    });
    const mended = counted();
    await executeStep(await context("two"), mended, none);
    expect(mended.done()).toBe(1);
  });

  it("keeps what a refusing step found, but takes it over nowhere", async () => {
    const step = counted();
    const refusing = changed(step, {
      run: async (...given) => ({ ...(await step.type.run(...given)), refusal: fail("TRAINING_CANCELLED", {}) }),
    });
    for (const run of ["one", "two"]) {
      await expect(executeStep(await context(run), refusing, none)).rejects.toMatchObject({
        code: "TRAINING_CANCELLED",
      });
      expect(await typesOf(run)).toEqual(["run.started", "step.started", "split.made", "step.failed"]);
    }
    expect(step.done()).toBe(2);
  });

  it("records no failure of a step that was stopped from outside", async () => {
    const stop = new AbortController();
    const step = counted({
      run: async () => {
        stop.abort(new Error("Ctrl-C"));
        return { outputs: {}, events: [] };
      },
    });
    await expect(executeStep(await context("one", stop.signal), step, none)).rejects.toThrow("Ctrl-C");
    expect(await typesOf("one")).toEqual(["run.started", "step.started"]);
  });
});
