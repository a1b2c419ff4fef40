import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { fail, type MillraceError } from "../errors/index.ts";
import { canonicalJson } from "../ml/index.ts";
import { digestOfStream } from "./artifacts.ts";
import { artifactEntryName, type BackupManifest, manifestName, recordsName } from "./backup-manifest.ts";
import { waitForClaim } from "./claims.ts";
import { openDatabase } from "./connections.ts";
import { flushFolder } from "./durable-files.ts";
import { collectionClaim } from "./gc.ts";
import { type HomeStore, homeStore } from "./open-store.ts";
import { retry } from "./pause.ts";
import { isBusy } from "./sqlite-codes.ts";
import { fileError, storeError } from "./sqlite-errors.ts";
import type { Store } from "./store.ts";
import { tarEnd, tarHeader, tarPadding } from "./tar.ts";

/** What a backup holds. */
export interface BackupReport {
  /** Absolute path of the archive. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly events: number;
  readonly artifacts: number;
}

/**
 * Writes records and artifacts of one moment into one archive (tar; gzipped if the name ends in `.gz` or `.tgz`), while
 * others go on writing. Every artifact's digest is verified on the way; the file appears whole or not at all.
 * @throws STORE_BACKUP_REFUSED, STORE_ARTIFACT_CORRUPT, STORE_DISK_FULL, STORE_CLAIM_TIMEOUT (a collection goes on)
 */
export async function backup(store: Store, destinationFile: string): Promise<BackupReport> {
  const home = homeStore(store);
  const file = resolve(destinationFile);
  if (existsSync(file)) throw fail("STORE_BACKUP_REFUSED", { file, reason: "there is something already" });
  const claim = await waitForClaim(store, collectionClaim);
  const records = home.artifacts.temporaryPath("db");
  const partial = `${file}.partial-${store.platform.random.name()}`;
  try {
    await copyRecords(home, records);
    const manifest = await manifestOf(home, records);
    const sizeBytes = await writeArchive(home, manifest, records, partial);
    claim.signal.throwIfAborted();
    await rename(partial, file);
    await flushFolder(dirname(file), home.home, "the backup");
    return { file, sizeBytes, events: manifest.events, artifacts: manifest.artifacts.length };
  } catch (error) {
    throw backupError(error, file);
  } finally {
    await rm(records, { force: true });
    await rm(partial, { force: true });
    await claim.release();
  }
}

/** A copy of the records as of one moment; other processes read and write on meanwhile. */
async function copyRecords(home: HomeStore, copy: string): Promise<void> {
  const database = await openDatabase(home.place, "write");
  try {
    await retry(() => database.prepare("vacuum into ?").run([copy]), {
      platform: home.platform,
      retryable: isBusy,
      limitMs: 30_000,
      onTimeout: (waitedMs) => fail("STORE_BUSY", { home: home.home, waitedMs }),
    });
    await chmod(copy, 0o600);
  } catch (error) {
    throw storeError(error, home.home, "a copy of the records");
  } finally {
    database.close();
  }
}

async function manifestOf(home: HomeStore, records: string): Promise<BackupManifest> {
  const database = await openDatabase({ ...home.place, file: records }, "read");
  const sql = "select seq, hash from events order by seq desc limit 1";
  const [last] = database.prepare(sql).all([]) as { seq: number; hash: string }[];
  database.close();
  // Listed after the records were copied: whatever they name was stored before.
  const artifacts: { digest: string; sizeBytes: number }[] = [];
  for await (const artifact of home.artifacts.list()) artifacts.push(artifact);
  return {
    format: "millrace-backup",
    version: 1,
    createdAt: home.platform.clock.now(),
    events: last?.seq ?? 0,
    head: last?.hash ?? `sha256:${"0".repeat(64)}`,
    records: await digestOfStream(records),
    artifacts,
  };
}

async function writeArchive(home: HomeStore, manifest: BackupManifest, records: string, to: string): Promise<number> {
  const target = await open(to, "wx", 0o600);
  try {
    const source = Readable.from(archive(home, manifest, records), { objectMode: false });
    const sink = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) await target.writeFile(chunk);
    };
    // The name ends in .partial-… until the archive is whole.
    if (/\.t?gz\.partial-[0-9a-f]+$/.test(to)) await pipeline(source, createGzip(), sink);
    else await pipeline(source, sink);
    await target.sync();
    return (await target.stat()).size;
  } finally {
    await target.close();
  }
}

async function* archive(home: HomeStore, manifest: BackupManifest, records: string): AsyncGenerator<Buffer> {
  const text = Buffer.from(canonicalJson(manifest));
  yield tarHeader(manifestName, text.length);
  yield text;
  yield tarPadding(text.length);
  yield* fileEntry(recordsName, records, manifest.records);
  for (const artifact of manifest.artifacts) {
    const path = await home.artifacts.path(artifact.digest);
    yield* fileEntry(artifactEntryName(artifact.digest), path, artifact);
  }
  yield tarEnd();
}

async function* fileEntry(
  name: string,
  path: string,
  expected: { digest: string; sizeBytes: number },
): AsyncGenerator<Buffer> {
  yield tarHeader(name, expected.sizeBytes);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    hash.update(bytes);
    sizeBytes += bytes.length;
    if (sizeBytes > expected.sizeBytes) break;
    yield bytes;
  }
  const got = `sha256:${hash.digest("hex")}`;
  if (got !== expected.digest || sizeBytes !== expected.sizeBytes) {
    throw fail("STORE_ARTIFACT_CORRUPT", { digest: expected.digest, path, got, sizeBytes });
  }
  yield tarPadding(sizeBytes);
}

function backupError(error: unknown, file: string): MillraceError | unknown {
  const known = fileError(error, dirname(file), "the backup");
  if (known !== error || !(error instanceof Error) || !("code" in error) || error.code !== "ENOENT") return known;
  return fail("STORE_BACKUP_REFUSED", { file, reason: "its folder does not exist" }, { cause: error });
}
