import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, statfs, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createGunzip } from "node:zlib";
import { fail, isMillraceError } from "../errors/index.ts";
import type { Platform } from "../platform/index.ts";
import {
  artifactEntryName,
  type BackupManifest,
  manifestLimitBytes,
  manifestName,
  parseManifest,
  recordsName,
} from "./backup-manifest.ts";
import { openDatabase } from "./connections.ts";
import { flushFolder } from "./durable-files.ts";
import { genesisHash, type LogEnd } from "./event-chain.ts";
import { openStore } from "./open-store.ts";
import { compareRecords, verifyLog } from "./rebuild.ts";
import { fileError } from "./sqlite-errors.ts";
import { readTar, type TarEntry } from "./tar.ts";

/** What was restored. */
export interface RestoreReport {
  /** Absolute path of the home. */
  readonly home: string;
  readonly events: number;
  readonly artifacts: number;
  /** When the backup was made, wall clock. */
  readonly createdAt: number;
}

/**
 * Makes a home from a backup. Everything is unpacked beside it and verified (sizes, digests, the log's chain, the records
 * against the log) before the home appears, by one rename.
 * @throws STORE_RESTORE_REFUSED where the home isn't free; STORE_BACKUP_REFUSED, STORE_LOG_BROKEN, STORE_NEWER where the
 *   backup can't be trusted or understood; STORE_DISK_FULL
 */
