import { fail } from "../../errors/index.ts";
import type { ElementType, Tensor } from "./messages.ts";
import {
  addFloats,
  addIntegers,
  bytesOf,
  decodeText,
  integerOf,
  invalidOnnx,
  readMessage,
  textOf,
} from "./protobuf/proto-reader.ts";
import { elementCount, numberTensor, textTensor } from "./tensor.ts";

/** Number of `TensorProto.DataType` -> how its elements are held, and read from raw little-endian bytes. */
const elementTypes: Readonly<Record<number, { readonly type: ElementType; readonly raw?: RawReader }>> = {
  1: { type: "float", raw: [4, (view, at) => view.getFloat32(at, true)] },
  2: { type: "uint8", raw: [1, (view, at) => view.getUint8(at)] },
  3: { type: "int32", raw: [1, (view, at) => view.getInt8(at)] },
  4: { type: "int32", raw: [2, (view, at) => view.getUint16(at, true)] },
  5: { type: "int32", raw: [2, (view, at) => view.getInt16(at, true)] },
  6: { type: "int32", raw: [4, (view, at) => view.getInt32(at, true)] },
  7: { type: "int64", raw: [8, (view, at) => saturated(view.getBigInt64(at, true))] },
  8: { type: "string" },
  9: { type: "bool", raw: [1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)] },
  11: { type: "double", raw: [8, (view, at) => view.getFloat64(at, true)] },
};

type RawReader = readonly [size: number, read: (view: DataView, at: number) => number];

/** How a type's elements are held; undefined where they are not understood. */
export function elementTypeOf(number: number): ElementType | undefined {
  return Object.hasOwn(elementTypes, number) ? elementTypes[number]!.type : undefined;
}

interface Parts {
  name: string;
  dataType: number;
  raw: Uint8Array | undefined;
  readonly dims: number[];
  readonly numbers: number[];
  readonly texts: string[];
}

/**
 * A TensorProto with its name.
 * @throws ML_ONNX_INVALID; ML_ONNX_UNSUPPORTED for elements of other types and for data in other files
 */
export function decodeTensor(bytes: Uint8Array, where: string): { readonly name: string; readonly tensor: Tensor } {
  const parts: Parts = { name: "", dataType: 0, raw: undefined, dims: [], numbers: [], texts: [] };
  const refuse = (): never => {
    throw fail("ML_ONNX_UNSUPPORTED", { what: `data in parts or in another file (${where})` });
  };
  const integers = (value: Parameters<typeof integerOf>[0]): void => addIntegers(value, where, parts.numbers);
  readMessage(bytes, where, {
    1: (value) => addIntegers(value, where, parts.dims),
    2: (value) => {
      parts.dataType = integerOf(value, where);
    },
    3: refuse,
    4: (value) => addFloats(value, 4, where, parts.numbers),
    5: integers,
    6: (value) => parts.texts.push(decodeText(bytesOf(value, where), where)),
    7: integers,
    8: (value) => {
      parts.name = textOf(value, where);
    },
    9: (value) => {
      parts.raw = bytesOf(value, where);
    },
    10: (value) => addFloats(value, 8, where, parts.numbers),
    11: integers,
    13: refuse,
    14: (value) => (integerOf(value, where) === 0 ? undefined : refuse()),
  });
  return { name: parts.name, tensor: tensorOfParts(parts, `${where} "${parts.name}"`) };
}

function tensorOfParts({ dataType, dims, raw, numbers, texts }: Parts, where: string): Tensor {
  if (!Object.hasOwn(elementTypes, dataType)) {
    throw fail("ML_ONNX_UNSUPPORTED", { what: `elements of type ${dataType} (${where})` });
  }
  const count = elementCount(dims, where);
  const { type, raw: reader } = elementTypes[dataType]!;
  if (type === "string") {
    if (texts.length !== count) throw invalidOnnx(where, `${count} texts`, texts.length);
    return textTensor(dims, texts);
  }
  if (raw === undefined) {
    if (numbers.length !== count) throw invalidOnnx(where, `${count} elements`, numbers.length);
    return numberTensor(type, dims, numbers);
  }
  const [size, read] = reader!;
  if (raw.length !== count * size) throw invalidOnnx(where, `${count * size} bytes`, raw.length);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  return numberTensor(
    type,
    dims,
    Array.from({ length: count }, (_, i) => read(view, i * size)),
  );
}

function saturated(value: bigint): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));
}
