import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, subscriptionsCsv, workFolder } from "../e2e/command-line.ts";

/** F1 for a single long fit: what it left last is where the next run goes on. */
describe("a run that is killed within its last, long fit", () => {
  const folder = workFolder();
  afterAll(() => folder.remove());

  it("goes on from the fit's checkpoint, to the digest of a run that nothing disturbed", async () => {
    writeFileSync(join(folder.path, "subscriptions.csv"), subscriptionsCsv(6000));
    writeFileSync(join(folder.path, "subscriptions.workflow.ts"), workflow);
    const undisturbed = await run(["run", folder.path, "--home", join(folder.path, "undisturbed"), "--json"]);
    const { digest } = json<RunResult>(undisturbed).model!;

    const home = join(folder.path, "home");
    mkdirSync(home);
    let watch: NodeJS.Timeout | undefined;
    const killed = await run(["run", folder.path, "--home", home, "--json"], {
      onStart: (child) => {
        watch = setInterval(() => checkpointsIn(home).length > 0 && child.kill("SIGKILL"), 50);
      },
    });
    clearInterval(watch);
    expect(killed.status, "it was killed, and didn't end by itself").toBeNull();

    const resumed = await run(["run", folder.path, "--home", home, "--json"]);
    expect(resumed.stderr).toContain("goes on with the fit of gradientBoosting from its last checkpoint");
    expect(json<RunResult>(resumed).model).toMatchObject({ version: 1, digest });
    expect(checkpointsIn(home)).toEqual([]);
  }, 240_000);
});

function checkpointsIn(home: string): string[] {
  const tasks = join(home, "tasks");
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".checkpoint"));
}

const workflow = `import { betterThanBaseline, defineWorkflow, gradientBoosting, table } from "millrace";

export default defineWorkflow({
  name: "subscriptions",
  problem: { task: "classification", target: "cancelled", positive: "yes" },
  data: table("subscriptions.csv", { key: "customer" }),
  candidates: [gradientBoosting({ trees: 2500, learningRate: 0.01, maxLeaves: 31, earlyStoppingRounds: null })],
  search: { method: "none", trials: 1, folds: 2 },
  gates: [betterThanBaseline()],
});
`;
