import { fail } from "../../errors/index.ts";
import type { OnnxModel, OnnxNode, OnnxValue, Tensor } from "./messages.ts";

/** One column that a model reads. */
export interface OnnxColumn {
  readonly name: string;
  readonly kind: "number" | "category";
}

/** An input of the graph, and how many columns stand side by side in it. */
export interface OnnxInput {
  readonly name: string;
  readonly type: Exclude<OnnxValue["type"], "other" | "uint8">;
  readonly width: number;
  /** Dimensions of one: (nSamples); else (nSamples, width). */
  readonly isFlat: boolean;
}

/** What a model takes and gives. */
export interface OnnxSignature {
  readonly inputs: readonly OnnxInput[];
  /** The inputs' columns, in order. */
  readonly columns: readonly OnnxColumn[];
  readonly task: "binary" | "multiclass" | "regression";
  /** Labels in the order of probabilities; empty for regressions. */
  readonly classes: readonly string[];
  /** The value that holds probabilities or values. */
  readonly output: string;
  /** Rows that the graph takes at once; null: any number. */
  readonly batch: number | null;
}

/** What the file doesn't say by itself, or says otherwise. */
export interface SignatureOptions {
  /** Names of the columns, in the order of the inputs. */
  readonly columns?: readonly string[] | undefined;
  readonly task?: "binary" | "multiclass" | "regression" | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Name of the output with probabilities or values. */
  readonly output?: string | undefined;
}

/**
 * Reads a model's signature: columns from its inputs, task and classes from its outputs.
 * @throws ML_ONNX_SIGNATURE, ML_ONNX_UNSUPPORTED
 */
export function signatureOf({ graph }: OnnxModel, options: SignatureOptions = {}): OnnxSignature {
  const inputs = graph.inputs.map((value) => inputOf(value, graph.inputs.length === 1 ? options.columns?.length : 1));
  if (inputs.length === 0) throw wrong("inputs", "at least one", "none");
  const columns = columnsOf(inputs, options.columns);
  const firsts = new Set(graph.inputs.map(({ dims }) => (typeof dims?.[0] === "number" ? dims[0] : null)));
  const batch = [...firsts].find((size) => size !== null && size > 0) ?? null;
  if (batch !== null && batch !== 1) throw wrong("inputs", "any number of rows, or one", `${batch} rows at once`);
  const scores = scoresOf(graph.outputs, graph.nodes, options.output);
  const maker = makerOf(graph.nodes, scores);
  const hasLabel = graph.outputs.some(({ type, name }) => (type === "int64" || type === "string") && name !== scores);
  const found = options.classes ?? classesOf(graph.nodes, graph.initializers) ?? countedClasses(graph.outputs, scores);
  const isClassifier = options.classes !== undefined || hasLabel || maker === "Sigmoid" || maker === "Softmax";
  const task = options.task ?? (isClassifier ? (isBinary(found, maker) ? "binary" : "multiclass") : "regression");
  const classes = task === "regression" ? [] : (found ?? (task === "binary" ? ["0", "1"] : []));
  if (task === "multiclass" && classes.length < 2) throw wrong("classes", "labels, as the file has none", "none");
  if (task === "binary" && classes.length !== 2) throw wrong("classes", "two", classes.join(", "));
  if (new Set(classes).size !== classes.length) throw wrong("classes", "distinct labels", classes.join(", "));
  return { inputs, columns, task, classes, output: scores, batch };
}

function isBinary(classes: readonly string[] | undefined, maker: string | undefined): boolean {
  return classes === undefined ? maker === "Sigmoid" : classes.length === 2;
}

function inputOf({ name, type, dims }: OnnxValue, asked: number | undefined): OnnxInput {
  if (type === "other" || type === "uint8") {
    throw fail("ML_ONNX_UNSUPPORTED", { what: `input "${name}", which is no tensor of numbers or texts` });
  }
  const last = dims?.at(-1);
  const isFlat = dims !== null && dims.length === 1;
  if (dims !== null && (dims.length === 0 || dims.length > 2)) {
    throw wrong(`input "${name}"`, "rows by columns", `${dims.length} dimensions`);
  }
  const width = isFlat ? 1 : typeof last === "number" && last > 0 ? last : asked;
  if (width === undefined) throw wrong("columns", `names, as input "${name}" doesn't say how many it has`, "none");
  return { name, type, width, isFlat };
}

