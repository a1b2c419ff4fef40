import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fail, isMillraceError, type MillraceError } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import { flushFile, moveDurably, writeDurably } from "./durable-files.ts";
import { type HomeFolder, temporaryName } from "./home-folder.ts";
import { fileError, mustStop } from "./sqlite-errors.ts";
import type { ArtifactStore } from "./store.ts";

/** What guards writes: throws once the store is closed, read-only or the disk failed; hears of failures that must stop it. */
export interface WriteGuard {
  check(): void;
  stop(error: MillraceError): void;
}

/** An artifact that isn't there is looked for so many times more. */
const lookAgain = 20;
/** The use of an artifact is noted at most this often. */
const touchEveryMs = 10 * 60_000;

/** "sha256:<hex>" of bytes in memory. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** "sha256:<hex>" of a file, read as a stream. */
export async function digestOfStream(path: string): Promise<{ digest: string; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { digest: `sha256:${hash.digest("hex")}`, sizeBytes };
}

/**
 * Bytes by their SHA-256 in a folder of the home: `artifacts/sha256/ab/abcd...`. An artifact's modification time says when it
 * was last used, on the platform's wall clock: it is set here, never left to the disk.
 */
export class FolderArtifacts implements ArtifactStore {
  readonly #folder: HomeFolder;
  readonly #guard: WriteGuard;
  readonly #platform: Platform;
  /** Digest -> the file's identity when it was last verified by this process. */
  readonly #verified = new Map<string, FileIdentity>();

  constructor(folder: HomeFolder, guard: WriteGuard, platform: Platform) {
    this.#folder = folder;
    this.#guard = guard;
    this.#platform = platform;
  }

  async put(bytes: Uint8Array | string): Promise<string> {
    this.#guard.check();
    const data = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
    const digest = digestOf(data);
    if (await this.#isThere(digest)) return digest;
    const temporary = this.temporaryPath("");
    await this.#writing(async (what) => {
      await writeDurably(temporary, data, this.#folder.path, what);
      await this.#install(temporary, digest, what);
    });
    return digest;
  }

