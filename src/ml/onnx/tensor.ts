import { fail } from "../../errors/index.ts";
import type { ElementType, Tensor, TensorData } from "./messages.ts";
import { invalidOnnx } from "./protobuf/proto-reader.ts";

/** No tensor of a model on a few thousand rows comes near this many elements; a hostile one mustn't take all memory. */
export const mostElements = 33_554_432;

/** The number of elements of a shape. @throws ML_ONNX_INVALID, ML_ONNX_TOO_LARGE */
export function elementCount(dims: readonly number[], where: string): number {
  let count = 1;
  for (const size of dims) {
    if (!Number.isInteger(size) || size < 0) throw invalidOnnx(where, "sizes of 0 and more", `[${dims}]`);
    count *= size;
  }
  if (!(count <= mostElements)) {
    throw fail("ML_ONNX_TOO_LARGE", { where, limit: `${mostElements} elements`, got: `${count}` });
  }
  return count;
}

/** Zeros (empty texts) for a shape. @throws ML_ONNX_INVALID, ML_ONNX_TOO_LARGE */
export function zeros(type: ElementType, dims: readonly number[], where: string): Tensor {
  return tensorOf(type, dims, emptyData(type, elementCount(dims, where)));
}

/** Room for so many elements. */
export function emptyData(type: ElementType, length: number): TensorData {
  switch (type) {
    case "float":
      return new Float32Array(length);
    case "double":
    case "int64":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    case "uint8":
    case "bool":
      return new Uint8Array(length);
    case "string":
      return new Array<string>(length).fill("");
  }
}

/** A tensor of data of the right kind and length. */
export function tensorOf(type: ElementType, dims: readonly number[], data: TensorData): Tensor {
  return { type, dims, data } as Tensor;
}

/** The elements as numbers. @throws ML_ONNX_INVALID for texts */
export function numbersOf(tensor: Tensor, where: string): Float32Array | Float64Array | Int32Array | Uint8Array {
  if (tensor.type === "string") throw invalidOnnx(where, "numbers", "texts");
  return tensor.data;
}

/** The elements as texts. @throws ML_ONNX_INVALID for numbers */
export function textsOf(tensor: Tensor, where: string): readonly string[] {
  if (tensor.type !== "string") throw invalidOnnx(where, "texts", tensor.type);
  return tensor.data;
}

/** A tensor of numbers from plain ones. */
export function numberTensor(
  type: Exclude<ElementType, "string">,
  dims: readonly number[],
  values: ArrayLike<number>,
): Tensor {
  const data = emptyData(type, values.length) as Float64Array;
  for (let i = 0; i < values.length; i++) data[i] = values[i]!;
  return tensorOf(type, dims, data);
}

/** A tensor of texts. */
export function textTensor(dims: readonly number[], data: readonly string[]): Tensor {
  return { type: "string", dims, data };
}