function columnsOf(inputs: readonly OnnxInput[], asked: readonly string[] | undefined): OnnxColumn[] {
  const own = inputs.flatMap(({ name, type, width }): OnnxColumn[] => {
    const kind = type === "string" ? "category" : "number";
    return Array.from({ length: width }, (_, k) => ({ name: width === 1 ? name : `${name}_${k}`, kind }));
  });
  if (asked !== undefined && asked.length !== own.length) {
    throw wrong("columns", `${own.length} names (${own.map(({ name }) => name).join(", ")})`, `${asked.length}`);
  }
  const columns = own.map((column, i) => ({ ...column, name: asked?.[i] ?? column.name }));
  if (new Set(columns.map(({ name }) => name)).size !== columns.length)
    throw wrong("columns", "distinct names", "a name twice");
  return columns;
}

/** The output asked for, else the one of floats; of a ZipMap, the tensor behind it. */
function scoresOf(outputs: readonly OnnxValue[], nodes: readonly OnnxNode[], asked: string | undefined): string {
  if (asked !== undefined) {
    // A stored signature names the tensor behind a ZipMap, which is no output of its own.
    if (nodes.some((node) => node.outputs.includes(asked))) return behindZipMap(nodes, asked);
    throw wrong("outputs", `one of ${outputs.map(({ name }) => name).join(", ")}`, asked);
  }
  const numbers = outputs.filter(({ type }) => type === "float" || type === "double" || type === "other");
  if (numbers.length === 1) return behindZipMap(nodes, numbers[0]!.name);
  const names = outputs.map(({ name, type }) => `${name} (${type})`).join(", ");
  throw wrong("outputs", "one of probabilities or values, or its name", names);
}

function behindZipMap(nodes: readonly OnnxNode[], name: string): string {
  const node = nodes.find(({ outputs }) => outputs.includes(name));
  return node?.operator === "ZipMap" ? node.inputs[0]! : name;
}

function makerOf(nodes: readonly OnnxNode[], name: string): string | undefined {
  return nodes.find(({ outputs }) => outputs.includes(name))?.operator;
}

/** Labels that a classifier, a ZipMap or a look-up at the end says; the last that does. */
function classesOf(nodes: readonly OnnxNode[], initializers: ReadonlyMap<string, Tensor>): string[] | undefined {
  for (const node of [...nodes].reverse()) {
    for (const key of ["classlabels_strings", "classlabels_int64s", "classlabels_ints"]) {
      const value = node.attributes.get(key);
      if (value?.kind === "strings" && value.values.length > 0) return [...value.values];
      if (value?.kind === "ints" && value.values.length > 0) return value.values.map(String);
    }
    const table = initializers.get(node.inputs[0] ?? "");
    const isLookUp =
      node.operator === "ArrayFeatureExtractor" || (node.operator === "Gather" && table?.type === "string");
    if (isLookUp && table !== undefined && table.data.length > 1)
      return Array.from(table.data as readonly unknown[], String);
  }
  return undefined;
}

/** Labels 0, 1, ... of an output of that many columns; undefined where it doesn't say how many. */
function countedClasses(outputs: readonly OnnxValue[], scores: string): string[] | undefined {
  const count = outputs.find(({ name }) => name === scores)?.dims?.at(-1);
  return typeof count === "number" && count > 1 ? Array.from({ length: count }, (_, k) => String(k)) : undefined;
}

/** Every text that a graph compares with or looks up: to it, all other texts are the same. */
export function vocabularyOf({ graph }: OnnxModel): string[] {
  const found = new Set<string>();
  for (const { attributes } of graph.nodes) {
    for (const value of attributes.values()) {
      if (value.kind === "strings") for (const text of value.values) found.add(text);
      else if (value.kind === "tensor" && value.tensor.type === "string")
        for (const text of value.tensor.data) found.add(text);
    }
  }
  for (const tensor of graph.initializers.values())
    if (tensor.type === "string") for (const text of tensor.data) found.add(text);
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function wrong(what: string, expected: string, got: string): Error {
  return fail("ML_ONNX_SIGNATURE", { what, expected, got });
}
