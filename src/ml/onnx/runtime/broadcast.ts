import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { elementCount } from "../tensor.ts";

/** The shape that shapes come to together. @throws ML_ONNX_INVALID @see https://numpy.org/doc/stable/user/basics.broadcasting.html */
export function broadcastDims(shapes: readonly (readonly number[])[], where: string): readonly number[] {
  const rank = Math.max(0, ...shapes.map((dims) => dims.length));
  const result = new Array<number>(rank).fill(1);
  for (const dims of shapes) {
    dims.forEach((size, d) => {
      const at = rank - dims.length + d;
      if (size === result[at] || size === 1) return;
      if (result[at] !== 1)
        throw invalidOnnx(where, "shapes that go together", shapes.map((one) => `[${one}]`).join(" and "));
      result[at] = size;
    });
  }
  return result;
}

/**
 * For each element of `dims`, the place of its element in a tensor of `from`; null where places are the same.
 * @throws ML_ONNX_TOO_LARGE
 */
export function broadcastPlaces(from: readonly number[], dims: readonly number[], where: string): Int32Array | null {
  if (from.length === dims.length && from.every((size, d) => size === dims[d])) return null;
  const places = new Int32Array(elementCount(dims, where));
  const strides = new Array<number>(dims.length).fill(0);
  let stride = 1;
  for (let d = from.length - 1; d >= 0; d--) {
    if (from[d] !== 1) strides[dims.length - from.length + d] = stride;
    stride *= from[d]!;
  }
  walk(dims, strides, places);
  return places;
}

/** Places of all elements in row-major order, under strides of one's own (as a transposition has). */
export function walk(dims: readonly number[], strides: readonly number[], places: Int32Array, start = 0): void {
  const counters = new Int32Array(dims.length);
  let place = start;
  for (let i = 0; i < places.length; i++) {
    places[i] = place;
    for (let d = dims.length - 1; d >= 0; d--) {
      place += strides[d]!;
      if (++counters[d]! < dims[d]!) break;
      place -= strides[d]! * dims[d]!;
      counters[d] = 0;
    }
  }
}

/** Row-major strides of a shape. */
export function stridesOf(dims: readonly number[]): number[] {
  const strides = new Array<number>(dims.length).fill(1);
  for (let d = dims.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * dims[d + 1]!;
  return strides;
}

/** An axis counted from the front. @throws ML_ONNX_INVALID */
export function axisOf(axis: number, rank: number, where: string): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!(found >= 0 && found < rank)) throw invalidOnnx(where, `an axis of ${rank} dimensions`, axis);
  return found;
}
