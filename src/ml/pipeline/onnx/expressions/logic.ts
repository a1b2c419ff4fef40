import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import { labels, lookUp, numbersIn, type OperationWriter, unified, values, type Written } from "./written.ts";

/** Three-valued logic, choices, and what sees missing values. */
export const logicWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ["and", many("and", 0, "Mul")],
  ["or", many("or", 1, "Add")],
  ["not", not],
  ["choose", choose],
  ["isMissing", isMissing],
  ["fillMissing", fillMissing],
]);

/** One `decisive` value decides; without it the rest, combined, is the other truth or missing. */
function many(operation: string, decisive: 0 | 1, operator: string): OperationWriter {
  return (call) => {
    const { graph, args } = call;
    const names = args.map((arg) => numbersIn(call, arg, operation));
    const sure = graph.doubles(decisive);
    const decided = names.map((x) => graph.node("Equal", [x, sure])).reduce((a, b) => graph.node("Or", [a, b]));
    const rest = names.reduce((a, b) => graph.node(operator, [a, b]));
    return values("boolean", graph.node("Where", [decided, sure, rest]));
  };
}

function not(call: Parameters<OperationWriter>[0]): Written {
  return values("boolean", call.graph.node("Sub", [call.graph.doubles(1), numbersIn(call, call.args[0]!, "not")]));
}

function choose(call: Parameters<OperationWriter>[0]): Written {
  const { graph, args } = call;
  const condition = numbersIn(call, args[0]!, "choose");
  const [kind, [yes, no]] = unified("choose", graph, args.slice(1)) as [Written["kind"], [Written, Written]];
  const isText = kind === "category" || kind === "text";
  const none = isText ? graph.texts([""], [1, 1]) : graph.doubles(Number.NaN);
  const equals = (truth: number): string => graph.node("Equal", [condition, graph.doubles(truth)]);
  const second = graph.node("Where", [equals(0), no.name(), none]);
  const name = graph.node("Where", [equals(1), yes.name(), second]);
  return isText ? labels(kind, name) : values(kind === "unknown" ? "number" : kind, name);
}

function isMissing({ graph, args: [arg] }: Parameters<OperationWriter>[0]): Written {
  return values("boolean", graph.cast(missingCondition(graph, arg!), "double"));
}

function fillMissing({ graph, args }: Parameters<OperationWriter>[0]): Written {
  const [kind, [a, b]] = unified("fillMissing", graph, args) as [Written["kind"], [Written, Written]];
  const name = graph.node("Where", [missingCondition(graph, a), b.name(), a.name()]);
  return kind === "category" || kind === "text"
    ? labels(kind, name)
    : values(kind === "unknown" ? "number" : kind, name);
}

/** A condition: true where it is missing. */
export function missingCondition(graph: GraphBuilder, arg: Written): string {
  if (arg.storage === "values") return graph.node("IsNaN", [arg.name()]);
  return graph.node("Equal", [lookUp(graph, arg.name(), [["", 1]], 0), graph.floats(1)]);
}
