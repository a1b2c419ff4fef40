import { fail } from "../../errors/index.ts";
import { decodeTensor, elementTypeOf } from "./decode-tensor.ts";
import type { AttributeValue, OnnxGraph, OnnxModel, OnnxNode, OnnxValue, Tensor } from "./messages.ts";
import {
  addFloats,
  addIntegers,
  bytesOf,
  decodeText,
  floatOf,
  integerOf,
  invalidOnnx,
  readMessage,
  textOf,
} from "./protobuf/proto-reader.ts";

/**
 * An ONNX file as plain data. Strict, and bounded by the size of the file: nothing in it is run or followed.
 * @throws ML_ONNX_INVALID; ML_ONNX_UNSUPPORTED for functions, sparse tensors and data in other files
 */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  let [irVersion, producer, producerVersion] = [0, "", ""];
  let graph: OnnxGraph | undefined;
  const opsets = new Map<string, number>();
  const metadata = new Map<string, string>();
  readMessage(bytes, "model", {
    1: (value) => {
      irVersion = integerOf(value, "model.ir_version");
    },
    2: (value) => {
      producer = textOf(value, "model.producer_name");
    },
    3: (value) => {
      producerVersion = textOf(value, "model.producer_version");
    },
    7: (value) => {
      graph = decodeGraph(bytesOf(value, "model.graph"));
    },
    8: (value) => {
      const { domain, version } = decodeOpset(bytesOf(value, "model.opsets"));
      opsets.set(domain, version);
    },
    14: (value) => {
      const [key, text] = decodePair(bytesOf(value, "model.metadata_props"));
      metadata.set(key, text);
    },
    25: () => {
      throw fail("ML_ONNX_UNSUPPORTED", { what: "functions of the model's own" });
    },
  });
  if (graph === undefined) throw invalidOnnx("model.graph", "a graph", "none");
  if (irVersion < 1) throw invalidOnnx("model.ir_version", "a version", irVersion);
  if (opsets.size === 0) throw invalidOnnx("model.opsets", "versions of operators", "none");
  refuseUnordered(graph);
  return { irVersion, opsets, producer, producerVersion, metadata, graph };
}

function decodeOpset(bytes: Uint8Array): { domain: string; version: number } {
  let [domain, version] = ["", 0];
  readMessage(bytes, "model.opsets", {
    1: (value) => {
      domain = textOf(value, "model.opsets.domain");
    },
    2: (value) => {
      version = integerOf(value, "model.opsets.version");
    },
  });
  return { domain: canonicalDomain(domain), version };
}

function decodePair(bytes: Uint8Array): [string, string] {
  const pair: [string, string] = ["", ""];
  readMessage(bytes, "model.metadata_props", {
    1: (value) => {
      pair[0] = textOf(value, "model.metadata_props.key");
    },
    2: (value) => {
      pair[1] = textOf(value, "model.metadata_props.value");
    },
  });
  return pair;
}

function decodeGraph(bytes: Uint8Array): OnnxGraph {
  let name = "";
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  readMessage(bytes, "graph", {
    1: (value) => nodes.push(decodeNode(bytesOf(value, "graph.node"), `node ${nodes.length}`)),
    2: (value) => {
      name = textOf(value, "graph.name");
    },
    5: (value) => {
      const found = decodeTensor(bytesOf(value, "graph.initializer"), `initializer ${initializers.size}`);
      if (initializers.has(found.name)) throw invalidOnnx("graph.initializer", "distinct names", found.name);
      initializers.set(found.name, found.tensor);
    },
    11: (value) => inputs.push(decodeValue(bytesOf(value, "graph.input"), `input ${inputs.length}`)),
    12: (value) => outputs.push(decodeValue(bytesOf(value, "graph.output"), `output ${outputs.length}`)),
    15: () => {
      throw fail("ML_ONNX_UNSUPPORTED", { what: "sparse initializers" });
    },
  });
  // Up to IR version 3 initializers stand among the inputs, too.
  return { name, nodes, initializers, inputs: inputs.filter((one) => !initializers.has(one.name)), outputs };
}

