import { fail } from "../../../errors/index.ts";

/** A value as it stands on the wire: a whole number, 4 or 8 raw bytes, or a run of bytes. */
export type WireValue =
  | { readonly wire: "varint"; readonly value: bigint }
  | { readonly wire: "fixed32" | "fixed64" | "bytes"; readonly bytes: Uint8Array };

/** What is done with each field of a message that is known; others are passed over, as protocol buffers ask. */
export type FieldHandlers = Readonly<Record<number, (value: WireValue) => void>>;

/** The error of a file that breaks a rule of the format. */
export function invalidOnnx(where: string, expected: string, got: unknown): Error {
  const text = typeof got === "string" ? got : String(got);
  return fail("ML_ONNX_INVALID", { where, expected, got: text.length > 80 ? `${text.slice(0, 80)}…` : text });
}

/**
 * Reads the fields of one message in order. Every length is held against the bytes that are there; nothing is copied.
 * @throws ML_ONNX_INVALID
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function readMessage(bytes: Uint8Array, where: string, handlers: FieldHandlers): void {
  const cursor = { bytes, at: 0, where };
  while (cursor.at < bytes.length) {
    const key = readVarint(cursor);
    const field = Number(key >> 3n);
    if (field < 1 || field > 536_870_911) throw invalidOnnx(where, "a field number", field);
    const value = readValue(cursor, Number(key & 7n));
    if (Object.hasOwn(handlers, field)) handlers[field]!(value);
  }
}

/** Bytes of a field. @throws ML_ONNX_INVALID */
export function bytesOf(value: WireValue, where: string): Uint8Array {
  if (value.wire === "bytes") return value.bytes;
  throw invalidOnnx(where, "bytes", value.wire);
}

/** UTF-8 text. @throws ML_ONNX_INVALID */
export function textOf(value: WireValue, where: string): string {
  return decodeText(bytesOf(value, where), where);
}

/** UTF-8 text of bytes. @throws ML_ONNX_INVALID */
export function decodeText(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalidOnnx(where, "UTF-8", "other bytes");
  }
}

/** A signed whole number, at most 2^53 away from 0. @throws ML_ONNX_INVALID */
export function integerOf(value: WireValue, where: string): number {
  if (value.wire !== "varint") throw invalidOnnx(where, "a whole number", value.wire);
  return saturated(value.value);
}

/** A float32. @throws ML_ONNX_INVALID */
export function floatOf(value: WireValue, where: string): number {
  if (value.wire !== "fixed32") throw invalidOnnx(where, "a float", value.wire);
  return new DataView(value.bytes.buffer, value.bytes.byteOffset, 4).getFloat32(0, true);
}

/** Adds one number or a packed run of them. @throws ML_ONNX_INVALID */
export function addIntegers(value: WireValue, where: string, into: number[]): void {
  if (value.wire === "varint") {
    into.push(saturated(value.value));
    return;
  }
  const cursor = { bytes: bytesOf(value, where), at: 0, where };
  while (cursor.at < cursor.bytes.length) into.push(saturated(readVarint(cursor)));
}

/** Adds one float32 or float64, or a packed run of them. @throws ML_ONNX_INVALID */
export function addFloats(value: WireValue, size: 4 | 8, where: string, into: number[]): void {
  if (value.wire === "varint") throw invalidOnnx(where, "floats", value.wire);
  const { bytes } = value;
  if (bytes.length % size !== 0) throw invalidOnnx(where, `a multiple of ${size} bytes`, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    into.push(size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  readonly where: string;
  at: number;
}

function readValue(cursor: Cursor, wire: number): WireValue {
  switch (wire) {
    case 0:
      return { wire: "varint", value: readVarint(cursor) };
    case 1:
      return { wire: "fixed64", bytes: take(cursor, 8) };
    case 2:
      return { wire: "bytes", bytes: take(cursor, Number(readVarint(cursor))) };
    case 5:
      return { wire: "fixed32", bytes: take(cursor, 4) };
    default:
      throw invalidOnnx(cursor.where, "a wire type of protocol buffers", wire);
  }
}

function readVarint(cursor: Cursor): bigint {
  let [low, scale] = [0, 1];
  // Seven bytes fit a double exactly; longer numbers are rare.
  for (let i = 0; i < 7; i++) {
    const byte = next(cursor);
    low += (byte & 127) * scale;
    if (byte < 128) return BigInt(low);
    scale *= 128;
  }
  let value = BigInt(low);
  for (let i = 7; i < 10; i++) {
    const byte = next(cursor);
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return BigInt.asUintN(64, value);
  }
  throw invalidOnnx(cursor.where, "a number of at most ten bytes", "more");
}

function next(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at];
  if (byte === undefined) throw invalidOnnx(cursor.where, "more bytes", "the end");
  cursor.at++;
  return byte;
}

function take(cursor: Cursor, length: number): Uint8Array {
  if (length > cursor.bytes.length - cursor.at) {
    throw invalidOnnx(cursor.where, `${length} bytes`, `${cursor.bytes.length - cursor.at}`);
  }
  const from = cursor.at;
  cursor.at += length;
  return cursor.bytes.subarray(from, cursor.at);
}

/** Beyond 2^53 it is 2^53: such numbers are ends of slices ("all that is left"), never counts. */
function saturated(value: bigint): number {
  const signed = Number(BigInt.asIntN(64, value));
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, signed));
}
