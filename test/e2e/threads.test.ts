import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "./command-line.ts";

/** The number of threads decides how long a run takes, and nothing else. */
describe("the number of threads", () => {
  const folder = workFolder();
  afterAll(() => folder.remove());

  it("never changes the model, a metric or the leaderboard", async () => {
    smallWorkflow(folder.path, { rows: 400, trials: 5 });
    const results: RunResult[] = [];
    for (const threads of [1, 2, 3, 5]) {
      const home = join(folder.path, `home-${threads}`);
      const ended = await run(["run", folder.path, "--home", home, "--json", "--threads", String(threads)]);
      results.push(json<RunResult>(ended));
    }
    const [first, ...others] = results.map(({ model, metrics, leaderboard, verdict }) => ({
      model,
      metrics,
      leaderboard,
      verdict,
    }));
    expect(first!.model!.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    for (const other of others) expect(other).toEqual(first);
  });
});
