import type { ElementType, Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { elementCount, emptyData, numbersOf, tensorOf, textsOf } from "../tensor.ts";
import { broadcastDims, broadcastPlaces } from "./broadcast.ts";
import { type CompiledNode, inputAt, type Operator } from "./operator.ts";

/** Numbers one by one; the result is rounded to the input's own type. */
export function unary(compute: (x: number) => number): Operator {
  return ({ where }): CompiledNode =>
    (inputs, budget) => {
      const x = inputAt(inputs, 0, where);
      budget.spend(x.data.length, where);
      return [mapped(x, x.type, compute, where)];
    };
}

/** Each number to a number of another type. */
export function mapped(x: Tensor, type: ElementType, compute: (x: number) => number, where: string): Tensor {
  const data = numbersOf(x, where);
  const out = emptyData(type, data.length) as Float64Array;
  for (let i = 0; i < data.length; i++) out[i] = compute(data[i]!);
  return tensorOf(type, x.dims, out);
}

/** Two numbers of one type to one of `result` (default: of their own type). */
export function binary(compute: (a: number, b: number, isWhole: boolean) => number, result?: ElementType): Operator {
  return ({ where }): CompiledNode =>
    (inputs, budget) => {
      const [a, b] = [inputAt(inputs, 0, where), inputAt(inputs, 1, where)];
      const dims = broadcastDims([a.dims, b.dims], where);
      budget.spend(elementCount(dims, where), where);
      return [combined(a, b, result ?? a.type, dims, compute, where)];
    };
}

/** Numbers of two tensors of one type, brought to one shape. */
export function combined(
  a: Tensor,
  b: Tensor,
  type: ElementType,
  dims: readonly number[],
  compute: (a: number, b: number, isWhole: boolean) => number,
  where: string,
): Tensor {
  if (a.type !== b.type) throw invalidOnnx(where, "inputs of one type", `${a.type} and ${b.type}`);
  const [left, right] = [numbersOf(a, where), numbersOf(b, where)];
  const isWhole = a.type !== "float" && a.type !== "double";
  const [atLeft, atRight] = [broadcastPlaces(a.dims, dims, where), broadcastPlaces(b.dims, dims, where)];
  const out = emptyData(type, elementCount(dims, where)) as Float64Array;
  for (let i = 0; i < out.length; i++) {
    out[i] = compute(left[atLeft === null ? i : atLeft[i]!]!, right[atRight === null ? i : atRight[i]!]!, isWhole);
  }
  return tensorOf(type, dims, out);
}

/** Any number of tensors of one type, from left to right. */
export function variadic(
  compute: (a: number, b: number) => number,
  finish?: (sum: number, count: number) => number,
): Operator {
  return ({ where }): CompiledNode =>
    (inputs, budget) => {
      const first = inputAt(inputs, 0, where);
      const result = inputs.slice(1).reduce<Tensor>((a, next, i) => {
        const b = next ?? inputAt(inputs, i + 1, where);
        const dims = broadcastDims([a.dims, b.dims], where);
        budget.spend(elementCount(dims, where), where);
        return combined(a, b, a.type, dims, compute, where);
      }, first);
      return [finish === undefined ? result : mapped(result, result.type, (x) => finish(x, inputs.length), where)];
    };
}

/** Whether two values, numbers or texts, are equal. */
export const equal: Operator =
  ({ where }) =>
  (inputs, budget) => {
    const [a, b] = [inputAt(inputs, 0, where), inputAt(inputs, 1, where)];
    const dims = broadcastDims([a.dims, b.dims], where);
    const count = elementCount(dims, where);
    budget.spend(count, where);
    if (a.type !== "string") return [combined(a, b, "bool", dims, (x, y) => Number(x === y), where)];
    const [left, right] = [a.data, textsOf(b, where)];
    const [atLeft, atRight] = [broadcastPlaces(a.dims, dims, where), broadcastPlaces(b.dims, dims, where)];
    const out = Uint8Array.from({ length: count }, (_, i) =>
      left[atLeft === null ? i : atLeft[i]!] === right[atRight === null ? i : atRight[i]!] ? 1 : 0,
    );
    return [tensorOf("bool", dims, out)];
  };

/** The second where the first is true, else the third; numbers or texts. */
export const where: Operator =
  ({ where: place }) =>
  (inputs, budget) => {
    const [condition, yes, no] = [0, 1, 2].map((i) => inputAt(inputs, i, place)) as [Tensor, Tensor, Tensor];
    if (condition.type !== "bool") throw invalidOnnx(place, "a condition", condition.type);
    if (yes.type !== no.type) throw invalidOnnx(place, "inputs of one type", `${yes.type} and ${no.type}`);
    const dims = broadcastDims([condition.dims, yes.dims, no.dims], place);
    const out = emptyData(yes.type, elementCount(dims, place)) as (number | string)[];
    budget.spend(out.length, place);
    const [atCondition, atYes, atNo] = [condition, yes, no].map((one) => broadcastPlaces(one.dims, dims, place));
    for (let i = 0; i < out.length; i++) {
      const truth = condition.data[atCondition == null ? i : atCondition[i]!] === 1;
      out[i] = truth ? yes.data[atYes == null ? i : atYes[i]!]! : no.data[atNo == null ? i : atNo[i]!]!;
    }
    return [tensorOf(yes.type, dims, out as never)];
  };
