import { canonicalJson } from "../canonical-json.ts";
import type { ModelData, ModelValue } from "../estimators/estimator.ts";
import { corrupt } from "../transformers/read-data.ts";

/**
 * Model data as bytes, one way only: equal data give equal bytes, and bytes that could have been written otherwise are refused.
 *
 *     0  8 bytes   "MILLRACE"
 *     8  uint32    version of this format
 *    12  uint32    length of the header in bytes
 *    16  uint32    CRC-32 of everything from byte 24 on
 *    20  uint32    0
 *    24  header    canonical JSON; an array is {"$array": type, "at": offset, "length": items}
 *     …  zeros up to a multiple of 8, then the arrays in order of the header, little-endian, each padded with zeros to a multiple of 8
 *
 * Numbers that JSON hasn't are {"$number": "NaN" | "Infinity" | "-Infinity" | "-0"}. Nothing in it can execute.
 */
const magic = "MILLRACE";
const formatVersion = 1;
const prologueBytes = 24;
const mostDepth = 256;

const arrayTypes = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type ModelArray = InstanceType<(typeof arrayTypes)[ArrayType]>;

/** Model data as bytes. @throws TypeError for what isn't model data (keys that start with "$", `__proto__`, functions) */
export function encodeContainer(data: ModelData): Uint8Array<ArrayBuffer> {
  const arrays: { bytes: Uint8Array; at: number }[] = [];
  let size = 0;
  const place = (array: ModelArray): number => {
    const at = size;
    arrays.push({ bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at });
    size = padded(size + array.byteLength);
    return at;
  };
  const header = new TextEncoder().encode(canonicalJson(plainOf(data, place)));
  const start = padded(prologueBytes + header.length);
  const out = new Uint8Array(start + size);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode(magic));
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, header.length, true);
  out.set(header, prologueBytes);
  for (const { bytes, at } of arrays) out.set(bytes, start + at);
  view.setUint32(16, crc32(out, prologueBytes), true);
  return out;
}

/**
 * The data of bytes that `encodeContainer` made; arrays are copies.
 * @throws ML_MODEL_CORRUPT for any other bytes
 */
export function decodeContainer(bytes: Uint8Array): ModelData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < prologueBytes) throw corrupt("the file", `at least ${prologueBytes} bytes`, bytes.length);
  const word = String.fromCharCode(...bytes.subarray(0, magic.length));
  if (word !== magic) throw corrupt("byte 0", `"${magic}"`, word);
  if (view.getUint32(8, true) !== formatVersion) {
    throw corrupt("byte 8", `format version ${formatVersion}`, view.getUint32(8, true));
  }
  const headerLength = view.getUint32(12, true);
  const start = padded(prologueBytes + headerLength);
  if (start > bytes.length) throw corrupt("byte 12", "a header inside the file", headerLength);
  if (view.getUint32(20, true) !== 0) throw corrupt("byte 20", "0", view.getUint32(20, true));
  if (view.getUint32(16, true) !== crc32(bytes, prologueBytes)) {
    throw corrupt("byte 16", "the checksum of what follows", "another: the file is damaged or cut off");
  }
  refuseNonZero(bytes, prologueBytes + headerLength, start);
  const header = parseHeader(bytes.subarray(prologueBytes, prologueBytes + headerLength));
  const sections = new SectionReader(bytes, start);
  const data = modelValueOf(header, "header", sections);
  sections.finish();
  if (typeof data !== "object" || data === null || Array.isArray(data) || ArrayBuffer.isView(data)) {
    throw corrupt("header", "an object", data);
  }
  return data as ModelData;
}

/** CRC-32 (IEEE 802.3) from `start` to the end. @see https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export function crc32(bytes: Uint8Array, start = 0): number {
  let crc = 0xffffffff;
  for (let i = start; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Hands out sections in the order in which they were written, so that none overlaps, is left out or lies outside. */
class SectionReader {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  #next = 0;

  constructor(bytes: Uint8Array, start: number) {
    // A Node Buffer's own slice() shares memory, where an array's copies.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#start = start;
  }

