/** The messages of onnx.proto that models are made of, as plain data. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

/** Types of elements that are understood; int64 is held in doubles, as whole numbers within 2^53. */
export type ElementType = "float" | "double" | "int64" | "int32" | "uint8" | "bool" | "string";

/** Elements, row-major. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array | readonly string[];

/** A tensor: `data.length` is the product of `dims`. */
export type Tensor =
  | { readonly type: "float"; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: "double" | "int64"; readonly dims: readonly number[]; readonly data: Float64Array }
  | { readonly type: "int32"; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly type: "uint8" | "bool"; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: "string"; readonly dims: readonly number[]; readonly data: readonly string[] };

/** A value of an attribute. Subgraphs and what else is not understood stand as `other`, so that they can be named. */
export type AttributeValue =
  | { readonly kind: "float" | "int"; readonly value: number }
  | { readonly kind: "floats" | "ints"; readonly values: readonly number[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "strings"; readonly values: readonly string[] }
  | { readonly kind: "tensor"; readonly tensor: Tensor }
  | { readonly kind: "other"; readonly type: number };

/** One application of an operator. An empty input name stands for one that is left out. */
export interface OnnxNode {
  readonly operator: string;
  /** "" is ai.onnx. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** What an input or output is declared to be. */
export interface OnnxValue {
  readonly name: string;
  /** "other": a sequence or map, or a type of elements that is not understood. */
  readonly type: ElementType | "other";
  /** A name or null stands for a size that is known at run time only; null altogether: nothing is known. */
  readonly dims: readonly (number | string | null)[] | null;
}

/** A model of one graph. */
export interface OnnxModel {
  readonly irVersion: number;
  /** Domain ("" is ai.onnx) -> version of its operators. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly producerVersion: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: OnnxGraph;
}

/** Nodes in an order in which they can be run. */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Numbers of `TensorProto.DataType`. */
export const elementNumbers: Readonly<Record<ElementType, number>> = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
};
