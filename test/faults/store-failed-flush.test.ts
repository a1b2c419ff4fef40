import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemPlatform } from "../../src/platform/index.ts";
import { digestOf, openStore, verifyLog } from "../../src/store/index.ts";

const script = fileURLToPath(new URL("./store/one-put.ts", import.meta.url));
const canTrace = process.platform === "linux" && spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-flush-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!canTrace)("a flush that the disk refuses (needs strace: injects EIO into fsync)", () => {
  it.each([
    ["commit", 12],
    ["artifact", 15],
  ])("while writing %s (flush %i) stops the store at once, and what was acknowledged is there", async (what, when) => {
    const home = join(folder, "home");
    const inject = `inject=fsync,fdatasync:error=EIO:when=${when}`;
    const strace = ["-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject];
    const node = [process.execPath, "--import", "jiti/register", script, home, what];
    const { stdout } = spawnSync("strace", [...strace, ...node], { encoding: "utf8" });
    const lines = stdout.trim().split("\n");
    // The second try is refused too: the disk isn't asked again whether it has changed its mind.
    expect(lines.at(-1)).toBe("codes STORE_WRITE_FAILED STORE_WRITE_FAILED");
    const acknowledged = lines.slice(0, -1).map((line) => line.slice("ack ".length));
    expect(acknowledged.length).toBeGreaterThan(0);

    const store = await openStore(home, { platform: systemPlatform });
    const { fault } = await verifyLog(store);
    expect(fault).toBeNull();
    const titles = (await store.events()).map((event) => (event.body as { title: string }).title);
    for (const i of acknowledged) {
      if (what === "commit") expect(titles).toContain(i);
      else expect(await store.artifacts.intact(digestOf(`artifact ${i}`))).toBe(true);
    }
    await store.close();
  });

  it("while renewing a claim ends the claim and stops the store; the renewal isn't tried again", () => {
    // strace counts by thread: opening takes the main thread fewer flushes, so it is the renewing thread's that fails.
    const inject = "inject=fsync,fdatasync:error=EIO:when=12";
    const strace = ["-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject];
    const node = [process.execPath, "--import", "jiti/register", script, join(folder, "home"), "claim"];
    const { stdout } = spawnSync("strace", [...strace, ...node], { encoding: "utf8" });
    expect(stdout.trim()).toBe("codes STORE_CLAIM_LOST left STORE_WRITE_FAILED");
  });
});
