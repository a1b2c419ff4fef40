import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FinishedRun } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";
import { tester } from "../fixtures/envelopes.ts";

const entry = new URL("./threads/dying-worker.mjs", import.meta.url);

/** F10, F11: a worker thread that dies costs a retry; one that dies again ends the run, and the next run goes on. */
describe("a worker thread that dies", () => {
  const folder = workFolder();
  let file = "";
  let digest = "";

  beforeAll(async () => {
    file = smallWorkflow(folder.path, { rows: 300, trials: 3 });
    const undisturbed = await run(["run", folder.path, "--home", join(folder.path, "undisturbed"), "--json"]);
    digest = json<FinishedRun["result"]>(undisturbed).model!.digest;
  });
  afterAll(() => folder.remove());
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith("MILLRACE_DEATHS")) delete process.env[name];
  });

  it.each(["exit", "throw", "memory"])(
    "by %s, once: its task is done by another, and the model is the same",
    async (kind) => {
      const { result } = await runWithDeaths(`once-${kind}`, kind, 1);
      expect(result).toMatchObject({ status: "succeeded", model: { version: 1, digest } });
      expect(result.leaderboard.every((entry) => entry.score !== null)).toBe(true);
    },
  );

  it("again and again: the run ends with TRAINING_WORKER_DIED, no trial is blamed, and the next run goes on", async () => {
    const { result, error } = await runWithDeaths("again", "exit", 1000);
    expect(result).toMatchObject({ status: "failed", model: null });
    expect(error).toMatchObject({ code: "TRAINING_WORKER_DIED", message: expect.stringContaining("code 7") });
    const resumed = await run(["run", folder.path, "--home", join(folder.path, "again"), "--json"]);
    expect(json<FinishedRun["result"]>(resumed).model, resumed.stderr).toMatchObject({ version: 1, digest });
  });

  /** One worker at a time, so that it's known which task meets a death. */
  async function runWithDeaths(home: string, kind: string, deaths: number): Promise<FinishedRun> {
    const graves = join(folder.path, `graves-${home}`);
    mkdirSync(graves);
    Object.assign(process.env, {
      MILLRACE_DEATHS: String(deaths),
      MILLRACE_DEATHS_FOLDER: graves,
      MILLRACE_DEATHS_KIND: kind,
    });
    const { openStore, runWorkflow, loadWorkflow, threadExecutor, systemPlatform } = await built();
    const store = await openStore(join(folder.path, home), { platform: systemPlatform });
    try {
      const finished = await runWorkflow({
        store,
        loaded: await loadWorkflow(file),
        threads: 1,
        actor: tester,
        executor: threadExecutor(1, { entry, resourceLimits: { maxOldGenerationSizeMb: 96 } }),
      });
      expect(readdirSync(graves).length).toBeGreaterThanOrEqual(Math.min(deaths, 2));
      return finished;
    } finally {
      await store.close();
    }
  }
});

/** The built rooms, because threads run what was built. */
async function built() {
  const room = async (name: string) => await import(new URL(`../../dist/${name}`, import.meta.url).href);
  const { openStore } = (await room("store/index.js")) as typeof import("../../src/store/index.ts");
  const { runWorkflow } = (await room("run/index.js")) as typeof import("../../src/run/index.ts");
  const { loadWorkflow } = (await room("workflow/index.js")) as typeof import("../../src/workflow/index.ts");
  const { threadExecutor } = (await room("training/index.js")) as typeof import("../../src/training/index.ts");
  const { systemPlatform } = (await room("platform/index.js")) as typeof import("../../src/platform/index.ts");
  return { openStore, runWorkflow, loadWorkflow, threadExecutor, systemPlatform };
}
