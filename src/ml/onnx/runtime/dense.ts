import type { ElementType, Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { elementCount, emptyData, numbersOf, tensorOf } from "../tensor.ts";
import { broadcastDims, broadcastPlaces } from "./broadcast.ts";
import { combined } from "./elementwise.ts";
import { type Budget, type CompiledNode, inputAt, type NodeReader, type Operator } from "./operator.ts";

/** Matrix products and normalisations. */
export const denseOperators: Readonly<Record<string, Operator>> = {
  MatMul: matMul,
  Gemm: gemm,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};

/** A matrix inside an array of numbers. */
interface Part {
  readonly data: ArrayLike<number>;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Sums of products in doubles, rounded once: at least as near as any order of float32 sums. */
function product(a: Part, b: Part, [m, k, n]: readonly [number, number, number], out: Float64Array, at: number): void {
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let p = 0; p < k; p++) {
      const factor = a.data[a.offset + i * a.rowStride + p * a.columnStride]!;
      const from = b.offset + p * b.rowStride;
      for (let j = 0; j < n; j++) row[j] = row[j]! + factor * b.data[from + j * b.columnStride]!;
    }
    for (let j = 0; j < n; j++) out[at + i * n + j] = row[j]!;
  }
}

/** As numpy.matmul: the last two axes are matrices, those before are broadcast. */
function matMul({ where }: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const [left, right] = [inputAt(inputs, 0, where), inputAt(inputs, 1, where)];
    sameType(left, right, where);
    const a = left.dims.length === 1 ? [1, left.dims[0]!] : left.dims;
    const b = right.dims.length === 1 ? [right.dims[0]!, 1] : right.dims;
    if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
      throw invalidOnnx(where, "matrices that fit", `[${left.dims}] and [${right.dims}]`);
    }
    const [m, k, n] = [a.at(-2)!, a.at(-1)!, b.at(-1)!];
    const batch = broadcastDims([a.slice(0, -2), b.slice(0, -2)], where);
    const count = elementCount(batch, where);
    budget.spend(count * m * (k + 1) * n, where);
    const out = emptyData(left.type, elementCount([...batch, m, n], where)) as Float64Array;
    const [atA, atB] = [broadcastPlaces(a.slice(0, -2), batch, where), broadcastPlaces(b.slice(0, -2), batch, where)];
    const [dataA, dataB] = [numbersOf(left, where), numbersOf(right, where)];
    for (let i = 0; i < count; i++) {
      product(
        { data: dataA, offset: (atA === null ? i : atA[i]!) * m * k, rowStride: k, columnStride: 1 },
        { data: dataB, offset: (atB === null ? i : atB[i]!) * k * n, rowStride: n, columnStride: 1 },
        [m, k, n],
        out,
        i * m * n,
      );
    }
    const dims = [...batch, ...(left.dims.length === 1 ? [] : [m]), ...(right.dims.length === 1 ? [] : [n])];
    return [tensorOf(left.type, dims, out)];
  };
}

/** alpha * A * B + beta * C. */
function gemm(node: NodeReader): CompiledNode {
  const [alpha, beta] = [node.float("alpha", 1), node.float("beta", 1)];
  const [transA, transB] = [node.int("transA", 0) === 1, node.int("transB", 0) === 1];
  return (inputs, budget) => {
    const { where } = node;
    const [a, b] = [inputAt(inputs, 0, where), inputAt(inputs, 1, where)];
    sameType(a, b, where);
    if (a.dims.length !== 2 || b.dims.length !== 2)
      throw node.invalid("inputs", "matrices", `[${a.dims}], [${b.dims}]`);
    const [m, k] = transA ? [a.dims[1]!, a.dims[0]!] : [a.dims[0]!, a.dims[1]!];
    const [inner, n] = transB ? [b.dims[1]!, b.dims[0]!] : [b.dims[0]!, b.dims[1]!];
    if (inner !== k) throw node.invalid("inputs", "matrices that fit", `[${a.dims}] and [${b.dims}]`);
    budget.spend(m * (k + 1) * n, where);
    const sums = new Float64Array(elementCount([m, n], where));
    product(partOf(a, transA, where), partOf(b, transB, where), [m, k, n], sums, 0);
    const out = emptyData(a.type, sums.length) as Float64Array;
    const c = inputs[2];
    const [added, places] =
      c === undefined ? [null, null] : [numbersOf(c, where), broadcastPlaces(c.dims, [m, n], where)];
    for (let i = 0; i < out.length; i++) {
      out[i] = alpha * sums[i]! + (added === null ? 0 : beta * added[places === null ? i : places[i]!]!);
    }
    return [tensorOf(a.type, [m, n], out)];
  };
}

