import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Platform } from "../platform/index.ts";
import { diskTimeMs } from "./disk-time.ts";
import type { HomeFolder } from "./home-folder.ts";

/** Left-overs whose process can't be asked (another machine) are cleaned when this old. */
const foreignLeftoverMs = 24 * 3600 * 1000;

/** Removes what dead processes left in the temporary folder; what a living one writes stays. */
export async function cleanTemporary(folder: HomeFolder, platform: Platform): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder.temporary)) {
    const path = join(folder.temporary, name);
    if (!(await isLeftover(name, path, folder, platform))) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

async function isLeftover(name: string, path: string, folder: HomeFolder, platform: Platform): Promise<boolean> {
  const parts = /^([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{16}(\.|$)/.exec(name);
  const alive =
    parts === null
      ? "unknown"
      : platform.processes.isAlive({ host: "", machine: parts[1]!, pid: Number(parts[2]), started: parts[3]! });
  if (alive !== "unknown") return !alive;
  try {
    return (await diskTimeMs(folder, platform)) - (await stat(path)).mtimeMs > foreignLeftoverMs;
  } catch {
    return false;
  }
}
