import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Platform } from "../platform/index.ts";
import { type HomeFolder, temporaryName } from "./home-folder.ts";

/**
 * Now, as the home's disk stamps files: file times that the system sets can only be compared with this. The platform's
 * wall clock may be another one (a simulation's), and a network disk has a clock of its own. Needs a writable home.
 */
export async function diskTimeMs(folder: HomeFolder, platform: Platform): Promise<number> {
  const path = join(folder.temporary, temporaryName("", platform));
  const file = await open(path, "wx", 0o600);
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