function partOf(tensor: Tensor, isTransposed: boolean, where: string): Part {
  const columns = tensor.dims[1]!;
  const [rowStride, columnStride] = isTransposed ? [1, columns] : [columns, 1];
  return { data: numbersOf(tensor, where), offset: 0, rowStride, columnStride };
}

/** (x - mean) / sqrt(variance + epsilon) * scale + bias, by channel: axis 1. */
function batchNormalization(node: NodeReader): CompiledNode {
  const epsilon = node.float("epsilon", 1e-5);
  if (node.int("training_mode", 0) !== 0) throw node.unsupported("training_mode");
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(4 * x.data.length, node.where);
    const channels = x.dims[1] ?? 1;
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((place) => {
      const values = numbersOf(inputAt(inputs, place, node.where), node.where);
      if (values.length !== channels) throw node.invalid(`input ${place}`, `${channels} values`, values.length);
      return values;
    });
    const inner = x.dims.slice(2).reduce((size, one) => size * one, 1);
    const source = numbersOf(x, node.where);
    const out = emptyData(x.type, source.length) as Float64Array;
    for (let i = 0; i < out.length; i++) {
      const c = Math.floor(i / inner) % channels;
      out[i] = ((source[i]! - mean![c]!) / Math.sqrt(variance![c]! + epsilon)) * scale![c]! + bias![c]!;
    }
    return [tensorOf(x.type, x.dims, out)];
  };
}

/** The same over the last axes of each sample, by its own mean and variance. */
function layerNormalization(node: NodeReader): CompiledNode {
  const [axis, epsilon] = [node.int("axis", -1), node.float("epsilon", 1e-5)];
  return (inputs, budget) => {
    const { where } = node;
    const x = inputAt(inputs, 0, where);
    budget.spend(6 * x.data.length, where);
    const at = axis < 0 ? axis + x.dims.length : axis;
    const width = x.dims.slice(at).reduce((size, one) => size * one, 1);
    const source = numbersOf(x, where);
    const out = emptyData(x.type, source.length) as Float64Array;
    for (let from = 0; width > 0 && from < out.length; from += width) normalise(source, out, from, width, epsilon);
    const normalised = tensorOf(x.type, x.dims, out);
    const scaled = product2(normalised, inputAt(inputs, 1, where), (a, b) => a * b, budget, where);
    return [inputs[2] === undefined ? scaled : product2(scaled, inputs[2], (a, b) => a + b, budget, where)];
  };
}

function normalise(source: ArrayLike<number>, out: Float64Array, from: number, width: number, epsilon: number): void {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < width; i++) sum += source[from + i]!;
  const mean = sum / width;
  for (let i = 0; i < width; i++) squares += (source[from + i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / width + epsilon);
  for (let i = 0; i < width; i++) out[from + i] = (source[from + i]! - mean) / deviation;
}

function product2(
  a: Tensor,
  b: Tensor,
  compute: (a: number, b: number) => number,
  budget: Budget,
  where: string,
): Tensor {
  const dims = broadcastDims([a.dims, b.dims], where);
  budget.spend(elementCount(dims, where), where);
  return combined(a, b, a.type, dims, compute, where);
}

function sameType(a: Tensor, b: Tensor, where: string): ElementType {
  if (a.type === b.type && a.type !== "string") return a.type;
  throw invalidOnnx(where, "numbers of one type", `${a.type} and ${b.type}`);
}
