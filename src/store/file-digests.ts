import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fail } from "../errors/index.ts";
import { digestOfStream } from "./artifacts.ts";
import type { FileDigestRow } from "./database.ts";
import { diskTimeMs } from "./disk-time.ts";
import { type HomeStore, homeStore } from "./open-store.ts";
import type { Store } from "./store.ts";

/** File systems tell times only so finely: a file changed this recently may change again without its time changing. */
const settledMs = 2_000;

/**
 * SHA-256 of a user's file, "sha256:<hex>". One that was hashed before and has the same size, modification time and inode
 * isn't read again.
 * @throws STORE_FILE_UNREADABLE, also where the file goes on changing while it's read
 */
export async function digestOfFile(store: Store, path: string): Promise<{ digest: string; sizeBytes: number }> {
  const home = homeStore(store);
  const absolute = resolve(path);
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = await look(absolute);
    const known = await cached(store, before);
    if (known !== undefined) return { digest: known, sizeBytes: before.size_bytes };
    const isSettled = await settled(home, before);
    const { digest, sizeBytes } = await hash(absolute);
    const after = await look(absolute);
    if (!isSame(before, after) || sizeBytes !== after.size_bytes) continue;
    if (isSettled) await remember(home, { ...after, digest });
    return { digest, sizeBytes };
  }
  throw fail("STORE_FILE_UNREADABLE", { path, reason: "it changes while it is read" });
}

type Look = Omit<FileDigestRow, "digest">;

async function look(path: string): Promise<Look> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error("it is not a file");
    return { path, size_bytes: found.size, modified_ms: found.mtimeMs, inode: String(found.ino) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function hash(path: string): ReturnType<typeof digestOfStream> {
  try {
    return await digestOfStream(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function cached(store: Store, file: Look): Promise<string | undefined> {
  const row = await store.records
    .selectFrom("file_digests")
    .selectAll()
    .where("path", "=", file.path)
    .executeTakeFirst();
  return row !== undefined && isSame(row, file) ? row.digest : undefined;
}

/** Asked before the file is read. In a home that is only read nothing is remembered, and nothing probed. */
async function settled(home: HomeStore, file: Look): Promise<boolean> {
  if (!home.writable) return false;
  // On a full disk, say, there is nothing to compare with; the file is then read again next time.
  const now = await diskTimeMs(home.folder, home.platform).catch(() => Number.NEGATIVE_INFINITY);
  return now - file.modified_ms > settledMs;
}

async function remember(home: HomeStore, row: FileDigestRow): Promise<void> {
  if (!home.writable) return;
  await home.write((tx) =>
    tx
      .insertInto("file_digests")
      .values(row)
      .onConflict((conflict) => conflict.column("path").doUpdateSet(row))
      .execute(),
  );
}

function isSame(a: Look, b: Look): boolean {
  return a.size_bytes === b.size_bytes && a.modified_ms === b.modified_ms && a.inode === b.inode;
}

function unreadable(path: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return fail("STORE_FILE_UNREADABLE", { path, reason }, { cause: error });
}
