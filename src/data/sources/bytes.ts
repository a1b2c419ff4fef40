import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { fail, isMillraceError } from "../../errors/index.ts";
import type { SourceFile } from "./source.ts";

export type Encoding = "utf-8" | "utf-16" | "latin-1";

const chunkBytes = 1 << 20;

/**
 * The text of a file as UTF-8 bytes without byte order mark: gzip undone (told from the first bytes), UTF-16 and Latin-1
 * transcoded. UTF-8 is passed on unchecked; who reads it knows the lines. Calls `done` with the file as it was on disk.
 * @throws DATA_COMPRESSION_BROKEN, DATA_FORMAT_WRONG, DATA_ENCODING_INVALID, DATA_CHANGED_WHILE_READ
 */
export async function* readText(
  file: { path: string; shown: string },
  encoding: Encoding | undefined,
  done: (source: SourceFile) => void,
): AsyncGenerator<Buffer> {
  const before = await stat(file.path);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const raw = createReadStream(file.path, { highWaterMark: chunkBytes });
  const counted = (async function* () {
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
  })();
  yield* decode(unzip(counted, file.shown), encoding, file.shown);
  const after = await stat(file.path);
  if (sizeBytes !== after.size || before.mtimeMs !== after.mtimeMs || before.ino !== after.ino) {
    throw fail("DATA_CHANGED_WHILE_READ", { file: file.shown });
  }
  done({ path: file.shown, sizeBytes, digest: `sha256:${hash.digest("hex")}` });
}

/** Size and digest of a file, read in chunks. */
export async function digestFile(file: { path: string; shown: string }): Promise<SourceFile> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(file.path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { path: file.shown, sizeBytes, digest: `sha256:${hash.digest("hex")}` };
}

async function* unzip(chunks: AsyncGenerator<Buffer>, file: string): AsyncGenerator<Buffer> {
  const first = await chunks.next();
  if (first.done) return;
  const whole = (async function* () {
    yield first.value;
    yield* chunks;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const feeding = (async () => {
    for await (const chunk of whole) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk))
        await new Promise<void>((resolve) => gunzip.once("drain", resolve).once("close", resolve));
    }
    gunzip.end();
  })().catch((error: Error) => gunzip.destroy(error));
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (isMillraceError(error)) throw error;
    throw fail("DATA_COMPRESSION_BROKEN", { file, reason: (error as Error).message }, { cause: error });
  } finally {
    gunzip.destroy();
  }
  await feeding;
}

async function* decode(
  chunks: AsyncGenerator<Buffer>,
  declared: Encoding | undefined,
  file: string,
): AsyncGenerator<Buffer> {
  const head = await atLeast(chunks, 8);
  refuseBinary(head, file);
  const [label, markBytes] = labelOf(head, declared);
  const rest = (async function* () {
    yield head.subarray(markBytes);
    yield* chunks;
  })();
  if (label === "utf-8") {
    yield* rest;
    return;
  }
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  let line = 1;
  const decodeChunk = (chunk?: Buffer): Buffer => {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
      const bytes = Buffer.from(text);
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) line++;
      return bytes;
    } catch (error) {
      throw fail(
        "DATA_ENCODING_INVALID",
        { file, line, encoding: label, byte: "found here or after" },
        { cause: error },
      );
    }
  };
  for await (const chunk of rest) yield decodeChunk(chunk);
  yield decodeChunk();
}

async function atLeast(chunks: AsyncGenerator<Buffer>, length: number): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < length) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

function labelOf(head: Buffer, declared: Encoding | undefined): [label: string, markBytes: number] {
  if (head[0] === 0xff && head[1] === 0xfe) return ["utf-16le", 2];
  if (head[0] === 0xfe && head[1] === 0xff) return ["utf-16be", 2];
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return ["utf-8", 3];
  if (declared === "latin-1") return ["windows-1252", 0];
  if (declared === "utf-16") return [head[0] === 0 ? "utf-16be" : "utf-16le", 0];
  return ["utf-8", 0];
}

const signatures: readonly [bytes: string, what: string][] = [
  ["PK\x03\x04", "a ZIP archive (an Excel workbook, perhaps)"],
  ["PAR1", "a Parquet file"],
  ["%PDF", "a PDF document"],
  ["SQLite format 3", "an SQLite database"],
  ["\xd0\xcf\x11\xe0", "an old Excel workbook"],
  ["\x28\xb5\x2f\xfd", "compressed with zstd"],
  ["BZh", "compressed with bzip2"],
];

function refuseBinary(head: Buffer, file: string): void {
  const start = head.subarray(0, 16).toString("latin1");
  const found = signatures.find(([bytes]) => start.startsWith(bytes));
  // A text may begin with "BZh"; a bzip2 file goes on with a digit and a magic number.
  if (found === undefined || (found[0] === "BZh" && !/^BZh[1-9]1AY/.test(start))) return;
  throw fail("DATA_FORMAT_WRONG", { file, expected: "text", got: found[1] });
}
