// A wasm module names the kind of memory that it imports. The kernels' code is the same for both kinds: threads share theirs,
// and a page that isn't cross-origin isolated can't have shared memory at all. So the kind is written into a module's bytes
// just before they are compiled.

const IMPORT_SECTION = 2;
const FUNCTION = 0;
const MEMORY = 2;
const GLOBAL = 3;
const HAS_MAXIMUM = 1;
const SHARED = 2;

/** Shared memory is seen by many threads. */
export type MemoryKind = "shared" | "unshared";

/**
 * A copy of a module's bytes whose imported memory is shared, or not. The module must import its memory with a maximum
 * (`--maximumMemory`), as shared memory has to have one.
 * @param wasm a valid module of the kernels' own build
 * @see https://webassembly.github.io/threads/core/binary/types.html#limits
 */
export function withMemoryKind(wasm: Uint8Array, kind: MemoryKind): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(wasm);
  const at = memoryFlagsAt(bytes);
  if ((bytes[at]! & HAS_MAXIMUM) === 0) throw new RangeError("the module's memory has no maximum");
  bytes[at] = kind === "shared" ? bytes[at]! | SHARED : bytes[at]! & ~SHARED;
  return bytes;
}

function memoryFlagsAt(bytes: Uint8Array): number {
  const reader = { bytes, at: 8 };
  while (reader.at < bytes.length) {
    const section = bytes[reader.at++]!;
    const size = number(reader);
    if (section !== IMPORT_SECTION) {
      reader.at += size;
      continue;
    }
    for (let left = number(reader); left > 0; left--) {
      skipName(reader);
      skipName(reader);
      const kind = bytes[reader.at++]!;
      if (kind === MEMORY) return reader.at;
      if (kind === FUNCTION) number(reader);
      else if (kind === GLOBAL) reader.at += 2;
      else skipTable(reader);
    }
  }
  throw new RangeError("the module imports no memory");
}

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

/** Unsigned LEB128. */
function number(reader: Reader): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
}

function skipName(reader: Reader): void {
  const length = number(reader);
  reader.at += length;
}

function skipTable(reader: Reader): void {
  reader.at++;
  const flags = number(reader);
  number(reader);
  if ((flags & HAS_MAXIMUM) !== 0) number(reader);
}
