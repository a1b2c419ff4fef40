/**
 * The little of POSIX ustar that a backup needs: plain files, in order, names of at most 100 ASCII characters. Reading
 * refuses everything else (links, folders, devices, extended headers), so that no archive can reach outside its names.
 * @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */

const blockBytes = 512;

/** A file in the archive. Its body must be read before the next entry is asked for. */
export interface TarEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes; throws RangeError if the archive ends before `sizeBytes`. */
  readonly body: AsyncIterable<Buffer>;
}

/** The 512 bytes before a file of that size. `sizeBytes` below 2^53. */
export function tarHeader(name: string, sizeBytes: number): Buffer {
  if (!isName(name)) throw new RangeError(`"${name}" can't stand in the archive`);
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, "ascii");
  header.write("0000600\0", 100, "ascii");
  header.write("0000000\0", 108, "ascii");
  header.write("0000000\0", 116, "ascii");
  writeSize(header, sizeBytes);
  // Times stay zero: equal contents give equal archives.
  header.write("00000000000\0", 136, "ascii");
  header.write("0", 156, "ascii");
  header.write("ustar\x0000", 257, "ascii");
  header.write(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148, "ascii");
  return header;
}

/** What fills the last block of a file of that size. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

/** What ends an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

/** Reads an archive strictly. @throws RangeError with what is wrong */
export async function* readTar(stream: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const source = new ByteSource(stream);
  for (;;) {
    const header = await source.exactly(blockBytes);
    if (header.every((byte) => byte === 0)) break;
    const { name, sizeBytes } = parseHeader(header);
    let left = sizeBytes;
    const body = async function* (): AsyncGenerator<Buffer> {
      while (left > 0) {
        const chunk = await source.some(left);
        left -= chunk.length;
        yield chunk;
      }
    };
    yield { name, sizeBytes, body: body() };
    if (left > 0) throw new RangeError(`"${name}" was not read to its end`);
    await source.exactly(tarPadding(sizeBytes).length);
  }
  const end = await source.exactly(blockBytes);
  if (!end.every((byte) => byte === 0) || !(await source.isAtEnd())) {
    throw new RangeError("something follows the end of the archive");
  }
}

function parseHeader(header: Buffer): { name: string; sizeBytes: number } {
  const written = Number.parseInt(header.toString("ascii", 148, 156), 8);
  if (written !== checksum(header)) throw new RangeError("a header's checksum is wrong");
  const name = textAt(header, 0, 100);
  const isPlain = header[156] === 0x30 && textAt(header, 157, 100) === "" && textAt(header, 345, 155) === "";
  if (!isPlain || !isName(name)) throw new RangeError(`the entry "${name}" is not a plain file of a backup`);
  return { name, sizeBytes: readSize(header) };
}

/** Relative, forward slashes, no dot at the beginning of a part. */
function isName(name: string): boolean {
  return name.length <= 100 && /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(name);
}

function textAt(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? length : end);
}

/** Octal below 8 GiB, base-256 (as GNU tar does) above. */
function writeSize(header: Buffer, sizeBytes: number): void {
  if (sizeBytes < 8 ** 11) {
    header.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124, "ascii");
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(sizeBytes), 128);
}

function readSize(header: Buffer): number {
  const isBinary = header[124] === 0x80;
  const text = textAt(header, 124, 12);
  const size = isBinary
    ? Number(header.readBigUInt64BE(128))
    : /^[0-7]{11}$/.test(text)
      ? Number.parseInt(text, 8)
      : -1;
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError("a file's size is not a number");
  return size;
}

/** Sum of all bytes, the checksum's own eight counted as spaces. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < blockBytes; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return sum;
}

/** Bytes of a stream, taken in the sizes that are asked for. */
class ByteSource {
  readonly #iterator: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** Between 1 and `atMost` bytes. @throws RangeError at the end */
  async some(atMost: number): Promise<Buffer> {
    if (!(await this.#fill())) throw new RangeError("the archive ends too early");
    const taken = this.#rest.subarray(0, atMost);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#fill());
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }
}
