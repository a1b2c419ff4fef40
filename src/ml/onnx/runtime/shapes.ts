import { elementTypeOf } from "../decode-tensor.ts";
import type { ElementType, Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { elementCount, emptyData, numbersOf, numberTensor, tensorOf, textTensor, zeros } from "../tensor.ts";
import { axisOf, broadcastDims, broadcastPlaces, stridesOf, walk } from "./broadcast.ts";
import { type Budget, type CompiledNode, inputAt, type NodeReader, type Operator } from "./operator.ts";

/** Operators that move elements and leave them as they are, constants, and casts. */
export const shapeOperators: Readonly<Record<string, Operator>> = {
  Identity: passThrough,
  Dropout: passThrough,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Cast: cast,
  Shape: shape,
  Size:
    ({ where }) =>
    (inputs) => [numberTensor("int64", [], [inputAt(inputs, 0, where).data.length])],
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Split: split,
  Gather: gather,
  Expand: expand,
  Tile: tile,
};

function passThrough({ where }: NodeReader): CompiledNode {
  return (inputs) => [inputAt(inputs, 0, where)];
}

function constant(node: NodeReader): CompiledNode {
  const value = node.tensor("value");
  if (value !== undefined) return () => [value];
  const given: readonly (readonly [string, () => Tensor])[] = [
    ["value_float", () => numberTensor("float", [], [node.float("value_float")])],
    ["value_floats", () => numberTensor("float", [node.floats("value_floats").length], node.floats("value_floats"))],
    ["value_int", () => numberTensor("int64", [], [node.int("value_int")])],
    ["value_ints", () => numberTensor("int64", [node.ints("value_ints").length], node.ints("value_ints"))],
    ["value_string", () => textTensor([], [node.text("value_string")])],
    ["value_strings", () => textTensor([node.texts("value_strings").length], node.texts("value_strings"))],
  ];
  const found = given.find(([name]) => node.has(name));
  if (found === undefined) throw node.invalid("value", "a value", "none");
  const made = found[1]();
  return () => [made];
}

function constantOfShape(node: NodeReader): CompiledNode {
  const value = node.tensor("value") ?? numberTensor("float", [1], [0]);
  return (inputs, budget) => {
    const dims = wholeNumbers(inputAt(inputs, 0, node.where), node.where);
    const made = zeros(value.type, dims, node.where);
    budget.spend(made.data.length, node.where);
    (made.data as (number | string)[]).fill(value.data[0] ?? 0);
    return [made];
  };
}

function cast(node: NodeReader): CompiledNode {
  const type = elementTypeOf(node.int("to"));
  if (type === undefined) throw node.unsupported(`elements of type ${node.int("to")}`);
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(x.data.length, node.where);
    return [castTo(x, type, node.where)];
  };
}

/** A tensor as another type: floats to whole numbers lose what is behind the point, numbers to texts are spelled shortly. */
export function castTo(x: Tensor, type: ElementType, where: string): Tensor {
  if (x.type === type) return x;
  if (type === "string") {
    const spelled = Array.from(x.data as Float64Array, (value) => String(value));
    return textTensor(x.dims, spelled);
  }
  const numbers = x.type === "string" ? x.data.map((text) => numberOfText(text, where)) : x.data;
  const isWhole = type === "int64" || type === "int32" || type === "uint8";
  const out = emptyData(type, numbers.length) as Float64Array;
  for (let i = 0; i < out.length; i++) {
    const value = numbers[i]!;
    out[i] = type === "bool" ? Number(value !== 0) : isWhole ? Math.trunc(value) : value;
  }
  return tensorOf(type, x.dims, out);
}

function numberOfText(text: string, where: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value) && !/^\s*[-+]?nan\s*$/i.test(text))
    throw invalidOnnx(where, "a text that spells a number", text);
  return value;
}

function shape(node: NodeReader): CompiledNode {
  const [start, end] = [node.int("start", 0), node.int("end", Number.MAX_SAFE_INTEGER)];
  return (inputs) => {
    const { dims } = inputAt(inputs, 0, node.where);
    const part = dims.slice(start, end);
    return [numberTensor("int64", [part.length], part)];
  };
}

function reshape(node: NodeReader): CompiledNode {
  const keepsZero = node.int("allowzero", 0) === 1;
  const fixed = node.has("shape") ? node.ints("shape") : undefined;
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    const asked = fixed ?? wholeNumbers(inputAt(inputs, 1, node.where), node.where);
    const dims = asked.map((size, d) => (size === 0 && !keepsZero ? (x.dims[d] ?? 0) : size));
    const open = dims.indexOf(-1);
    if (open >= 0) {
      const rest = dims.reduce((product, size, d) => (d === open ? product : product * size), 1);
      dims[open] = rest === 0 ? 0 : x.data.length / rest;
    }
    return [withDims(x, dims, node.where)];
  };
}

