import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofModel } from "../../test/fixtures/envelopes.ts";
import { type SmallHome, smallHome } from "../../test/fixtures/small-run.ts";
import { reproduce } from "./reproduce.ts";
import { describeRun } from "./run-story.ts";
import { explainSteps } from "./why.ts";

let home: SmallHome;
beforeEach(async () => {
  home = await smallHome();
});
afterEach(() => home.close());

const signal = new AbortController().signal;

describe("runWorkflow, explainSteps", () => {
  it("does every step once, and nothing the second time", async () => {
    const first = await home.run();
    expect(first.error).toBeUndefined();
    expect(first.result).toMatchObject({ status: "succeeded", verdict: "pass", model: { name: "rides", version: 1 } });
    // 3 trials and the baseline on 2 folds, then two fits.
    const done = home.tasks();
    expect(done).toBeGreaterThan(0);
    const second = await home.run();
    expect(home.tasks()).toBe(done);
    expect(second.result.steps.every((step) => step.cached)).toBe(true);
    expect(second.result.model).toEqual(first.result.model);
    const reasons = await explainSteps(home.store, "latest");
    expect(reasons.map(({ step, why }) => [step, why.kind])).toEqual(
      first.result.steps.map(({ name }) => [name, "unchanged"]),
    );
  });

  it("says of each step what changed, and only does what depends on it", async () => {
    await home.run();
    home.declare({ trials: 4 });
    const { result } = await home.run();
    const explanations = await explainSteps(home.store, "latest");
    const train = explanations.find(({ step }) => step === "train")!;
    expect(train).toMatchObject({
      run: result.run,
      cached: false,
      why: { kind: "changed", changes: [{ what: "parameters.search.trials", before: "3", after: "4" }] },
    });
    const skipped = explanations.filter(({ cached }) => cached).map(({ step }) => step);
    expect(skipped).toEqual(expect.arrayContaining(["snapshot", "check", "profile", "split"]));
    expect(await explainSteps(home.store, "latest", "train")).toEqual([train]);
  });

  it("names the steps there are for one that isn't", async () => {
    await home.run();
    await expect(explainSteps(home.store, "latest", "trian")).rejects.toMatchObject({
      code: "RUN_STEP_UNKNOWN",
      message: expect.stringContaining('Did you mean "train"?'),
    });
    await expect(explainSteps(home.store, "2000")).rejects.toMatchObject({ code: "STORE_RUN_UNKNOWN" });
  });

  it("stops at a check that fails: what was found is kept in one transaction, nothing is trained", async () => {
    home.declare({ checks: 'range("minutes", { max: 10 })' });
    const { result, error } = await home.run();
    expect(error).toMatchObject({ code: "RUN_CHECK_FAILED" });
    expect(result).toMatchObject({ status: "failed", verdict: null, model: null });
    expect(result.steps.map(({ name, status }) => [name, status])).toEqual([
      ["snapshot", "succeeded"],
      ["lint", "succeeded"],
      ["resolve", "succeeded"],
      ["check", "failed"],
    ]);
    expect(home.tasks()).toBe(0);
    const types = (await home.store.events({ run: result.run })).map((event) => event.type);
    expect(types.slice(-3)).toEqual(["check.decided", "step.failed", "run.finished"]);
  });

  it("ends as cancelled where it was interrupted, and the next run has it all", async () => {
    const stop = new AbortController();
    stop.abort(new Error("Ctrl-C"));
    const { result } = await home.run(stop.signal);
    expect(result.status).toBe("cancelled");
    expect((await describeRun(home.store, result.run)).row.status).toBe("cancelled");
    expect((await home.run()).result.status).toBe("succeeded");
  });
});

describe("reproduce", () => {
  it("gives the same digest, leaves no trace in the log, and takes nothing from the cache", async () => {
    const { result } = await home.run();
    const [events, before] = [(await home.store.events()).length, home.tasks()];
    const outcome = await reproduce({ ...home, reference: "rides@1", threads: 1, signal, executor: home.executor });
    expect(outcome).toMatchObject({ same: true, expected: result.model!.digest, got: result.model!.digest });
    expect(home.tasks()).toBe(2 * before);
    expect(await home.store.events()).toHaveLength(events);
  });

  it("gives the same digest of a search that learns from its results", async () => {
    home.declare({ method: "tpe", trials: 20 });
    const { result, error } = await home.run();
    expect(error).toBeUndefined();
    const outcome = await reproduce({ ...home, reference: "rides@1", threads: 1, signal, executor: home.executor });
    expect(outcome).toMatchObject({ same: true, got: result.model!.digest });
  });

  it("says so where the registered bytes are not what the recorded trials give", async () => {
    const { result } = await home.run();
    // Someone puts a model of another seed in its place, with a log that looks right.
    home.declare({ seed: 2 });
    const other = (await home.run()).result.model!;
    await home.store.commit({
      type: "version.registered",
      ...ofModel("rides", result.run),
      body: { model: "rides", version: other.version + 1, digest: other.digest, report: "sha256:r", metrics: {} },
    });
    const outcome = await reproduce({
      ...home,
      reference: `rides@${other.version + 1}`,
      threads: 1,
      signal,
      executor: home.executor,
    });
    expect(outcome).toMatchObject({ same: false, expected: other.digest, got: result.model!.digest });
  });

  it("refuses to begin where the snapshot is damaged", async () => {
    const { outputs } = await home.run();
    await home.store.artifacts.remove(outputs.get("snapshot")!["table"]!);
    await expect(
      reproduce({ ...home, reference: "rides", threads: 1, signal, executor: home.executor }),
    ).rejects.toMatchObject({ code: "STORE_ARTIFACT_MISSING" });
  });
});
