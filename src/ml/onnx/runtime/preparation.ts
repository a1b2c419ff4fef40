import type { Tensor } from "../messages.ts";
import { numbersOf, numberTensor, tensorOf, textTensor } from "../tensor.ts";
import { axisOf } from "./broadcast.ts";
import { mapped } from "./elementwise.ts";
import { type CompiledNode, inputAt, type NodeReader, type Operator } from "./operator.ts";
import { gathered } from "./shapes.ts";

/** Operators of ai.onnx.ml that prepare features. */
export const preparationOperators: Readonly<Record<string, Operator>> = {
  Scaler: scaler,
  Imputer: imputer,
  Normalizer: normalizer,
  Binarizer: binarizer,
  OneHotEncoder: oneHotEncoder,
  LabelEncoder: labelEncoder,
  FeatureVectorizer: featureVectorizer,
  ArrayFeatureExtractor: arrayFeatureExtractor,
  // Its maps hold what the tensor holds already; the labels are read from its attributes (see `signature.ts`).
  ZipMap:
    ({ where }) =>
    (inputs) => [inputAt(inputs, 0, where)],
};

/** One value for each column, or one for all. */
function perColumn(
  node: NodeReader,
  name: string,
  values: readonly number[],
  width: number,
): (column: number) => number {
  if (values.length === 1) return () => values[0]!;
  if (values.length !== width) throw node.invalid(name, `1 or ${width} values`, values.length);
  return (column) => values[column]!;
}

/** (x - offset) * scale, as floats. */
function scaler(node: NodeReader): CompiledNode {
  const [offsets, scales] = [node.floats("offset", [0]), node.floats("scale", [1])];
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(x.data.length, node.where);
    const width = x.dims.at(-1) ?? 1;
    const [offset, scale] = [perColumn(node, "offset", offsets, width), perColumn(node, "scale", scales, width)];
    const source = numbersOf(x, node.where);
    const out = new Float32Array(source.length);
    for (let i = 0; i < out.length; i++) {
      out[i] = Math.fround(Math.fround(source[i]!) - offset(i % width)) * scale(i % width);
    }
    return [tensorOf("float", x.dims, out)];
  };
}

function imputer(node: NodeReader): CompiledNode {
  const isFloat = node.has("imputed_value_floats");
  const values = isFloat ? node.floats("imputed_value_floats") : node.ints("imputed_value_int64s");
  const missing = isFloat ? node.float("replaced_value_float", 0) : node.int("replaced_value_int64", 0);
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(x.data.length, node.where);
    const width = x.dims.at(-1) ?? 1;
    const fill = perColumn(node, "imputed_value", values, width);
    const source = numbersOf(x, node.where);
    const isMissing = (value: number): boolean => value === missing || (Number.isNaN(value) && Number.isNaN(missing));
    const out = Array.from(source, (value, i) => (isMissing(value) ? fill(i % width) : value));
    return [numberTensor(x.type === "string" ? "float" : x.type, x.dims, out)];
  };
}

function normalizer(node: NodeReader): CompiledNode {
  const norm = node.text("norm", "MAX");
  const sizes: Readonly<Record<string, (row: Float64Array) => number>> = {
    MAX: (row) => row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    L1: (row) => row.reduce((sum, x) => sum + Math.abs(x), 0),
    L2: (row) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0)),
  };
  if (!Object.hasOwn(sizes, norm)) throw node.unsupported(`norm ${norm}`);
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    budget.spend(2 * x.data.length, node.where);
    const width = Math.max(1, x.dims.at(-1) ?? 1);
    const source = Float64Array.from(numbersOf(x, node.where));
    const out = new Float32Array(source.length);
    for (let from = 0; from < out.length; from += width) {
      const size = sizes[norm]!(source.subarray(from, from + width));
      for (let i = from; i < from + width; i++) out[i] = size === 0 ? source[i]! : source[i]! / size;
    }
    return [tensorOf("float", x.dims, out)];
  };
}

function binarizer(node: NodeReader): CompiledNode {
  const threshold = node.float("threshold", 0);
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    return [mapped(x, x.type, (value) => Number(value > threshold), node.where)];
  };
}

/** Each value becomes a row of 0 and one 1: an axis more. Unknown values are all zeros, or an error where `zeros` is 0. */
function oneHotEncoder(node: NodeReader): CompiledNode {
  const isText = node.has("cats_strings");
  const categories: readonly (string | number)[] = isText ? node.texts("cats_strings") : node.ints("cats_int64s");
  const placeOf = new Map(categories.map((category, k) => [category, k]));
  const refusesUnknown = node.int("zeros", 1) === 0;
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    if ((x.type === "string") !== isText) throw node.invalid("input", isText ? "texts" : "numbers", x.type);
    budget.spend(x.data.length * categories.length, node.where);
    const out = numberTensor(
      "float",
      [...x.dims, categories.length],
      new Float32Array(x.data.length * categories.length),
    );
    const data = numbersOf(out, node.where);
    for (let i = 0; i < x.data.length; i++) {
      const value = x.data[i]!;
      const place = placeOf.get(typeof value === "number" ? Math.trunc(value) : value);
      if (place !== undefined) data[i * categories.length + place] = 1;
      else if (refusesUnknown) throw node.invalid("input", "a known category", value);
    }
    return [out];
  };
}

