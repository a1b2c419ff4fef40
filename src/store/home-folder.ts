import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fail } from "../errors/index.ts";
import { isAlive, thisProcess, uniqueName } from "./process-identity.ts";
import { fileError } from "./sqlite-errors.ts";

/** Where things stand in a home. */
export interface HomeFolder {
  /** Absolute path. */
  readonly path: string;
  readonly records: string;
  readonly artifacts: string;
  readonly temporary: string;
}

/** Left-overs whose process can't be asked (another machine) are cleaned when this old. */
const foreignLeftoverMs = 24 * 3600 * 1000;

/** The layout of the home at `path`; touches nothing. */
export function homeFolder(path: string): HomeFolder {
  const home = resolve(path);
  return {
    path: home,
    records: join(home, "records.db"),
    artifacts: join(home, "artifacts", "sha256"),
    temporary: join(home, "temp"),
  };
}

/** Makes the folders, readable by their owner alone. Safe when several processes do it at once. @throws STORE_HOME_UNUSABLE, STORE_DISK_FULL */
export async function createHome(folder: HomeFolder): Promise<void> {
  try {
    const isNew = !existsSync(folder.path);
    for (const path of [folder.path, folder.artifacts, folder.temporary]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    }
    if (isNew) await chmod(folder.path, 0o700);
  } catch (error) {
    throw fileError(error, folder.path, "the home folder");
  }
}

/** @throws STORE_HOME_MISSING where no records stand there */
export async function requireHome(folder: HomeFolder): Promise<void> {
  try {
    if ((await stat(folder.records)).isFile()) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw fileError(error, folder.path, "the home folder");
  }
  throw fail("STORE_HOME_MISSING", { home: folder.path });
}

/** A fresh path for work in progress, whose name says which process it belongs to. `extension` with or without its dot. */
export function temporaryName(extension: string): string {
  const suffix = extension.replace(/^\./, "");
  if (!/^[A-Za-z0-9.]{0,20}$/.test(suffix) || suffix.includes("..")) {
    throw fail("STORE_PATH_REFUSED", { path: extension, reason: "an extension has letters, digits and single dots" });
  }
  const { machine, pid, started } = thisProcess;
  return `${machine}-${pid}-${started}-${uniqueName()}${suffix === "" ? "" : `.${suffix}`}`;
}

/** Removes what dead processes left in the temporary folder; what a living one writes stays. `nowMs`: wall clock. */
export async function cleanTemporary(folder: HomeFolder, nowMs: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder.temporary)) {
    const path = join(folder.temporary, name);
    if (!(await isLeftover(name, path, nowMs))) continue;
    await rm(path, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

async function isLeftover(name: string, path: string, nowMs: number): Promise<boolean> {
  const parts = /^([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{16}(\.|$)/.exec(name);
  const alive =
    parts === null ? "unknown" : isAlive({ host: "", machine: parts[1]!, pid: Number(parts[2]), started: parts[3]! });
  if (alive !== "unknown") return !alive;
  try {
    return nowMs - (await stat(path)).mtimeMs > foreignLeftoverMs;
  } catch {
    return false;
  }
}