  take(type: ArrayType, at: number, length: number, where: string): ModelArray {
    const size = length * arrayTypes[type].BYTES_PER_ELEMENT;
    if (at !== this.#next) throw corrupt(`${where}.at`, `${this.#next}`, at);
    const from = this.#start + at;
    const to = this.#start + padded(at + size);
    if (!(to <= this.#bytes.length)) throw corrupt(`${where}.length`, "an array inside the file", length);
    refuseNonZero(this.#bytes, from + size, to);
    this.#next = to - this.#start;
    return new arrayTypes[type](this.#bytes.slice(from, from + size).buffer as ArrayBuffer);
  }

  finish(): void {
    const end = this.#start + this.#next;
    if (end !== this.#bytes.length) throw corrupt("the file", `${end} bytes`, this.#bytes.length);
  }
}

/** Model data with arrays placed and special numbers named, ready for canonical JSON. Keys are visited in its order. */
function plainOf(value: ModelValue, place: (array: ModelArray) => number): unknown {
  if (typeof value === "number") return plainNumber(value);
  if (value === null || typeof value !== "object") return value;
  if (ArrayBuffer.isView(value)) {
    const array = value as ModelArray;
    return { $array: typeOf(array), at: place(array), length: array.length };
  }
  if (Array.isArray(value)) return value.map((item: ModelValue) => plainOf(item, place));
  const record = value as { readonly [key: string]: ModelValue };
  return Object.fromEntries(
    sortedKeys(record).map((key) => {
      if (key.startsWith("$") || key === "__proto__") throw new TypeError(`model data can't have the key ${key}`);
      return [key, plainOf(record[key]!, place)];
    }),
  );
}

function modelValueOf(value: unknown, where: string, sections: SectionReader): ModelValue {
  if (value === null || typeof value !== "object") return value as ModelValue;
  if (Array.isArray(value)) return value.map((item, i) => modelValueOf(item, `${where}[${i}]`, sections));
  const record = value as Record<string, unknown>;
  if (Object.hasOwn(record, "$array")) return arrayOf(record, where, sections);
  if (Object.hasOwn(record, "$number")) return specialNumber(record, where);
  return Object.fromEntries(
    sortedKeys(record).map((key) => {
      if (key.startsWith("$") || key === "__proto__") throw corrupt(where, "ordinary keys", key);
      return [key, modelValueOf(record[key], `${where}.${key}`, sections)];
    }),
  );
}

function arrayOf(record: Record<string, unknown>, where: string, sections: SectionReader): ModelArray {
  const { $array: type, at, length } = record;
  if (typeof type !== "string" || !Object.hasOwn(arrayTypes, type)) throw corrupt(where, "a known type of array", type);
  if (
    !Number.isSafeInteger(at) ||
    !Number.isSafeInteger(length) ||
    Number(length) < 0 ||
    Object.keys(record).length !== 3
  ) {
    throw corrupt(where, "an array's place and length", "something else");
  }
  return sections.take(type as ArrayType, at as number, length as number, where);
}

const specials: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "-0": -0,
};

function plainNumber(value: number): unknown {
  if (Object.is(value, -0)) return { $number: "-0" };
  return Number.isFinite(value) ? value : { $number: String(value) };
}

function specialNumber(record: Record<string, unknown>, where: string): number {
  const name = record["$number"];
  if (typeof name !== "string" || !Object.hasOwn(specials, name) || Object.keys(record).length !== 1) {
    throw corrupt(where, "NaN, Infinity, -Infinity or -0", name);
  }
  return specials[name]!;
}

/** JSON that is exactly what canonical JSON would be: this refuses duplicate keys, other orders and spellings at once. */
function parseHeader(bytes: Uint8Array): unknown {
  refuseDepth(bytes);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value) === text) return value;
  } catch {
    // Bad UTF-8, bad JSON, or a number that is too large: all of it is refused alike.
  }
  throw corrupt("header", "canonical JSON in UTF-8", "something else");
}

/** Counted before parsing, as recursion over a deep header would end in a stack overflow. */
function refuseDepth(bytes: Uint8Array): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inText) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > mostDepth) throw corrupt(`byte ${prologueBytes + i}`, `at most ${mostDepth} levels`, "more");
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
}

function refuseNonZero(bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) throw corrupt(`byte ${i}`, "0", bytes[i]);
}

function typeOf(array: ModelArray): ArrayType {
  const found = Object.entries(arrayTypes).find(([, arrayType]) => array instanceof arrayType);
  if (found === undefined) throw new TypeError("model data can't have this type of array");
  return found[0] as ArrayType;
}

function sortedKeys(record: object): string[] {
  return Object.keys(record).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function padded(size: number): number {
  return Math.ceil(size / 8) * 8;
}
