import { defaultLabels } from "../../../frame/operations/bins.ts";
import { notExportable } from "../not-exportable.ts";
import { type CallToWrite, labels, numbersIn, type OperationWriter, values, type Written } from "./written.ts";

/** Conversions and bins; operations on the letters of a text have no operator. */
export const textWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ["asNumber", (call: CallToWrite) => values("number", numbersIn(call, call.args[0]!, "asNumber"))],
  ["asBoolean", asBoolean],
  ["asText", asText],
  ["bins", bins],
]);

function asBoolean(call: CallToWrite): Written {
  const { graph, args } = call;
  const x = numbersIn(call, args[0]!, "asBoolean");
  const equals = (truth: number): string => graph.node("Equal", [x, graph.doubles(truth)]);
  return values(
    "boolean",
    graph.node("Where", [graph.node("Or", [equals(0), equals(1)]), x, graph.doubles(Number.NaN)]),
  );
}

function asText({ graph, args: [arg], what }: CallToWrite): Written {
  if (arg!.storage === "labels") return arg!;
  if (arg!.kind !== "boolean") throw notExportable(what, "numbers can't be spelled as texts by an ONNX operator");
  const text = (value: string): string => graph.texts([value], [1, 1]);
  const equals = (truth: number): string => graph.node("Equal", [arg!.name(), graph.doubles(truth)]);
  const second = graph.node("Where", [equals(0), text("false"), text("")]);
  return labels("category", graph.node("Where", [equals(1), text("true"), second]));
}

function bins(call: CallToWrite): Written {
  const { graph, args, options } = call;
  const x = numbersIn(call, args[0]!, "bins");
  const edges = options["edges"] as readonly number[];
  const names = (options["labels"] as readonly string[] | undefined) ?? defaultLabels(edges);
  const text = (value: string): string => graph.texts([value], [1, 1]);
  const found = edges.reduce(
    (below, edge, i) =>
      graph.node("Where", [graph.node("GreaterOrEqual", [x, graph.doubles(edge)]), text(names[i + 1]!), below]),
    text(names[0]!),
  );
  return labels("category", graph.node("Where", [graph.node("IsNaN", [x]), text(""), found]));
}