function withDims(x: Tensor, dims: readonly number[], where: string): Tensor {
  if (elementCount(dims, where) !== x.data.length) {
    throw invalidOnnx(where, `a shape of ${x.data.length} elements`, `[${dims}]`);
  }
  return tensorOf(x.type, dims, x.data);
}

function flatten(node: NodeReader): CompiledNode {
  const axis = node.int("axis", 1);
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    const at = axis === x.dims.length ? axis : axisOf(axis, Math.max(1, x.dims.length), node.where);
    const rows = x.dims.slice(0, at).reduce((product, size) => product * size, 1);
    return [withDims(x, [rows, rows === 0 ? 0 : x.data.length / rows], node.where)];
  };
}

function squeeze(node: NodeReader): CompiledNode {
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    const axes = axesIn(node, inputs[1], x.dims.length);
    const dims = x.dims.filter((size, d) => (axes === undefined ? size !== 1 : !axes.includes(d)));
    return [withDims(x, dims, node.where)];
  };
}

function unsqueeze(node: NodeReader): CompiledNode {
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    const given = inputs[1] === undefined ? node.ints("axes") : wholeNumbers(inputs[1], node.where);
    const rank = x.dims.length + given.length;
    const axes = given.map((axis) => axisOf(axis, rank, node.where));
    const rest = [...x.dims];
    const dims = Array.from({ length: rank }, (_, d) => (axes.includes(d) ? 1 : (rest.shift() ?? 1)));
    return [withDims(x, dims, node.where)];
  };
}

/** Axes are an attribute in older versions, an input in newer ones; undefined: none are named. */
export function axesIn(node: NodeReader, input: Tensor | undefined, rank: number): readonly number[] | undefined {
  const given =
    input === undefined ? (node.has("axes") ? node.ints("axes") : undefined) : wholeNumbers(input, node.where);
  return given === undefined || given.length === 0 ? undefined : given.map((axis) => axisOf(axis, rank, node.where));
}

function transpose(node: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    const order = node.ints(
      "perm",
      x.dims.map((_, d) => x.dims.length - 1 - d),
    );
    const isOrder = order.length === x.dims.length && new Set(order).size === order.length;
    if (!isOrder || !order.every((d) => x.dims[d] !== undefined))
      throw node.invalid("perm", "an order of the axes", order);
    const strides = stridesOf(x.dims);
    const dims = order.map((d) => x.dims[d]!);
    const places = new Int32Array(x.data.length);
    walk(
      dims,
      order.map((d) => strides[d]!),
      places,
    );
    return [picked(x, dims, places, budget, node.where)];
  };
}

/** The elements at the given places. */
function picked(x: Tensor, dims: readonly number[], places: Int32Array, budget: Budget, where: string): Tensor {
  budget.spend(places.length, where);
  const out = emptyData(x.type, places.length) as (number | string)[];
  for (let i = 0; i < places.length; i++) out[i] = x.data[places[i]!]!;
  return tensorOf(x.type, dims, out as never);
}

function concat(node: NodeReader): CompiledNode {
  const axis = node.int("axis");
  return (inputs, budget) => {
    const parts = inputs.map((_, i) => inputAt(inputs, i, node.where));
    const first = inputAt(inputs, 0, node.where);
    const at = axisOf(axis, first.dims.length, node.where);
    const fits = (one: Tensor): boolean =>
      one.type === first.type &&
      one.dims.length === first.dims.length &&
      one.dims.every((size, d) => d === at || size === first.dims[d]);
    if (!parts.every(fits))
      throw node.invalid(
        "inputs",
        "tensors that fit together",
        parts.map(({ dims }) => `[${dims}]`),
      );
    const dims = first.dims.map((size, d) => (d === at ? parts.reduce((sum, one) => sum + one.dims[at]!, 0) : size));
    const out = emptyData(first.type, elementCount(dims, node.where)) as (number | string)[];
    budget.spend(out.length, node.where);
    const outer = dims.slice(0, at).reduce((product, size) => product * size, 1);
    const inner = dims.slice(at + 1).reduce((product, size) => product * size, 1);
    let to = 0;
    for (let o = 0; o < outer; o++) {
      for (const one of parts) {
        const length = one.dims[at]! * inner;
        for (let i = 0; i < length; i++) out[to++] = one.data[o * length + i]!;
      }
    }
    return [tensorOf(first.type, dims, out as never)];
  };
}

