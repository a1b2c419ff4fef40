import { fail } from "../../../errors/index.ts";
import type { AttributeValue, OnnxNode, Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";

/** One node, ready to run: inputs that are left out are undefined. Never changes its inputs. */
export type CompiledNode = (inputs: readonly (Tensor | undefined)[], budget: Budget) => readonly Tensor[];

/** Reads a node's attributes once. @throws ML_ONNX_INVALID, ML_ONNX_UNSUPPORTED */
export type Operator = (node: NodeReader) => CompiledNode;

/** How much work one run may be: a few rows of a hostile model mustn't take minutes. */
export class Budget {
  #left: number;

  /** @param work multiplications and additions, about */
  constructor(work: number) {
    this.#left = work;
  }

  /** @throws ML_ONNX_TOO_LARGE */
  spend(work: number, where: string): void {
    this.#left -= work;
    if (this.#left >= 0) return;
    throw fail("ML_ONNX_TOO_LARGE", { where, limit: "some billions of operations a run", got: "more" });
  }
}

/** A node's attributes, each of the type that its operator asks for. */
export class NodeReader {
  readonly #node: OnnxNode;
  /** For messages. */
  readonly where: string;
  /** Version of the node's domain. */
  readonly version: number;
  readonly nOutputs: number;
  readonly operator: string;

  constructor(node: OnnxNode, version: number) {
    this.#node = node;
    this.version = version;
    this.operator = node.operator;
    this.nOutputs = node.outputs.length;
    this.where = node.name === "" ? node.operator : `${node.operator} "${node.name}"`;
  }

  has(name: string): boolean {
    return this.#node.attributes.has(name);
  }

  int(name: string, otherwise?: number): number {
    return this.#get(name, "int", otherwise, (value) => (value.kind === "int" ? value.value : undefined));
  }

  float(name: string, otherwise?: number): number {
    return this.#get(name, "float", otherwise, (value) => (value.kind === "float" ? value.value : undefined));
  }

  text(name: string, otherwise?: string): string {
    return this.#get(name, "string", otherwise, (value) => (value.kind === "string" ? value.value : undefined));
  }

  ints(name: string, otherwise: readonly number[] = []): readonly number[] {
    return this.#get(name, "ints", otherwise, (value) => (value.kind === "ints" ? value.values : undefined));
  }

  floats(name: string, otherwise: readonly number[] = []): readonly number[] {
    return this.#get(name, "floats", otherwise, (value) => (value.kind === "floats" ? value.values : undefined));
  }

  texts(name: string, otherwise: readonly string[] = []): readonly string[] {
    return this.#get(name, "strings", otherwise, (value) => (value.kind === "strings" ? value.values : undefined));
  }

  tensor(name: string): Tensor | undefined {
    if (!this.has(name)) return undefined;
    return this.#get(name, "tensor", undefined, (value) => (value.kind === "tensor" ? value.tensor : undefined));
  }

  /** Numbers of `name`, or of its twin `name_as_tensor` with doubles. */
  numbers(name: string): readonly number[] {
    const twin = this.tensor(`${name}_as_tensor`);
    if (twin === undefined) return this.floats(name);
    if (twin.type === "string") throw invalidOnnx(`${this.where}.${name}_as_tensor`, "numbers", "texts");
    return Array.from(twin.data);
  }

  /** The error of an attribute that can't be. */
  invalid(what: string, expected: string, got: unknown): Error {
    return invalidOnnx(`${this.where} ${what}`, expected, got);
  }

  /** The error of a setting that can't be run here. */
  unsupported(what: string): Error {
    return fail("ML_ONNX_UNSUPPORTED", { what: `${this.operator} with ${what}` });
  }

  #get<T>(name: string, kind: string, otherwise: T | undefined, read: (value: AttributeValue) => T | undefined): T {
    const value = this.#node.attributes.get(name);
    if (value === undefined) {
      if (otherwise !== undefined) return otherwise;
      throw this.invalid(name, `an attribute (${kind})`, "none");
    }
    const found = read(value);
    if (found === undefined) throw this.invalid(name, kind, value.kind);
    return found;
  }
}

/** The input at a place that must be there. @throws ML_ONNX_INVALID */
export function inputAt(inputs: readonly (Tensor | undefined)[], place: number, where: string): Tensor {
  const found = inputs[place];
  if (found === undefined) throw invalidOnnx(where, `an input at ${place}`, "none");
  return found;
}
