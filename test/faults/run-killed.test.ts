import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../src/ml/random.ts";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

const kills = Number(process.env["MILLRACE_KILLS"] ?? 50);

/** F1: whenever a run is killed, the next one goes on and ends in the digest of a run that nothing disturbed. */
describe(`kill -9 at ${kills} random moments of a run`, () => {
  const folder = workFolder();
  let digest = "";
  let durationMs = 0;

  beforeAll(async () => {
    smallWorkflow(folder.path);
    const start = performance.now();
    const undisturbed = await run(["run", folder.path, "--home", join(folder.path, "undisturbed"), "--json"]);
    durationMs = performance.now() - start;
    digest = json<RunResult>(undisturbed).model!.digest;
  });
  afterAll(() => folder.remove());

  it(
    "resumes to the same digest, in one version, with a healthy home",
    async () => {
      const draw = random(20, "kills");
      for (let kill = 0; kill < kills; kill++) {
        const home = join(folder.path, `home-${kill}`);
        mkdirSync(home);
        const after = draw.next() * durationMs * 1.05;
        const killed = await run(["run", folder.path, "--home", home, "--json"], {
          onStart: (child) => setTimeout(() => child.kill("SIGKILL"), after),
        });
        const resumed = await run(["run", folder.path, "--home", home, "--json"]);
        const said = `kill ${kill} after ${Math.round(after)} ms (first exit ${killed.status})\n${resumed.stderr}`;
        expect(resumed.status, said).toBe(0);
        expect(json<RunResult>(resumed).model, said).toMatchObject({ version: 1, digest });
        // Every tenth home is examined whole; the log's chain, the records and all artifacts.
        if (kill % 10 === 0) expect((await run(["doctor", "--home", home])).status, said).toBe(0);
        expect(readdirSync(join(home, "temp")), said).toEqual([]);
      }
    },
    kills * 120_000,
  );
});
