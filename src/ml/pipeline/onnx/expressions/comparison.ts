import type { Literal } from "../../../frame/expression.ts";
import { parseIsoDate } from "../../../frame/iso-date.ts";
import { booleanOfWord, numberOfText } from "../../../frame/operations/unify.ts";
import { int } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";
import { type CallToWrite, mapLabels, type OperationWriter, truth, unified, values, type Written } from "./written.ts";

/** Comparisons: true or false, and missing where either side is. */
export const comparisonWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ["is", compare("is", "Equal")],
  ["isNot", compare("isNot", "Equal")],
  ["gt", compare("gt", "Greater")],
  ["gte", compare("gte", "GreaterOrEqual")],
  ["lt", compare("lt", "Less")],
  ["lte", compare("lte", "LessOrEqual")],
  ["isIn", isIn],
]);

function compare(operation: string, operator: string): OperationWriter {
  return (call) => {
    const { graph, args } = call;
    const [kind, [a, b]] = unified(operation, graph, args) as [string, [Written, Written]];
    if (kind === "category" || kind === "text") return compareLabels(call, operation, a, b);
    const names = [a.name(), b.name()];
    const holds = graph.node(operator, names);
    return values("boolean", truth(graph, operation === "isNot" ? graph.node("Not", [holds]) : holds, names));
  };
}

function compareLabels(
  { graph, what }: CallToWrite,
  operation: string,
  a: Written,
  b: Written,
): ReturnType<OperationWriter> {
  const [column, literal] = a.literal === undefined ? [a, b.literal] : [b, a.literal];
  if ((operation !== "is" && operation !== "isNot") || column.literal !== undefined || typeof literal !== "string") {
    throw notExportable(
      what,
      `texts can be compared with "is" and "is not" to one given text alone, not by "${operation}"`,
    );
  }
  const hit = operation === "is" ? 1 : 0;
  const map = literal === "" ? [] : [[literal, hit] as const];
  const result = mapLabels(graph, column.name(), [...map, ["", Number.NaN]], literal === "" ? Number.NaN : 1 - hit);
  return values("boolean", result);
}

function isIn({ graph, args, options }: CallToWrite): ReturnType<OperationWriter> {
  const members = options["values"] as readonly Literal[];
  const arg = args[0]!;
  if (arg.storage === "labels") {
    const found = new Set(members.filter((member) => member !== null && member !== "").map(String));
    const map = [...found].map((label) => [label, 1] as const);
    return values("boolean", mapLabels(graph, arg.name(), [...map, ["", Number.NaN]], 0));
  }
  const wanted = members.map((member) => numberOf(member, arg)).filter((value) => !Number.isNaN(value));
  const x = arg.name();
  const hits = graph.cast(
    graph.node("Equal", [x, graph.doubles(wanted.length === 0 ? [Number.NaN] : wanted)]),
    "double",
  );
  const any = graph.node("ReduceMax", [hits], { axes: { kind: "ints", values: [1] }, keepdims: int(1) });
  return values("boolean", graph.node("Add", [any, graph.node("Sub", [x, x])]));
}

function numberOf(member: Literal, { kind }: Written): number {
  if (member === null) return Number.NaN;
  if (typeof member !== "string") return Number(member);
  if (kind === "date") return parseIsoDate(member);
  return kind === "boolean" ? booleanOfWord(member) : numberOfText(member);
}
