import type { AttributeValue, ElementType, OnnxGraph, OnnxNode, OnnxValue, Tensor } from "./messages.ts";
import { numberTensor, textTensor } from "./tensor.ts";

/** Attributes as plain values: whole numbers that are floats in ONNX are given as attribute values. */
export type PlainAttributes = Readonly<Record<string, AttributeValue | string>>;

/** Whole-number attribute. */
export const int = (value: number): AttributeValue => ({ kind: "int", value });
/** Float attribute. */
export const float = (value: number): AttributeValue => ({ kind: "float", value });
/** List of whole numbers. */
export const ints = (values: readonly number[]): AttributeValue => ({ kind: "ints", values });
/** List of floats. */
export const floats = (values: readonly number[]): AttributeValue => ({ kind: "floats", values });
/** List of texts. */
export const strings = (values: readonly string[]): AttributeValue => ({ kind: "strings", values });
/** A tensor. */
export const tensor = (value: Tensor): AttributeValue => ({ kind: "tensor", tensor: value });

/** The domain of operators for machine learning. */
export const mlDomain = "ai.onnx.ml";

/** Collects a graph. Values are known by their names; equal constants share one. */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #constants = new Map<string, string>();
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #taken: Set<string>;

  /** @param reserved names of inputs and outputs: no value between them may be called so */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  input(name: string, type: ElementType, dims: OnnxValue["dims"]): string {
    this.#inputs.push({ name, type, dims });
    return name;
  }

  /** Declares a value, under the name that it has, as an output. */
  output(name: string, type: ElementType, dims: OnnxValue["dims"]): void {
    this.#outputs.push({ name, type, dims });
  }

  /** Applies an operator of ai.onnx and gives its one output. */
  node(operator: string, inputs: readonly string[], attributes: PlainAttributes = {}, output?: string): string {
    return this.#add("", operator, inputs, attributes, output);
  }

  /** Applies an operator of ai.onnx.ml and gives its one output. */
  mlNode(operator: string, inputs: readonly string[], attributes: PlainAttributes = {}): string {
    return this.#add(mlDomain, operator, inputs, attributes);
  }

  /** Doubles: of shape (1, 1) for a number. */
  doubles(values: number | ArrayLike<number>, dims?: readonly number[]): string {
    return this.#numbers("double", values, dims);
  }

  floats(values: number | ArrayLike<number>, dims?: readonly number[]): string {
    return this.#numbers("float", values, dims);
  }

  /** Whole numbers, (length) unless told otherwise. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#numbers("int64", values, dims);
  }

  /** Texts, (length) unless told otherwise. */
  texts(values: readonly string[], dims: readonly number[] = [values.length]): string {
    return this.#constant(`string ${dims} ${JSON.stringify(values)}`, () => textTensor(dims, values));
  }

  /** Another type of elements: 1 float, 7 int64, 11 double. */
  cast(value: string, type: "float" | "double" | "int64"): string {
    return this.node("Cast", [value], { to: int({ float: 1, int64: 7, double: 11 }[type]) });
  }

  build(name: string): OnnxGraph {
    return {
      name,
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: this.#inputs,
      outputs: this.#outputs,
    };
  }

  #numbers(
    type: "float" | "double" | "int64",
    values: number | ArrayLike<number>,
    dims: readonly number[] | undefined,
  ): string {
    const list = typeof values === "number" ? [values] : values;
    const shape = dims ?? (typeof values === "number" ? [1, 1] : [1, list.length]);
    const make = (): Tensor => numberTensor(type, shape, list);
    // Long lists are weights: no two are equal, and a key of them would cost more than it saves.
    return list.length > 64
      ? this.#initializer(make())
      : this.#constant(
          `${type} ${shape} ${Array.from(list, (one) => (Object.is(one, -0) ? "-0" : String(one)))}`,
          make,
        );
  }

  #constant(key: string, make: () => Tensor): string {
    let name = this.#constants.get(key);
    if (name === undefined) this.#constants.set(key, (name = this.#initializer(make())));
    return name;
  }

  #initializer(value: Tensor): string {
    const name = this.#freeName("constant", this.#initializers.size);
    this.#initializers.set(name, value);
    return name;
  }

  #add(
    domain: string,
    operator: string,
    inputs: readonly string[],
    attributes: PlainAttributes,
    output?: string,
  ): string {
    const name = output ?? this.#freeName(operator, this.#nodes.length);
    const values = Object.entries(attributes).map(([key, value]): [string, AttributeValue] => [
      key,
      typeof value === "string" ? { kind: "string", value } : value,
    ]);
    this.#nodes.push({ operator, domain, name: `node ${name}`, inputs, outputs: [name], attributes: new Map(values) });
    return name;
  }

  #freeName(stem: string, number: number): string {
    let name = `${stem} ${number}`;
    while (this.#taken.has(name)) name = `${name}'`;
    this.#taken.add(name);
    return name;
  }
}
