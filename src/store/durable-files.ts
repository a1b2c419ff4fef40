import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fail } from "../errors/index.ts";
import { fileError } from "./sqlite-errors.ts";

/** Writes bytes to a new file that only its owner can read, and flushes them; on any failure the file is gone again. */
export async function writeDurably(path: string, bytes: Uint8Array, home: string, what: string): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await flush(file, home, what);
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw fileError(error, home, what);
  }
}

/** Flushes a file that something else wrote. */
export async function flushFile(path: string, home: string, what: string): Promise<void> {
  try {
    const file = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
    try {
      await file.chmod(0o600);
      await flush(file, home, what);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, home, what);
  }
}

/** Moves a flushed file to where it belongs, making the folder, and flushes the folder's entry: whole or not there (then `from` is gone too). */
export async function moveDurably(from: string, to: string, home: string, what: string): Promise<void> {
  const folder = dirname(to);
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(from, to);
    await flushFolder(folder, home, what);
    if (made !== undefined) await flushFolder(dirname(folder), home, what);
  } catch (error) {
    await rm(from, { force: true });
    throw fileError(error, home, what);
  }
}

async function flush(file: FileHandle, home: string, what: string): Promise<void> {
  try {
    await file.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw error;
    // The kernel drops what it failed to write: a second fsync would succeed and mean nothing.
    const reason = error instanceof Error ? error.message : String(error);
    throw fail("STORE_WRITE_FAILED", { home, what, reason }, { cause: error });
  }
}

/** Flushes the entries of a folder: what was renamed into it is there after a power cut. */
export async function flushFolder(path: string, home: string, what: string): Promise<void> {
  // Windows can't open folders; there NTFS journals the entry.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await flush(folder, home, what);
  } finally {
    await folder.close();
  }
}
