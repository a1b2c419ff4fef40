import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

const folder = workFolder();
const mountPoint = join(folder.path, "small");
mkdirSync(mountPoint);
const canMount =
  process.platform === "linux" &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", mountPoint]).status === 0;
if (canMount) spawnSync("umount", [mountPoint]);

/** F3: the disk is full at import, in training or at registration: a clear error, the rest whole, and the retry goes on. */
describe.skipIf(!canMount)("a full disk (needs the right to mount a tmpfs)", () => {
  afterAll(() => {
    spawnSync("umount", [mountPoint]);
    folder.remove();
  });

  it("names the disk, leaves what was there whole, and goes on once there is room", async () => {
    smallWorkflow(folder.path, { rows: 2000 });
    const undisturbed = json<RunResult>(
      await run(["run", folder.path, "--home", join(folder.path, "undisturbed"), "--json"]),
    );
    const stoppedIn = new Set<string>();
    const home = join(mountPoint, "home");
    for (let sizeKb = 160; ; sizeKb = Math.ceil(sizeKb * 1.06)) {
      expect(sizeKb, "it never fitted").toBeLessThan(65_536);
      const how =
        stoppedIn.size === 0
          ? ["-t", "tmpfs", "-o", `size=${sizeKb}k`, "tmpfs", mountPoint]
          : ["-o", `remount,size=${sizeKb}k`, mountPoint];
      if (stoppedIn.size === 0) spawnSync("umount", [mountPoint]);
      expect(spawnSync("mount", how).status).toBe(0);
      const ended = await run(["run", folder.path, "--home", home, "--json", "--threads", "1"]);
      const answer = json<RunResult & { error?: { code: string; message: string; fix: string } }>(ended);
      if (ended.status === 0) {
        expect(answer.model!.digest).toBe(undisturbed.model!.digest);
        break;
      }
      expect(answer.error, ended.stderr).toMatchObject({
        code: "STORE_DISK_FULL",
        fix: expect.stringMatching(/space/i),
      });
      stoppedIn.add(/(\w+)$/.exec(ended.stderr.trim())?.[1] ?? "start");
    }
    expect(stoppedIn.size).toBeGreaterThan(0);
    const doctor = json<{ findings: { what: string; healthy: boolean }[] }>(
      await run(["doctor", "--home", home, "--json"]),
    );
    expect(doctor.findings.filter((finding) => !finding.healthy && finding.what !== "disk")).toEqual([]);
  }, 600_000);
});
