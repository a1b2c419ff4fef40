import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

type Answer = RunResult & { error?: { code: string; message: string; fix: string } };

const folder = workFolder();
const disk = join(folder.path, "small");
const home = join(disk, "home");
const filler = join(disk, "filler");
mkdirSync(disk);
const canMount = process.platform === "linux" && process.getuid?.() === 0 && mount("64k");
if (canMount) spawnSync("umount", [disk]);

afterAll(() => {
  if (canMount) spawnSync("umount", ["-l", disk]);
  folder.remove();
});

/** F3: the disk is full at import, in training or at registration: a clear error, the rest whole, and the retry goes on. */
describe.skipIf(!canMount)("a full disk (needs root: mounts a small tmpfs)", () => {
  let digest = "";
  let neededKb = 0;

  beforeAll(async () => {
    smallWorkflow(folder.path, { rows: 2000 });
    expect(mount("64m")).toBe(true);
    const before = statfsSync(disk).bavail;
    const undisturbed = json<Answer>(await run(runs("undisturbed")));
    const { bavail, bsize } = statfsSync(disk);
    neededKb = Math.ceil(((before - bavail) * bsize) / 1024);
    digest = undisturbed.model!.digest;
    spawnSync("umount", [disk]);
  });

  it("names the disk, leaves what was there whole, and goes on once there is room, a little at a time", async () => {
    expect(mount("96k")).toBe(true);
    const stoppedIn = new Set<string>();
    // The records' write-ahead log takes some megabytes of its own before it is folded in.
    for (let sizeKb = Math.floor(neededKb / 4); ; sizeKb = Math.ceil(sizeKb * 1.3)) {
      expect(sizeKb, "it never fitted").toBeLessThan(neededKb * 3 + 16_384);
      expect(spawnSync("mount", ["-o", `remount,size=${sizeKb}k`, disk]).status).toBe(0);
      const ended = await run(runs("home"));
      const answer = json<Answer>(ended);
      if (ended.status === 0) {
        expect(answer.model!).toMatchObject({ version: 1, digest });
        break;
      }
      expect(answer.error, ended.stderr).toMatchObject({
        code: "STORE_DISK_FULL",
        fix: expect.stringMatching(/space/i),
      });
      expect(ended.status).toBe(2);
      stoppedIn.add(/(✓ fitted|✓ best|\d\. |✓ read|▸)[^\n]*\n?$/.exec(ended.stderr.trimEnd())?.[1] ?? "the start");
    }
    // What filled the disk first differs with the machine; that it was more than one place doesn't.
    expect(stoppedIn.size, [...stoppedIn].join(", ")).toBeGreaterThan(1);
    await expectHealthy();
    spawnSync("umount", [disk]);
  });

  it.each([
    ["import", /▸/],
    ["training", / 2\. /],
    ["registration", /✓ fitted/],
  ])("in %s harms no model that stood there: it predicts as before, and the next run goes on", async (_, moment) => {
    expect(mount(`${neededKb * 6}k`)).toBe(true);
    const registered = json<Answer>(await run(runs("home")));
    expect(registered.model).toMatchObject({ version: 1, digest });
    const before = await predict();
    // Another declaration, so that nothing is taken over from the first run.
    smallWorkflow(folder.path, { rows: 2000, trials: 5, extra: "seed: 11," });
    let isFull = false;
    const ended = await run(runs("home"), {
      onStart: (child) => {
        let said = "";
        child.stderr!.on("data", (chunk: Buffer) => {
          said += chunk;
          if (isFull || !moment.test(said)) return;
          isFull = true;
          fillUp();
        });
      },
    });
    expect(isFull).toBe(true);
    expect(json<Answer>(ended).error, ended.stdout + ended.stderr).toMatchObject({ code: "STORE_DISK_FULL" });
    expect(await predict()).toBe(before);
    rmSync(filler);
    const retried = await run(runs("home"));
    expect(json<Answer>(retried).model, retried.stderr).toMatchObject({ version: 2 });
    expect(await predict()).not.toBe("");
    await expectHealthy();
    smallWorkflow(folder.path, { rows: 2000 });
    spawnSync("umount", [disk]);
  });

  const runs = (name: string): string[] => ["run", folder.path, "--home", join(disk, name), "--json", "--threads", "1"];

  async function predict(): Promise<string> {
    const out = join(folder.path, "out.csv");
    const data = join(folder.path, "subscriptions.csv");
    const ended = await run(["predict", "subscriptions", "--data", data, "--out", out, "--home", home, "--json"]);
    expect(ended.status, ended.stdout).toBe(0);
    return readFileSync(out, "utf8");
  }

  async function expectHealthy(): Promise<void> {
    const { findings } = json<{ findings: { what: string; healthy: boolean }[] }>(
      await run(["doctor", "--home", home, "--json"]),
    );
    expect(findings.filter((finding) => !finding.healthy && finding.what !== "disk")).toEqual([]);
    expect(readdirSync(join(home, "temp"))).toEqual([]);
  }
});

/** Takes every byte that is left. */
function fillUp(): void {
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    for (;;) {
      try {
        writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
      } catch {
        break;
      }
    }
  }
}

function mount(size: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk]).status === 0;
}
