import { exp, log } from "../../kernels/math.ts";
import type { Tensor } from "../messages.ts";
import { elementCount, emptyData, numbersOf, numberTensor, tensorOf } from "../tensor.ts";
import { axisOf, stridesOf, walk } from "./broadcast.ts";
import { type CompiledNode, inputAt, type Operator } from "./operator.ts";
import { axesIn } from "./shapes.ts";

/** Operators that bring many elements to one, along axes. */
export const reductionOperators: Readonly<Record<string, Operator>> = {
  ReduceSum: reduce((values) => sumOf(values)),
  ReduceMean: reduce((values) => sumOf(values) / values.length),
  ReduceMax: reduce((values) => values.reduce((a, b) => (Number.isNaN(a) || a > b ? a : b), Number.NEGATIVE_INFINITY)),
  ReduceMin: reduce((values) => values.reduce((a, b) => (Number.isNaN(a) || a < b ? a : b), Number.POSITIVE_INFINITY)),
  ReduceProd: reduce((values) => values.reduce((a, b) => a * b, 1)),
  ReduceSumSquare: reduce((values) => sumOf(values.map((x) => x * x))),
  ReduceL1: reduce((values) => sumOf(values.map(Math.abs))),
  ReduceL2: reduce((values) => Math.sqrt(sumOf(values.map((x) => x * x)))),
  ReduceLogSumExp: reduce(logSumExp),
  ArgMax: argument((a, b) => a > b),
  ArgMin: argument((a, b) => a < b),
  Softmax: alongAxis(softmaxInPlace),
  LogSoftmax: alongAxis(logSoftmaxInPlace),
};

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function logSumExp(values: Float64Array): number {
  const top = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return top + log(sumOf(values.map((x) => exp(x - top))));
}

function reduce(compute: (values: Float64Array) => number): Operator {
  return (node): CompiledNode => {
    const keeps = node.int("keepdims", 1) === 1;
    const noneMeansAll = node.int("noop_with_empty_axes", 0) === 0;
    return (inputs, budget) => {
      const x = inputAt(inputs, 0, node.where);
      budget.spend(x.data.length, node.where);
      const axes = axesIn(node, inputs[1], x.dims.length) ?? (noneMeansAll ? x.dims.map((_, d) => d) : []);
      if (axes.length === 0) return [x];
      return [reduced(x, axes, keeps, compute, node.where)];
    };
  };
}

function reduced(
  x: Tensor,
  axes: readonly number[],
  keeps: boolean,
  compute: (values: Float64Array) => number,
  where: string,
): Tensor {
  const source = numbersOf(x, where);
  const strides = stridesOf(x.dims);
  const kept = x.dims.map((_, d) => d).filter((d) => !axes.includes(d));
  const outer = placesOver(x.dims, strides, kept, where);
  const inner = placesOver(
    x.dims,
    strides,
    [...axes].sort((a, b) => a - b),
    where,
  );
  const values = new Float64Array(inner.length);
  const out = emptyData(x.type, outer.length) as Float64Array;
  for (let o = 0; o < outer.length; o++) {
    for (let i = 0; i < values.length; i++) values[i] = source[outer[o]! + inner[i]!]!;
    out[o] = compute(values);
  }
  const dims = keeps ? x.dims.map((size, d) => (axes.includes(d) ? 1 : size)) : kept.map((d) => x.dims[d]!);
  return tensorOf(x.type, dims, out);
}

function placesOver(
  dims: readonly number[],
  strides: readonly number[],
  axes: readonly number[],
  where: string,
): Int32Array {
  const sizes = axes.map((d) => dims[d]!);
  const places = new Int32Array(elementCount(sizes, where));
  walk(
    sizes,
    axes.map((d) => strides[d]!),
    places,
  );
  return places;
}

function argument(isBetter: (a: number, b: number) => boolean): Operator {
  return (node): CompiledNode => {
    const [axis, keeps] = [node.int("axis", 0), node.int("keepdims", 1) === 1];
    const takesLast = node.int("select_last_index", 0) === 1;
    const best = (values: Float64Array): number => {
      let at = 0;
      for (let i = 1; i < values.length; i++) {
        if (isBetter(values[i]!, values[at]!) || (takesLast && values[i] === values[at])) at = i;
      }
      return at;
    };
    return (inputs, budget) => {
      const x = inputAt(inputs, 0, node.where);
      budget.spend(x.data.length, node.where);
      const at = axisOf(axis, x.dims.length, node.where);
      if (x.dims[at] === 0) throw node.invalid("input", "elements along the axis", "none");
      const found = reduced(x, [at], keeps, best, node.where);
      return [numberTensor("int64", found.dims, numbersOf(found, node.where))];
    };
  };
}

/** Up to version 12 all axes from the given one on count as one; from 13 on it is that axis alone. */
function alongAxis(change: (values: Float64Array) => void): Operator {
  return (node): CompiledNode => {
    const old = node.version < 13;
    const axis = node.int("axis", old ? 1 : -1);
    return (inputs, budget) => {
      const x = inputAt(inputs, 0, node.where);
      budget.spend(4 * x.data.length, node.where);
      const source = numbersOf(x, node.where);
      const at = axisOf(axis, x.dims.length, node.where);
      const axes = old ? x.dims.map((_, d) => d).filter((d) => d >= at) : [at];
      const strides = stridesOf(x.dims);
      const others = x.dims.map((_, d) => d).filter((d) => !axes.includes(d));
      const outer = placesOver(x.dims, strides, others, node.where);
      const inner = placesOver(x.dims, strides, axes, node.where);
      const out = emptyData(x.type, source.length) as Float64Array;
      const values = new Float64Array(inner.length);
      for (const origin of outer) {
        for (let i = 0; i < values.length; i++) values[i] = source[origin + inner[i]!]!;
        change(values);
        for (let i = 0; i < values.length; i++) out[origin + inner[i]!] = values[i]!;
      }
      return [tensorOf(x.type, x.dims, out)];
    };
  };
}

/** e^x over its sum. */
export function softmaxInPlace(values: Float64Array): void {
  const top = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = exp(values[i]! - top);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
}

function logSoftmaxInPlace(values: Float64Array): void {
  const total = logSumExp(values);
  for (let i = 0; i < values.length; i++) values[i]! -= total;
}