/** Bounds are attributes up to version 9, inputs from 10 on. */
function slice(node: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    const list = (place: number, name: string): readonly number[] | undefined => {
      const input = inputs[place];
      return input === undefined ? (node.has(name) ? node.ints(name) : undefined) : wholeNumbers(input, node.where);
    };
    const [starts, ends] = [list(1, "starts") ?? [], list(2, "ends") ?? []];
    const axes = list(3, "axes") ?? starts.map((_, d) => d);
    const steps = list(4, "steps") ?? starts.map(() => 1);
    if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length) {
      throw node.invalid("starts", "as many starts, ends, axes and steps", starts.length);
    }
    const dims = [...x.dims];
    const strides = stridesOf(x.dims);
    let origin = 0;
    for (const [i, axis] of axes.entries()) {
      const d = axisOf(axis, x.dims.length, node.where);
      const { from, count, step } = rangeOf(x.dims[d]!, starts[i]!, ends[i]!, steps[i]!, node);
      dims[d] = count;
      origin += from * stridesOf(x.dims)[d]!;
      strides[d] = stridesOf(x.dims)[d]! * step;
    }
    const places = new Int32Array(elementCount(dims, node.where));
    walk(dims, strides, places, origin);
    return [picked(x, dims, places, budget, node.where)];
  };
}

function rangeOf(size: number, start: number, end: number, step: number, node: NodeReader) {
  if (step === 0) throw node.invalid("steps", "steps other than 0", 0);
  const within = (at: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, at < 0 ? at + size : at));
  const from = step > 0 ? within(start, 0, size) : within(start, 0, size - 1);
  const to = step > 0 ? within(end, 0, size) : within(end, -1, size - 1);
  return { from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

function split(node: NodeReader): CompiledNode {
  const axis = node.int("axis", 0);
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    const at = axisOf(axis, x.dims.length, node.where);
    const size = x.dims[at]!;
    const parts = inputs[1] === undefined ? node.ints("split") : wholeNumbers(inputs[1], node.where);
    const even = Math.ceil(size / Math.max(1, node.nOutputs));
    const sizes =
      parts.length > 0
        ? parts
        : Array.from({ length: node.nOutputs }, (_, i) => Math.max(0, Math.min(even, size - i * even)));
    if (sizes.some((one) => one < 0) || sizes.reduce((sum, one) => sum + one, 0) !== size) {
      throw node.invalid("split", `parts of ${size}`, sizes);
    }
    const strides = stridesOf(x.dims);
    let from = 0;
    return sizes.map((length) => {
      const dims = x.dims.map((one, d) => (d === at ? length : one));
      const places = new Int32Array(elementCount(dims, node.where));
      walk(dims, strides, places, from * strides[at]!);
      from += length;
      return picked(x, dims, places, budget, node.where);
    });
  };
}

function gather(node: NodeReader): CompiledNode {
  const axis = node.int("axis", 0);
  return (inputs, budget) => {
    const [x, indices] = [inputAt(inputs, 0, node.where), inputAt(inputs, 1, node.where)];
    const at = axisOf(axis, x.dims.length, node.where);
    return [gathered(x, at, indices, budget, node.where)];
  };
}

/** Slices of `x` along an axis, in the order and shape of the indices. @throws ML_ONNX_INVALID for indices outside */
export function gathered(x: Tensor, axis: number, indices: Tensor, budget: Budget, where: string): Tensor {
  const size = x.dims[axis]!;
  const chosen = numbersOf(indices, where);
  const dims = [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)];
  const places = new Int32Array(elementCount(dims, where));
  const outer = x.dims.slice(0, axis).reduce((product, one) => product * one, 1);
  const inner = x.dims.slice(axis + 1).reduce((product, one) => product * one, 1);
  let to = 0;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < chosen.length; i++) {
      const index = chosen[i]! < 0 ? chosen[i]! + size : chosen[i]!;
      if (!(index >= 0 && index < size)) throw invalidOnnx(where, `indices below ${size}`, chosen[i]);
      for (let k = 0; k < inner; k++) places[to++] = (o * size + index) * inner + k;
    }
  }
  return picked(x, dims, places, budget, where);
}

function expand({ where }: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, where);
    const dims = broadcastDims([x.dims, wholeNumbers(inputAt(inputs, 1, where), where)], where);
    const places = broadcastPlaces(x.dims, dims, where);
    return [places === null ? x : picked(x, dims, places, budget, where)];
  };
}

function tile({ where }: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, where);
    const repeats = wholeNumbers(inputAt(inputs, 1, where), where);
    const dims = x.dims.map((size, d) => size * (repeats[d] ?? 1));
    const total = elementCount(dims, where);
    const strides = stridesOf(x.dims);
    const outStrides = stridesOf(dims);
    const places = Int32Array.from({ length: total }, (_, i) => {
      let [rest, place] = [i, 0];
      for (let d = 0; d < dims.length; d++) {
        const at = Math.floor(rest / outStrides[d]!);
        rest -= at * outStrides[d]!;
        place += (at % x.dims[d]!) * strides[d]!;
      }
      return place;
    });
    return [picked(x, dims, places, budget, where)];
  };
}

/** The elements as whole numbers. @throws ML_ONNX_INVALID */
export function wholeNumbers(tensor: Tensor, where: string): number[] {
  const values = Array.from(numbersOf(tensor, where));
  if (!values.every(Number.isInteger)) throw invalidOnnx(where, "whole numbers", values);
  return values;
}