export async function restore(backupFile: string, homePath: string, platform: Platform): Promise<RestoreReport> {
  const file = resolve(backupFile);
  const home = resolve(homePath);
  const isThere = await requireFree(home);
  const staging = `${home}.restoring-${platform.random.name()}`;
  try {
    await mkdir(staging, { recursive: true, mode: 0o700 });
    const manifest = await unpack(file, staging, platform);
    await verify(staging, manifest, file, platform);
    if (isThere && process.platform === "win32") await rmdir(home);
    await rename(staging, home);
    await flushFolder(dirname(home), home, "the home folder");
    return { home, events: manifest.events, artifacts: manifest.artifacts.length, createdAt: manifest.createdAt };
  } catch (error) {
    throw restoreError(error, file, home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Whether an (empty) folder is there. @throws STORE_RESTORE_REFUSED */
async function requireFree(home: string): Promise<boolean> {
  try {
    const names = await readdir(home);
    if (names.length === 0) return true;
    throw fail("STORE_RESTORE_REFUSED", { home, reason: `the folder holds ${names.length} entries` });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    if (isMillraceError(error)) throw error;
    throw fail("STORE_RESTORE_REFUSED", { home, reason: (error as Error).message }, { cause: error });
  }
}

async function unpack(file: string, staging: string, { clock }: Platform): Promise<BackupManifest> {
  const entries = readTar(await contentOf(file));
  const manifest = await readManifest(await nextEntry(entries, manifestName));
  await requireRoom(manifest, staging);
  await unpackFile(await nextEntry(entries, recordsName), manifest.records, staging);
  for (const artifact of manifest.artifacts) {
    const path = await unpackFile(await nextEntry(entries, artifactEntryName(artifact.digest)), artifact, staging);
    await utimes(path, clock.now() / 1000, clock.now() / 1000);
  }
  const more = await entries.next();
  if (more.done !== true) throw new RangeError(`it holds "${more.value.name}", which its manifest doesn't name`);
  return manifest;
}

/** The archive's bytes, unzipped where they are zipped. */
async function contentOf(file: string): Promise<AsyncIterable<Buffer>> {
  const head = await open(file, "r");
  const { buffer, bytesRead } = await head.read(Buffer.alloc(2), 0, 2, 0).finally(() => head.close());
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  const isZipped = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  if (!isZipped) return stream;
  const unzipped = createGunzip();
  stream.on("error", (error) => unzipped.destroy(error)).pipe(unzipped);
  return unzipped;
}

async function nextEntry(entries: AsyncGenerator<TarEntry>, name: string): Promise<TarEntry> {
  const next = await entries.next();
  if (next.done === true) throw new RangeError(`"${name}" is not in it`);
  if (next.value.name !== name) throw new RangeError(`it holds "${next.value.name}" where "${name}" should stand`);
  return next.value;
}

async function readManifest(entry: TarEntry): Promise<BackupManifest> {
  if (entry.sizeBytes > manifestLimitBytes) throw new RangeError("its manifest is too large");
  const parts: Buffer[] = [];
  for await (const part of entry.body) parts.push(part);
  return await parseManifest(Buffer.concat(parts).toString("utf8"));
}

/** An archive that says it unpacks to more than the disk holds isn't begun. */
async function requireRoom(manifest: BackupManifest, staging: string): Promise<void> {
  const { bavail, bsize } = await statfs(staging);
  const needed = [manifest.records, ...manifest.artifacts].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (needed > bavail * bsize) throw fail("STORE_DISK_FULL", { home: dirname(staging), what: "the restored home" });
}

async function unpackFile(
  entry: TarEntry,
  expected: { readonly digest: string; readonly sizeBytes: number },
  staging: string,
): Promise<string> {
  if (entry.sizeBytes !== expected.sizeBytes) {
    throw new RangeError(`"${entry.name}" has ${entry.sizeBytes} bytes, its manifest says ${expected.sizeBytes}`);
  }
  const path = join(staging, entry.name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const target = await open(path, "wx", 0o600);
  try {
    const digest = await copyBody(entry, target);
    if (digest !== expected.digest)
      throw new RangeError(`"${entry.name}" is damaged: expected ${expected.digest}, got ${digest}`);
    await target.sync();
  } finally {
    await target.close();
  }
  return path;
}

async function copyBody(entry: TarEntry, target: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of entry.body) {
    hash.update(part);
    await target.writeFile(part);
  }
  return `sha256:${hash.digest("hex")}`;
}

async function verify(staging: string, manifest: BackupManifest, file: string, platform: Platform): Promise<void> {
  // Before it is opened, which carries a log of an older format over into a new one.
  const last = await lastEvent(staging, platform);
  if (last.seq !== manifest.events || last.hash !== manifest.head) {
    throw new RangeError("its log is not the one that its manifest names");
  }
  const store = await openStore(staging, { platform });
  try {
    const log = await verifyLog(store);
    if (log.fault !== null) throw fail("STORE_LOG_BROKEN", { home: file, ...log.fault });
    const [different] = await compareRecords(store);
    if (different !== undefined) {
      throw new RangeError(
        `its records contradict its log (${different.table}: ${different.key} is ${different.fault})`,
      );
    }
    // Claims of the processes of then mean nothing in the new home.
    await store.write((tx) => tx.deleteFrom("claims").execute());
  } finally {
    await store.close();
  }
  // The backup itself is the copy of what was before.
  for (const name of await readdir(staging)) if (/^records\.before-/.test(name)) await rm(join(staging, name));
}

/** Number and hash of the last event of unpacked records, of any format. */
async function lastEvent(staging: string, platform: Platform): Promise<LogEnd> {
  const database = await openDatabase({ file: join(staging, recordsName), home: staging, platform }, "read");
  try {
    const [last] = database.prepare("select seq, hash from events order by seq desc limit 1").all([]) as LogEnd[];
    return last ?? { seq: 0, hash: genesisHash };
  } catch (cause) {
    throw new RangeError("its records hold no log", { cause });
  } finally {
    database.close();
  }
}

function restoreError(error: unknown, file: string, home: string): unknown {
  if (isMillraceError(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "it can't be read" }[code ?? ""];
  const isArchive = reason !== undefined || error instanceof RangeError || code?.startsWith("Z_") === true;
  if (isArchive) return fail("STORE_BACKUP_REFUSED", { file, reason: reason ?? message }, { cause: error });
  return fileError(error, home, "the restored home");
}