  async adopt(path: string): Promise<string> {
    this.#guard.check();
    const source = resolve(path);
    if (dirname(source) !== this.#folder.temporary) {
      throw fail("STORE_PATH_REFUSED", { path, reason: `it does not stand in ${this.#folder.temporary}` });
    }
    const found = await lstat(source).catch(() => undefined);
    if (found?.isFile() !== true) throw fail("STORE_PATH_REFUSED", { path, reason: "there is no plain file" });
    const { digest } = await digestOfStream(source);
    if (await this.#isThere(digest)) {
      await rm(source, { force: true });
      return digest;
    }
    await this.#writing(async (what) => {
      await flushFile(source, this.#folder.path, what);
      await this.#install(source, digest, what);
    });
    return digest;
  }

  temporaryPath(extension: string): string {
    return join(this.#folder.temporary, temporaryName(extension, this.#platform));
  }

  async read(digest: string): Promise<Uint8Array> {
    const path = this.#pathOf(digest);
    const bytes = await this.#reading(digest, path, () => readFile(path));
    const got = digestOf(bytes);
    if (got !== digest) throw this.#corrupt(digest, path, got, bytes.length);
    await this.#touch(digest);
    return bytes;
  }

  async path(digest: string): Promise<string> {
    const path = this.#pathOf(digest);
    const identity = await this.#reading(digest, path, () => identityOf(path));
    if (!isSame(this.#verified.get(digest), identity)) {
      const { digest: got, sizeBytes } = await this.#reading(digest, path, () => digestOfStream(path));
      if (got !== digest) throw this.#corrupt(digest, path, got, sizeBytes);
      this.#verified.set(digest, identity);
    }
    await this.#touch(digest);
    return path;
  }

  async intact(digest: string): Promise<boolean> {
    try {
      await this.path(digest);
      return true;
    } catch (error) {
      if (isMillraceError(error, "STORE_ARTIFACT_MISSING") || isMillraceError(error, "STORE_ARTIFACT_CORRUPT")) {
        return false;
      }
      throw error;
    }
  }

  async *list(): AsyncIterable<{ readonly digest: string; readonly sizeBytes: number }> {
    for (const shard of (await readdir(this.#folder.artifacts)).sort()) {
      if (!/^[0-9a-f]{2}$/.test(shard)) continue;
      for (const name of (await readdir(join(this.#folder.artifacts, shard))).sort()) {
        if (!/^[0-9a-f]{64}$/.test(name) || !name.startsWith(shard)) continue;
        const found = await stat(join(this.#folder.artifacts, shard, name)).catch(() => undefined);
        if (found?.isFile()) yield { digest: `sha256:${name}`, sizeBytes: found.size };
      }
    }
  }

  async remove(digest: string): Promise<void> {
    this.#guard.check();
    this.#verified.delete(digest);
    const path = this.#pathOf(digest);
    await this.#writing(() => rm(path, { force: true }));
  }

  /** The bytes as they stand, not verified and not noted as a use; undefined if larger than `limitBytes` or not there. */
  async peek(digest: string, limitBytes: number): Promise<Uint8Array | undefined> {
    const path = this.#pathOf(digest);
    const found = await stat(path).catch(() => undefined);
    return found === undefined || found.size > limitBytes ? undefined : await readFile(path).catch(() => undefined);
  }

  /** When the artifact was last written or used, wall clock; undefined if it isn't there. */
  async lastUsedMs(digest: string): Promise<number | undefined> {
    const found = await stat(this.#pathOf(digest)).catch(() => undefined);
    return found === undefined ? undefined : found.mtimeMs;
  }

  /** Removes an artifact unless it was used after `beforeMs`; a use in the very moment brings it back. True if it's gone. */
  async removeUnused(digest: string, beforeMs: number): Promise<boolean> {
    this.#guard.check();
    const lastUsed = await this.lastUsedMs(digest);
    if (lastUsed === undefined || lastUsed > beforeMs) return false;
    const aside = this.temporaryPath("");
    return await this.#writing(async () => {
      await rename(this.#pathOf(digest), aside);
      if ((await stat(aside)).mtimeMs > beforeMs) {
        await rename(aside, this.#pathOf(digest));
        return false;
      }
      this.#verified.delete(digest);
      await rm(aside, { force: true });
      return true;
    });
  }

  #pathOf(digest: string): string {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
    if (hex === undefined) throw fail("STORE_DIGEST_INVALID", { digest });
    return join(this.#folder.artifacts, hex.slice(0, 2), hex);
  }

  /** Whether the bytes are stored, whole; a damaged file is as good as none and will be replaced. */
  async #isThere(digest: string): Promise<boolean> {
    if (!(await this.intact(digest))) return false;
    await this.#touch(digest, 0);
    return (await this.lastUsedMs(digest)) !== undefined;
  }

  async #install(from: string, digest: string, what: string): Promise<void> {
    const path = this.#pathOf(digest);
    await moveDurably(from, path, this.#folder.path, what);
    await this.#noteUse(path);
    this.#verified.set(digest, await identityOf(path));
  }

  async #writing<T>(write: (what: string) => Promise<T>): Promise<T> {
    try {
      return await write("an artifact");
    } catch (error) {
      const known = fileError(error, this.#folder.path, "an artifact");
      if (mustStop(known)) this.#guard.stop(known);
      throw known;
    }
  }

  async #reading<T>(digest: string, path: string, read: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await read();
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === "EIO") throw fail("STORE_HOME_UNUSABLE", { home: this.#folder.path, reason: message });
        if (code !== "ENOENT") throw fileError(error, this.#folder.path, path);
        if (attempt >= lookAgain) throw fail("STORE_ARTIFACT_MISSING", { digest, path });
        // A collector may be putting it back this very moment (see `removeUnused`), which takes it a few calls of the disk.
        await this.#platform.machine.turn();
      }
    }
  }

  /**
   * Notes in the modification time that the artifact is in use, so that it isn't collected. Not in the access time, which
   * every reading backup tool moves too.
   */
  async #touch(digest: string, everyMs = touchEveryMs): Promise<void> {
    const path = this.#pathOf(digest);
    try {
      const before = await identityOf(path);
      const now = this.#platform.clock.now();
      if (now - before.modifiedMs < everyMs) return;
      await this.#noteUse(path);
      if (isSame(this.#verified.get(digest), before)) this.#verified.set(digest, await identityOf(path));
    } catch {
      // Not ours to write, or gone: what reads it next says so.
    }
  }

  async #noteUse(path: string): Promise<void> {
    const seconds = this.#platform.clock.now() / 1000;
    await utimes(path, seconds, seconds);
  }

  #corrupt(digest: string, path: string, got: string, sizeBytes: number): MillraceError {
    this.#verified.delete(digest);
    return fail("STORE_ARTIFACT_CORRUPT", { digest, path, got, sizeBytes });
  }
}

interface FileIdentity {
  readonly inode: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

async function identityOf(path: string): Promise<FileIdentity> {
  const { ino, size, mtimeMs } = await stat(path);
  return { inode: ino, sizeBytes: size, modifiedMs: mtimeMs };
}

function isSame(a: FileIdentity | undefined, b: FileIdentity): boolean {
  return a?.inode === b.inode && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}
