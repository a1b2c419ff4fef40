import { fail } from "../../../errors/index.ts";
import type { OnnxModel, OnnxNode, Tensor } from "../messages.ts";
import { invalidOnnx } from "../protobuf/proto-reader.ts";
import { Budget, type CompiledNode, NodeReader } from "./operator.ts";
import { operatorOf } from "./table.ts";

/** Multiplications and additions that one run may take. */
const mostWork = 4e9;

/** A graph, ready to run: pure, synchronous, its nodes' attributes read and checked. */
export interface Session {
  /**
   * Runs the nodes in order.
   * @param inputs by name @param wanted names of values to give
   * @throws ML_ONNX_INVALID, ML_ONNX_TOO_LARGE
   */
  run(inputs: ReadonlyMap<string, Tensor>, wanted: readonly string[]): Map<string, Tensor>;
}

/**
 * Makes a model ready to run. Operators that can't be run are all named at once.
 * @throws ML_ONNX_UNSUPPORTED, ML_ONNX_INVALID
 */
export function sessionOf({ graph, opsets }: OnnxModel): Session {
  refuseUnknown(graph.nodes);
  const nodes = graph.nodes.map((node) => ({ node, run: compile(node, opsets) }));
  return {
    run(inputs, wanted) {
      const values = new Map<string, Tensor>([...graph.initializers, ...inputs]);
      const budget = new Budget(mostWork);
      for (const { node, run } of nodes) {
        const given = node.inputs.map((name) => (name === "" ? undefined : valueAt(values, name, node)));
        const results = run(given, budget);
        node.outputs.forEach((name, k) => {
          if (name !== "" && results[k] !== undefined) values.set(name, results[k]);
        });
      }
      return new Map(wanted.map((name) => [name, valueAt(values, name, null)]));
    },
  };
}

function valueAt(values: ReadonlyMap<string, Tensor>, name: string, node: OnnxNode | null): Tensor {
  const found = values.get(name);
  if (found !== undefined) return found;
  throw invalidOnnx(node === null ? "graph.output" : node.operator, "a value that was made", `"${name}"`);
}

function compile(node: OnnxNode, opsets: ReadonlyMap<string, number>): CompiledNode {
  const version = opsets.get(node.domain);
  const reader = new NodeReader(node, version ?? 0);
  if (version === undefined) throw reader.invalid("domain", "a domain that the model imports", `"${node.domain}"`);
  return operatorOf(node)!(reader);
}

function refuseUnknown(nodes: readonly OnnxNode[]): void {
  const unknown = new Set<string>();
  for (const node of nodes) {
    if (operatorOf(node) === undefined)
      unknown.add(node.domain === "" ? node.operator : `${node.domain}.${node.operator}`);
  }
  if (unknown.size > 0) throw fail("ML_ONNX_UNSUPPORTED", { what: `operators ${[...unknown].sort().join(", ")}` });
}
