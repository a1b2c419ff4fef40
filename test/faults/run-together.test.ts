import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Listing } from "../../src/registry/index.ts";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

/** F6: several processes on one home. */
describe("eight runs and two servers on one home", () => {
  const folder = workFolder();
  afterAll(() => folder.remove());

  it("the same workflow eight times: eight runs, one version, the work done once", async () => {
    const home = join(folder.path, "same");
    smallWorkflow(folder.path);
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => run(["run", folder.path, "--home", home, "--json", "--threads", "1"])),
    );
    for (const ended of runs) expect(ended.status, ended.stderr).toBe(0);
    const results = runs.map((ended) => json<RunResult>(ended));
    expect(new Set(results.map((result) => result.run)).size).toBe(8);
    expect(new Set(results.map((result) => `${result.model!.version} ${result.model!.digest}`)).size).toBe(1);
    for (const step of ["snapshot", "split", "train", "fit", "evaluate"]) {
      const worked = results.filter((result) => !result.steps.find((candidate) => candidate.name === step)!.cached);
      expect(worked.length, step).toBe(1);
    }
    const listed = json<Listing>(await run(["ls", "--home", home, "--json"]));
    expect(listed.runs.filter((one) => one.status === "succeeded")).toHaveLength(8);
    expect(listed.models.map((model) => model.versions.length)).toEqual([1]);
    expect((await run(["doctor", "--home", home])).status).toBe(0);
    expect(runs.map((ended) => ended.stderr).join("")).not.toMatch(/locked|busy/i);
  }, 300_000);

  it("eight workflows beside two servers: every model once, every server sees them", async () => {
    const home = join(folder.path, "different");
    const names = Array.from({ length: 8 }, (_, i) => `flow-${i}`);
    for (const name of names) {
      mkdirSync(join(folder.path, name), { recursive: true });
      smallWorkflow(join(folder.path, name), { name, rows: 300, trials: 2 });
    }
    // A server needs a model to begin with.
    expect((await run(["run", join(folder.path, names[0]!), "--home", home, "--json"])).status).toBe(0);
    const servers = await Promise.all([startServer(home), startServer(home)]);
    const runs = await Promise.all(
      names.map((name) => run(["run", join(folder.path, name), "--home", home, "--json", "--threads", "1"])),
    );
    for (const ended of runs) expect(ended.status, ended.stderr).toBe(0);
    for (const server of servers) {
      await expect
        .poll(
          async () => ((await (await fetch(`${server.address}/health`)).json()) as { models: unknown[] }).models.length,
          { timeout: 20_000 },
        )
        .toBe(8);
      server.stop();
      expect((await server.ended).status).toBe(0);
    }
    const listed = json<Listing>(await run(["ls", "--home", home, "--json"]));
    expect(listed.models.map((model) => model.name)).toEqual(names);
    expect((await run(["doctor", "--home", home])).status).toBe(0);
  }, 300_000);
});

async function startServer(home: string): Promise<{ address: string; ended: ReturnType<typeof run>; stop(): void }> {
  let address = "";
  let stop = (): void => {};
  const ended = run(["serve", "--home", home, "--port", "0", "--json"], {
    onStart: (child) => {
      child.stdout!.on("data", (chunk: Buffer) => {
        if (address === "") address = (JSON.parse(chunk.toString()) as { address: string }).address;
      });
      stop = () => child.kill("SIGTERM");
    },
  });
  await expect.poll(() => address, { timeout: 30_000 }).not.toBe("");
  return { address, ended, stop: () => stop() };
}
