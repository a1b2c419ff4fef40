import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmptyStore, type ServedStore } from "../../test/fixtures/served-models.ts";
import { boostedModel } from "../../test/fixtures/tiny-models.ts";
import { systemPlatform } from "../platform/index.ts";
import { main } from "./program.ts";

let served: ServedStore;
let folder: string;

beforeAll(async () => {
  served = await openEmptyStore();
  await served.register("strikes", boostedModel());
  folder = mkdtempSync(join(tmpdir(), "millrace-threads-"));
  const note = "n".repeat(800);
  const rows = Array.from({ length: 6000 }, (_, i) => `${(i * 37) % 301},${i % 3 ? "small" : "large"},true,${note}`);
  writeFileSync(join(folder, "rows.csv"), `speed,size,night,note\n${rows.join("\n")}\n`);
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

async function type(...argv: string[]): Promise<string> {
  const out: string[] = [];
  const exitCode = await main([...argv, "--home", served.home], {
    out: (text) => out.push(text),
    note: () => {},
    status: () => {},
    isInteractive: false,
    workingFolder: folder,
    environment: {},
    platform: systemPlatform,
    interrupted: new AbortController().signal,
  });
  expect(exitCode).toBe(0);
  return out.join("\n");
}

describe("millrace predict --threads", () => {
  it("writes the same file whatever it is", async () => {
    expect(statSync(join(folder, "rows.csv")).size).toBeGreaterThan(4 * 1024 * 1024);
    const written = async (threads: string): Promise<string> => {
      await type("predict", "strikes", "--data", "rows.csv", "--out", `${threads}.csv`, "--threads", threads);
      return readFileSync(join(folder, `${threads}.csv`), "utf8");
    };
    const alone = await written("1");
    expect(alone.split("\n")).toHaveLength(6002);
    expect((await written("3")) === alone).toBe(true);
  });

  it("explains the same", async () => {
    const explain = (threads: string): Promise<string> =>
      type("predict", "strikes", "--data", "rows.csv", "--explain", "--rows", "1200", "--threads", threads, "--json");
    const alone = await explain("1");
    expect((await explain("2")) === alone).toBe(true);
  });
});
