import { existsSync } from "node:fs";
import { chmod, mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fail } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import { fileError } from "./sqlite-errors.ts";

/** Where things stand in a home. */
export interface HomeFolder {
  /** Absolute path. */
  readonly path: string;
  readonly records: string;
  readonly artifacts: string;
  readonly temporary: string;
}

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
export function temporaryName(extension: string, { processes, random }: Platform): string {
  const suffix = extension.replace(/^\./, "");
  if (!/^[A-Za-z0-9.]{0,20}$/.test(suffix) || suffix.includes("..")) {
    throw fail("STORE_PATH_REFUSED", { path: extension, reason: "an extension has letters, digits and single dots" });
  }
  const { machine, pid, started } = processes.self;
  return `${machine}-${pid}-${started}-${random.name()}${suffix === "" ? "" : `.${suffix}`}`;
}
