import {
  type AttributeValue,
  elementNumbers,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
  type Tensor,
} from "./messages.ts";
import { ProtoWriter } from "./protobuf/proto-writer.ts";

/** An ONNX model as the bytes of its file. Equal models give equal bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new ProtoWriter()
    .integer(1, model.irVersion)
    .text(2, model.producer)
    .text(3, model.producerVersion)
    .message(7, graphOf(model.graph));
  for (const [domain, version] of model.opsets) {
    writer.message(8, new ProtoWriter().text(1, domain).integer(2, version));
  }
  for (const [key, value] of model.metadata) writer.message(14, new ProtoWriter().text(1, key).text(2, value));
  return writer.toBytes();
}

function graphOf({ name, nodes, initializers, inputs, outputs }: OnnxGraph): ProtoWriter {
  const writer = new ProtoWriter();
  for (const node of nodes) writer.message(1, nodeOf(node));
  writer.text(2, name);
  for (const [tensorName, tensor] of initializers) writer.message(5, tensorOf(tensor, tensorName));
  for (const value of inputs) writer.message(11, valueInfoOf(value));
  for (const value of outputs) writer.message(12, valueInfoOf(value));
  return writer;
}

function nodeOf({ inputs, outputs, name, operator, domain, attributes }: OnnxNode): ProtoWriter {
  const writer = new ProtoWriter();
  for (const input of inputs) writer.text(1, input);
  for (const output of outputs) writer.text(2, output);
  writer.text(3, name).text(4, operator);
  for (const [key, value] of attributes) writer.message(5, attributeOf(key, value));
  return domain === "" ? writer : writer.text(7, domain);
}

function attributeOf(name: string, value: AttributeValue): ProtoWriter {
  const writer = new ProtoWriter().text(1, name);
  switch (value.kind) {
    case "float":
      return writer.float(2, value.value).integer(20, 1);
    case "int":
      return writer.integer(3, value.value).integer(20, 2);
    case "string":
      return writer.text(4, value.value).integer(20, 3);
    case "tensor":
      return writer.message(5, tensorOf(value.tensor, name)).integer(20, 4);
    case "floats":
      return writer.floats(7, value.values).integer(20, 6);
    case "ints":
      return writer.integers(8, value.values).integer(20, 7);
    case "strings":
      for (const text of value.values) writer.text(9, text);
      return writer.integer(20, 8);
    case "other":
      throw new TypeError(`an attribute of type ${value.type} can't be written`);
  }
}

function tensorOf(tensor: Tensor, name: string): ProtoWriter {
  const writer = new ProtoWriter().integers(1, tensor.dims).integer(2, elementNumbers[tensor.type]);
  if (tensor.type === "string") for (const text of tensor.data) writer.text(6, text);
  writer.text(8, name);
  return tensor.type === "string" ? writer : writer.bytes(9, rawOf(tensor));
}

function rawOf(tensor: Exclude<Tensor, { type: "string" }>): Uint8Array {
  const { type, data } = tensor;
  const size = type === "bool" || type === "uint8" ? 1 : type === "float" || type === "int32" ? 4 : 8;
  const bytes = new Uint8Array(data.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < data.length; i++) {
    if (type === "bool" || type === "uint8") view.setUint8(i, data[i]!);
    else if (type === "float") view.setFloat32(i * 4, data[i]!, true);
    else if (type === "int32") view.setInt32(i * 4, data[i]!, true);
    else if (type === "double") view.setFloat64(i * 8, data[i]!, true);
    else view.setBigInt64(i * 8, BigInt(data[i]!), true);
  }
  return bytes;
}

function valueInfoOf({ name, type, dims }: OnnxValue): ProtoWriter {
  if (type === "other") throw new TypeError("only tensors can be written");
  const tensor = new ProtoWriter().integer(1, elementNumbers[type]);
  if (dims !== null) {
    const shape = new ProtoWriter();
    for (const dim of dims) {
      const one = new ProtoWriter();
      if (typeof dim === "number") one.integer(1, dim);
      else if (dim !== null) one.text(2, dim);
      shape.message(1, one);
    }
    tensor.message(2, shape);
  }
  return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
}
