import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Listing } from "../../src/registry/index.ts";
import type { RunResult } from "../../src/run/index.ts";
import { type Ended, json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

const folder = workFolder();
let digest = "";
let lastTrial = /$/;

beforeAll(async () => {
  smallWorkflow(folder.path, { rows: 3000, trials: 40 });
  const undisturbed = await run(["run", folder.path, "--home", join(folder.path, "undisturbed"), "--json"]);
  digest = json<RunResult>(undisturbed).model!.digest;
  lastTrial = new RegExp(` ${undisturbed.stderr.match(/^ +\d+\. /gm)!.length}\\. `);
});
afterAll(() => folder.remove());

/** F17: Ctrl-C (and SIGTERM) end a run soon and tidily, and what was finished is used by the next run. */
describe("a run that is stopped", () => {
  it.each([
    ["SIGINT", "while it reads the data", /run 20\d+-/],
    ["SIGINT", "in the search", / 3\. /],
    ["SIGTERM", "in the search", / 10\. /],
    ["SIGINT", "after the last trial", null],
  ] as const)("by %s %s says so, and the next one goes on to the same model", async (signal, when, moment) => {
    const home = join(folder.path, `stopped-${signal}-${when.replaceAll(" ", "-")}`);
    const { ended, tookMs } = await stopAt(home, signal, moment ?? lastTrial);
    // After the last trial there is little left to stop: the signal may come too late on a busy machine.
    const result = json<RunResult>(ended);
    if (moment !== null || ended.status !== 0) {
      expect(ended.status, ended.stderr).toBe(130);
      expect(result).toMatchObject({ status: "cancelled", verdict: null, model: null });
      expect(result.steps.at(-1)!.status).toBe("cancelled");
      const listed = json<Listing>(await run(["ls", "--home", home, "--json"]));
      expect(listed.runs.map(({ id, status }) => ({ id, status }))).toEqual([{ id: result.run, status: "cancelled" }]);
    }
    // Two seconds on a quiet machine.
    expect(tookMs).toBeLessThan(15_000);
    expect(readdirSync(join(home, "temp"))).toEqual([]);
    if (when === "in the search") expect(trialsKept(home).length).toBeGreaterThan(0);
    const resumed = await run(["run", folder.path, "--home", home, "--json"]);
    expect(json<RunResult>(resumed).model, resumed.stderr).toMatchObject({ version: 1, digest });
    expect((await run(["doctor", "--home", home])).status).toBe(0);
  });

  it("doesn't make a finished trial again", async () => {
    const home = join(folder.path, "journal");
    await stopAt(home, "SIGINT", / 12\. /);
    const before = trialsKept(home);
    expect(before.length).toBeGreaterThanOrEqual(12);
    expect((await run(["run", folder.path, "--home", home, "--json"])).status).toBe(0);
    const after = trialsKept(home);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBeGreaterThan(before.length);
    expect(new Set(after).size).toBe(after.length);
  });
});

/** F7: a run that sleeps past its claim finds that another has taken over, and does no harm. */
describe.skipIf(process.platform === "win32")(
  "a run that is suspended (SIGSTOP) for longer than its claims last",
  () => {
    it("is refused when it wakes; the one that took over ends in the same model", async () => {
      const home = join(folder.path, "suspended");
      let wake = (): void => {};
      let suspended = (): void => {};
      const isSuspended = new Promise<void>((resolve) => (suspended = resolve));
      const sleeping = run(["run", folder.path, "--home", home, "--json"], {
        onStart: (child) => {
          wake = () => child.kill("SIGCONT");
          let said = "";
          child.stderr!.on("data", (chunk: Buffer) => {
            said += chunk;
            if (!/ 5\. /.test(said) || !child.kill("SIGSTOP")) return;
            child.stderr!.removeAllListeners("data");
            suspended();
          });
        },
      });
      await isSuspended;
      // Claims last half a minute; letting them end in the records is what waiting would do.
      const over = endClaims(home);
      expect(over).toBeGreaterThan(0);
      const other = json<RunResult>(await run(["run", folder.path, "--home", home, "--json"]));
      expect(other.model).toMatchObject({ version: 1, digest });
      wake();
      const woken = await sleeping;
      expect(woken.status, woken.stdout).toBe(1);
      expect(json<{ error: { code: string } }>(woken).error.code).toBe("STORE_CLAIM_LOST");
      const listed = json<Listing>(await run(["ls", "--home", home, "--json"]));
      expect(listed.runs.map(({ status }) => status)).toEqual(["succeeded"]);
      expect(listed.models.map(({ versions }) => versions.length)).toEqual([1]);
      expect((await run(["doctor", "--home", home])).status).toBe(0);
      expect(readdirSync(join(home, "temp"))).toEqual([]);
    });
  },
);

/** Sends a signal when the run's log first says `moment`. */
async function stopAt(home: string, signal: NodeJS.Signals, moment: RegExp): Promise<{ ended: Ended; tookMs: number }> {
  let sentAt = 0;
  const ended = await run(["run", folder.path, "--home", home, "--json"], {
    onStart: (child) => {
      let said = "";
      child.stderr!.on("data", (chunk: Buffer) => {
        said += chunk;
        if (sentAt > 0 || !moment.test(said)) return;
        sentAt = performance.now();
        child.kill(signal);
      });
    },
  });
  return { ended, tookMs: performance.now() - sentAt };
}

/** The keys of the results in the journal: a trial that is made again has its key twice. */
function trialsKept(home: string): string[] {
  const entries = readdirSync(join(home, "tasks"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".results"))
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8").trimEnd().split("\n"))
    .map((line) => line.split(" ")[0]!);
}

function endClaims(home: string): number {
  const records = new Database(join(home, "records.db"));
  try {
    return records.prepare("update claims set until = 1, until_ms = 1").run().changes;
  } finally {
    records.close();
  }
}