function decodeNode(bytes: Uint8Array, where: string): OnnxNode {
  const texts = { name: "", operator: "", domain: "" };
  const [inputs, outputs]: [string[], string[]] = [[], []];
  const attributes = new Map<string, AttributeValue>();
  readMessage(bytes, where, {
    1: (value) => inputs.push(textOf(value, `${where}.input`)),
    2: (value) => outputs.push(textOf(value, `${where}.output`)),
    3: (value) => {
      texts.name = textOf(value, `${where}.name`);
    },
    4: (value) => {
      texts.operator = textOf(value, `${where}.op_type`);
    },
    5: (value) => {
      const [name, attribute] = decodeAttribute(bytesOf(value, `${where}.attribute`), where);
      if (attributes.has(name)) throw invalidOnnx(`${where}.attribute`, "distinct names", name);
      attributes.set(name, attribute);
    },
    7: (value) => {
      texts.domain = textOf(value, `${where}.domain`);
    },
  });
  if (texts.operator === "") throw invalidOnnx(`${where}.op_type`, "an operator", "none");
  return { ...texts, domain: canonicalDomain(texts.domain), inputs, outputs, attributes };
}

function decodeAttribute(bytes: Uint8Array, node: string): [string, AttributeValue] {
  let [name, type, float, int, text]: [string, number, number, number, string] = ["", 0, 0, 0, ""];
  const [floats, ints, texts]: [number[], number[], string[]] = [[], [], []];
  let tensor: Tensor | undefined;
  const where = `${node}.attribute`;
  readMessage(bytes, where, {
    1: (value) => {
      name = textOf(value, where);
    },
    2: (value) => {
      float = floatOf(value, where);
    },
    3: (value) => {
      int = integerOf(value, where);
    },
    4: (value) => {
      text = decodeText(bytesOf(value, where), where);
    },
    5: (value) => {
      tensor = decodeTensor(bytesOf(value, where), where).tensor;
    },
    7: (value) => addFloats(value, 4, where, floats),
    8: (value) => addIntegers(value, where, ints),
    9: (value) => texts.push(decodeText(bytesOf(value, where), where)),
    20: (value) => {
      type = integerOf(value, where);
    },
  });
  if (type === 4 && tensor === undefined) throw invalidOnnx(`${where} ${name}`, "a tensor", "none");
  const known: Readonly<Record<number, AttributeValue | undefined>> = {
    1: { kind: "float", value: float },
    2: { kind: "int", value: int },
    3: { kind: "string", value: text },
    4: tensor === undefined ? undefined : { kind: "tensor", tensor },
    6: { kind: "floats", values: floats },
    7: { kind: "ints", values: ints },
    8: { kind: "strings", values: texts },
  };
  return [name, known[type] ?? { kind: "other", type }];
}

function decodeValue(bytes: Uint8Array, where: string): OnnxValue {
  let name = "";
  let type: Pick<OnnxValue, "type" | "dims"> = { type: "other", dims: null };
  readMessage(bytes, where, {
    1: (value) => {
      name = textOf(value, where);
    },
    2: (value) => {
      readMessage(bytesOf(value, where), where, {
        1: (tensor) => {
          type = decodeTensorType(bytesOf(tensor, where), where);
        },
      });
    },
  });
  return { name, ...type };
}

function decodeTensorType(bytes: Uint8Array, where: string): Pick<OnnxValue, "type" | "dims"> {
  let element = 0;
  let dims: (number | string | null)[] | null = null;
  readMessage(bytes, where, {
    1: (value) => {
      element = integerOf(value, where);
    },
    2: (value) => {
      const found: (number | string | null)[] = [];
      readMessage(bytesOf(value, where), where, { 1: (dim) => found.push(decodeDim(bytesOf(dim, where), where)) });
      dims = found;
    },
  });
  return { type: elementTypeOf(element) ?? "other", dims };
}

function decodeDim(bytes: Uint8Array, where: string): number | string | null {
  let dim: number | string | null = null;
  readMessage(bytes, where, {
    1: (value) => {
      dim = integerOf(value, where);
    },
    2: (value) => {
      dim = textOf(value, where);
    },
  });
  return dim;
}

/** Every name is made once, before it is used. */
function refuseUnordered({ nodes, initializers, inputs, outputs }: OnnxGraph): void {
  const made = new Set(initializers.keys());
  const make = (name: string, where: string): void => {
    if (made.has(name)) throw invalidOnnx(where, "a name of its own", `"${name}" again`);
    made.add(name);
  };
  const need = (name: string, where: string): void => {
    if (!made.has(name)) throw invalidOnnx(where, "a value that is made before", `"${name}"`);
  };
  for (const { name } of inputs) make(name, "graph.input");
  for (const [i, node] of nodes.entries()) {
    for (const name of node.inputs) if (name !== "") need(name, `node ${i} (${node.operator})`);
    for (const name of node.outputs) if (name !== "") make(name, `node ${i} (${node.operator})`);
  }
  for (const { name } of outputs) need(name, "graph.output");
}

function canonicalDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}
