import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDuckDB, openTableWriter, readSnapshot, table, takeSnapshot } from "../../src/data/index.ts";
import { systemPlatform } from "../../src/platform/index.ts";

const source = mkdtempSync(join(tmpdir(), "millrace-source-"));
const large = Array.from({ length: 200_000 }, (_, i) => `${Math.imul(i, 2654435761)},t${Math.imul(i, 40503) % 9973}`);
writeFileSync(join(source, "large.csv"), `x,y\n${large.join("\n")}\n`);
writeFileSync(join(source, "small.csv"), "x,y\n1,a\n2,b\n");

afterAll(async () => {
  await closeDuckDB();
  rmSync(source, { recursive: true });
});

describe.skipIf(!tryMount())("a full disk (needs root: mounts a tmpfs of 4 MB)", () => {
  let disk: string;
  let files = 0;
  const workFile = (extension: string): string => join(disk, `work-${files++}.${extension}`);
  const snapshot = (path: string) => takeSnapshot({ spec: table(path), baseFolder: source, workFile });
  beforeEach(() => {
    disk = mount("4m");
  });
  afterEach(() => unmount(disk));

  it("during import is said, leaves nothing behind, and is over when space returns", async () => {
    const before = await snapshot("small.csv");
    for (const filler of [0, 1_000_000, 3_900_000]) {
      writeFileSync(join(disk, "filler"), Buffer.alloc(filler));
      await expect(snapshot("large.csv")).rejects.toMatchObject({ code: "STORE_DISK_FULL", message: /space/i });
      rmSync(join(disk, "filler"));
      expect(readdirSync(disk)).toEqual([before.path.split("/").at(-1)]);
    }
    expect((await readSnapshot(before.path)).rowCount).toBe(2);
    expect((await snapshot("small.csv")).manifest).toEqual(before.manifest);
  });

  it.each(["csv", "ndjson", "parquet"])("while writing %s is said, and no half table appears", async (extension) => {
    const path = join(disk, `out.${extension}`);
    const writer = await openTableWriter(path, [{ name: "text", type: "text" }], systemPlatform.random);
    const rows = Array.from({ length: 50_000 }, (_, i) => `${Math.imul(i, 2654435761)} ${Math.imul(i, 40503)}`);
    const written = (async () => {
      for (let i = 0; i < 10; i++) await writer.write([rows]);
      await writer.close();
    })();
    await expect(written).rejects.toMatchObject({ code: "DATA_WRITE_FAILED", message: /space/i });
    await writer.abort();
    expect(readdirSync(disk)).toEqual([]);
  });
});

function mount(size: string): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-disk-"));
  const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
  if (status !== 0) throw new Error(String(stderr));
  return folder;
}

function unmount(folder: string): void {
  spawnSync("umount", ["-l", folder]);
  rmSync(folder, { recursive: true, force: true });
}

function tryMount(): boolean {
  try {
    unmount(mount("1m"));
    return true;
  } catch {
    return false;
  }
}
