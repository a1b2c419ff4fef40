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

/**
 * Appends bytes to a file that only its owner can read, made with its folder where missing, and flushes them. After a failure a
 * part of them may be at its end.
 */
export async function appendDurably(path: string, bytes: Uint8Array, home: string, what: string): Promise<void> {
  try {
    const { file, isNew } = await openToAppend(path, home, what);
    try {
      await file.writeFile(bytes);
      await flush(file, home, what);
    } catch (error) {
      if (isNew) await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    if (isNew) await flushFolder(dirname(path), home, what);
  } catch (error) {
    throw fileError(error, home, what);
  }
}

async function openToAppend(path: string, home: string, what: string): Promise<{ file: FileHandle; isNew: boolean }> {
  const flags = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
  try {
    return { file: await open(path, flags), isNew: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await makeFolder(dirname(path), home, what);
    return { file: await open(path, flags | constants.O_CREAT | constants.O_EXCL, 0o600), isNew: true };
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
    await makeFolder(folder, home, what);
    await rename(from, to);
    await flushFolder(folder, home, what);
  } catch (error) {
    await rm(from, { force: true });
    throw fileError(error, home, what);
  }
}

/** Makes a folder, and those above it, that only its owner can read; each one's entry is flushed. */
async function makeFolder(path: string, home: string, what: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) {
    await flushFolder(dirname(made), home, what);
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