/** A map from values to values, of texts or numbers either side. Version 1 maps texts to their place and back. */
function labelEncoder(node: NodeReader): CompiledNode {
  if (node.has("classes_strings")) return oldLabelEncoder(node);
  const keys = listOf(node, "keys");
  const values = listOf(node, "values");
  if (keys.list.length !== values.list.length)
    throw node.invalid("values", `${keys.list.length} values`, values.list.length);
  const otherwise = defaultOf(node, values.type);
  const map = new Map(keys.list.map((key, i) => [key, values.list[i]!]));
  return (inputs, budget) => {
    const x = inputAt(inputs, 0, node.where);
    if ((x.type === "string") !== (keys.type === "string")) throw node.invalid("input", keys.type, x.type);
    budget.spend(x.data.length, node.where);
    const out = Array.from(x.data as readonly (string | number)[], (value) => map.get(value) ?? otherwise);
    return [
      values.type === "string"
        ? textTensor(x.dims, out as string[])
        : numberTensor(values.type, x.dims, out as number[]),
    ];
  };
}

interface TypedList {
  readonly type: "string" | "int64" | "float" | "double";
  readonly list: readonly (string | number)[];
}

function listOf(node: NodeReader, name: string): TypedList {
  if (node.has(`${name}_strings`)) return { type: "string", list: node.texts(`${name}_strings`) };
  if (node.has(`${name}_int64s`)) return { type: "int64", list: node.ints(`${name}_int64s`) };
  if (node.has(`${name}_floats`)) return { type: "float", list: node.floats(`${name}_floats`) };
  const tensor = node.tensor(`${name}_tensor`);
  if (tensor === undefined) throw node.invalid(name, "a list", "none");
  const type = tensor.type === "string" || tensor.type === "int64" || tensor.type === "double" ? tensor.type : "float";
  return { type, list: Array.from(tensor.data as readonly (string | number)[]) };
}

function defaultOf(node: NodeReader, type: TypedList["type"]): string | number {
  const tensor = node.tensor("default_tensor");
  if (tensor !== undefined) return tensor.data[0] ?? 0;
  if (type === "string") return node.text("default_string", "_Unused");
  return type === "int64" ? node.int("default_int64", -1) : node.float("default_float", -0);
}

function oldLabelEncoder(node: NodeReader): CompiledNode {
  const classes = node.texts("classes_strings");
  const placeOf = new Map(classes.map((label, k) => [label, k]));
  const [text, number] = [node.text("default_string", "_Unused"), node.int("default_int64", -1)];
  return (inputs) => {
    const x = inputAt(inputs, 0, node.where);
    if (x.type === "string")
      return [
        numberTensor(
          "int64",
          x.dims,
          x.data.map((label) => placeOf.get(label) ?? number),
        ),
      ];
    return [
      textTensor(
        x.dims,
        Array.from(x.data, (place) => classes[place] ?? text),
      ),
    ];
  };
}

/** Columns of several tensors side by side, as floats. */
function featureVectorizer(node: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const parts = inputs.map((_, i) => {
      const x = inputAt(inputs, i, node.where);
      const rows = x.dims[0] ?? 1;
      return { data: numbersOf(x, node.where), rows, width: rows === 0 ? 0 : x.data.length / rows };
    });
    const rows = parts[0]?.rows ?? 0;
    if (!parts.every((part) => part.rows === rows)) throw node.invalid("inputs", `${rows} rows`, "others");
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    budget.spend(rows * width, node.where);
    const out = new Float32Array(rows * width);
    let at = 0;
    for (let i = 0; i < rows; i++) {
      for (const part of parts) for (let k = 0; k < part.width; k++) out[at++] = part.data[i * part.width + k]!;
    }
    return [tensorOf("float", [rows, width], out)];
  };
}

/** Chosen elements along the last axis. One axis counts as one row. */
function arrayFeatureExtractor(node: NodeReader): CompiledNode {
  return (inputs, budget) => {
    const [x, indices] = [inputAt(inputs, 0, node.where), inputAt(inputs, 1, node.where)];
    const rows: Tensor = x.dims.length === 1 ? tensorOf(x.type, [1, ...x.dims], x.data) : x;
    const flat = tensorOf(indices.type, [indices.data.length], indices.data);
    return [gathered(rows, axisOf(-1, rows.dims.length, node.where), flat, budget, node.where)];
  };
}
