import { listNames, suggestion } from "../../errors/index.ts";
import type { Field } from "../../ml/pipeline/index.ts";
import type { Row } from "../../serving/index.ts";
import { requiredFields } from "../mlflow/instances.ts";
import { invalid, isObject } from "../routes/rows-body.ts";
import { type Datatype, datatypes } from "./tensors.ts";

interface Input {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/**
 * Rows from a request's tensors: one input per field, of shape [n] or [n, 1]; or a single one of shape [n, k] whose columns
 * are the model's required fields in order.
 * @throws HTTP_BODY_INVALID
 */
export function rowsFromInputs(value: unknown, schema: readonly Field[]): readonly Row[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid('"inputs"', "a list of at least one tensor", value);
  const inputs = value.map((input, i) => readInput(input, i));
  const first = inputs[0]!;
  if (inputs.length === 1 && isTable(first, schema)) return rowsFromTable(first, schema);
  return rowsFromColumns(inputs, schema);
}

function isTable({ name, shape }: Input, schema: readonly Field[]): boolean {
  if (shape.length !== 2) return false;
  return shape[1] !== 1 || !schema.some((field) => field.name === name);
}

function rowsFromTable({ name, shape, data }: Input, schema: readonly Field[]): readonly Row[] {
  const names = requiredFields(schema).map((field) => field.name);
  const [n, width] = shape as [number, number];
  if (width !== names.length) {
    throw invalid(
      `input "${name}"`,
      `shape [n, ${names.length}] with the fields ${listNames(names)}, or one input for each field`,
      `shape [${shape.join(", ")}]`,
    );
  }
  return Array.from({ length: n }, (_, i) => Object.fromEntries(names.map((field, f) => [field, data[i * width + f]])));
}

function rowsFromColumns(inputs: readonly Input[], schema: readonly Field[]): readonly Row[] {
  const n = inputs[0]!.shape[0]!;
  for (const [i, { name, shape }] of inputs.entries()) {
    if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
      throw invalid(`input "${name}"${nearField(name, schema)}`, "shape [n] or [n, 1]", `shape [${shape.join(", ")}]`);
    }
    if (shape[0] !== n)
      throw invalid(`input "${name}"`, `${n} values as in the first input`, `shape [${shape.join(", ")}]`);
    if (inputs.findIndex((other) => other.name === name) !== i) throw invalid('"inputs"', "each name once", name);
  }
  return Array.from({ length: n }, (_, i) => Object.fromEntries(inputs.map(({ name, data }) => [name, data[i]])));
}

function nearField(name: string, schema: readonly Field[]): string {
  return suggestion(
    name,
    schema.map((field) => field.name),
  );
}

function readInput(value: unknown, index: number): Input {
  if (!isObject(value)) throw invalid(`input ${index}`, "an object with name, shape, datatype and data", value);
  const { name, shape, datatype, data } = value;
  if (typeof name !== "string") throw invalid(`input ${index}, "name"`, "a text", name);
  const where = `input "${name.slice(0, 100)}"`;
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 8 || !shape.every(isSize)) {
    throw invalid(`${where}, "shape"`, "a list of whole numbers", JSON.stringify(shape)?.slice(0, 60));
  }
  if (!datatypes.includes(datatype as Datatype)) {
    throw invalid(`${where}, "datatype"`, `one of ${datatypes.join(", ")}`, datatype);
  }
  if (!Array.isArray(data)) throw invalid(`${where}, "data"`, "a list, flat or nested", data);
  const values = data.flat(shape.length - 1);
  const expected = shape.reduce((product: number, size: number) => product * size, 1);
  if (values.length !== expected) {
    throw invalid(`${where}, "data"`, `${expected} values for shape [${shape.join(", ")}]`, values);
  }
  const accepts = checkOf[kindOf(datatype as Datatype)];
  const wrong = values.findIndex((item) => item !== null && !accepts(item));
  if (wrong !== -1) throw invalid(`${where}, value ${wrong}`, `${datatype as string} or null`, values[wrong]);
  const read = datatype === "BOOL" ? values.map((item) => (typeof item === "number" ? item === 1 : item)) : values;
  return { name, shape: shape as number[], data: read };
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function kindOf(datatype: Datatype): keyof typeof checkOf {
  if (datatype === "BYTES" || datatype === "BOOL") return datatype;
  return datatype.startsWith("FP") ? "float" : "integer";
}

const checkOf = {
  BYTES: (item: unknown) => typeof item === "string",
  BOOL: (item: unknown) => typeof item === "boolean" || item === 0 || item === 1,
  float: (item: unknown) => typeof item === "number",
  integer: (item: unknown) => Number.isInteger(item),
} as const;
