import { invalid, isObject } from "../routes/rows-body.ts";
import type { Datatype } from "./tensors.ts";

/**
 * The JSON form of a request in the protocol's binary extension: a JSON head of `headBytes` bytes, then the raw data of the
 * inputs that declare `binary_data_size`, in their order, little-endian; a text is its length in four bytes, then UTF-8.
 * @see https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
 * @throws HTTP_BODY_INVALID
 */
export function withBinaryData(head: unknown, data: Buffer): unknown {
  if (!isObject(head) || !Array.isArray(head["inputs"])) return head;
  let at = 0;
  const inputs = head["inputs"].map((input: unknown, i) => {
    const parameters = isObject(input) ? input["parameters"] : undefined;
    const size = isObject(parameters) ? parameters["binary_data_size"] : undefined;
    if (size === undefined) return input;
    if (!Number.isSafeInteger(size) || (size as number) < 0 || at + (size as number) > data.length) {
      throw invalid(`input ${i}, "binary_data_size"`, `at most the ${data.length - at} bytes that are left`, size);
    }
    const bytes = data.subarray(at, at + (size as number));
    at += size as number;
    const { datatype } = input as { datatype?: unknown };
    return { ...(input as object), data: valuesOf(bytes, datatype, i) };
  });
  if (at !== data.length) throw invalid("the binary data", `${at} bytes as the inputs declare`, data.length);
  return { ...head, inputs };
}

type Reader = readonly [bytes: number, read: (data: Buffer, at: number) => number | boolean];

const readers: Readonly<Record<Exclude<Datatype, "BYTES" | "FP16">, Reader>> = {
  BOOL: [1, (data, at) => data[at] !== 0],
  UINT8: [1, (data, at) => data.readUInt8(at)],
  UINT16: [2, (data, at) => data.readUInt16LE(at)],
  UINT32: [4, (data, at) => data.readUInt32LE(at)],
  UINT64: [8, (data, at) => Number(data.readBigUInt64LE(at))],
  INT8: [1, (data, at) => data.readInt8(at)],
  INT16: [2, (data, at) => data.readInt16LE(at)],
  INT32: [4, (data, at) => data.readInt32LE(at)],
  INT64: [8, (data, at) => Number(data.readBigInt64LE(at))],
  FP32: [4, (data, at) => data.readFloatLE(at)],
  FP64: [8, (data, at) => data.readDoubleLE(at)],
};

function valuesOf(data: Buffer, datatype: unknown, index: number): unknown[] {
  if (datatype === "BYTES") return textsOf(data, index);
  if (typeof datatype !== "string" || !Object.hasOwn(readers, datatype)) {
    throw invalid(`input ${index}, "datatype"`, `one of BYTES, ${Object.keys(readers).join(", ")} in binary`, datatype);
  }
  const [bytes, read] = readers[datatype as keyof typeof readers];
  if (data.length % bytes !== 0) throw invalid(`input ${index}, its data`, `a multiple of ${bytes} bytes`, data.length);
  // NaN is how arrays of numbers say "missing"; JSON's inputs say null.
  return Array.from({ length: data.length / bytes }, (_, i) => {
    const value = read(data, i * bytes);
    return Number.isNaN(value) ? null : value;
  });
}

function textsOf(data: Buffer, index: number): string[] {
  const texts: string[] = [];
  for (let at = 0; at < data.length; ) {
    const size = at + 4 <= data.length ? data.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + size > data.length)
      throw invalid(`input ${index}, text ${texts.length}`, "as many bytes as its length says", data.length - at);
    texts.push(data.toString("utf8", at + 4, at + 4 + size));
    at += 4 + size;
  }
  return texts;
}
