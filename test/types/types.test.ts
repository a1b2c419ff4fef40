import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("types", () => {
  it("allow what works and refuse what can't, line by line of test/types/*.test-d.ts", () => {
    const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
    const { stdout, error } = spawnSync(process.execPath, [compiler, "-p", "test/types/tsconfig.json"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(error).toBeUndefined();
    // Faults of the sources themselves are `npm run check`'s to tell.
    expect(stdout.split("\n").filter((line) => line.startsWith("test/types/"))).toEqual([]);
  });
});
