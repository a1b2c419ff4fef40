import { int } from "../../../onnx/graph-builder.ts";
import { type CallToWrite, finite, numbersIn, type OperationWriter, values } from "./written.ts";

/** Arithmetic in doubles; what has no finite result is missing. */
export const arithmeticWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ...["plus Add", "minus Sub", "times Mul", "dividedBy Div"].map(binary),
  ...["negate Neg", "abs Abs", "log Log", "exp Exp", "sqrt Sqrt", "floor Floor", "ceil Ceil"].map(unary),
  ["log1p", log1p],
  ["power", power],
  ["modulo", modulo],
  ["smaller", chosen("smaller", "LessOrEqual")],
  ["larger", chosen("larger", "GreaterOrEqual")],
  ["round", round],
  ["clip", clip],
] as const);

function binary(pair: string): [string, OperationWriter] {
  const [operation, operator] = pair.split(" ") as [string, string];
  return [
    operation,
    (call) => {
      const [a, b] = twoNumbers(call, operation);
      return values("number", finite(call.graph, call.graph.node(operator, [a, b])));
    },
  ];
}

function unary(pair: string): [string, OperationWriter] {
  const [operation, operator] = pair.split(" ") as [string, string];
  return [
    operation,
    (call) => {
      const x = numbersIn(call, call.args[0]!, operation);
      return values("number", finite(call.graph, call.graph.node(operator, [x])));
    },
  ];
}

function log1p(call: CallToWrite): ReturnType<OperationWriter> {
  const { graph } = call;
  const sum = graph.node("Add", [numbersIn(call, call.args[0]!, "log1p"), graph.doubles(1)]);
  return values("number", finite(graph, graph.node("Log", [sum])));
}

/** C's power of 1 to NaN is 1, where ours is missing: so is whatever has a missing exponent. */
function power(call: CallToWrite): ReturnType<OperationWriter> {
  const { graph } = call;
  const [a, b] = twoNumbers(call, "power");
  const raised = graph.node("Add", [graph.node("Pow", [a, b]), graph.node("Sub", [b, b])]);
  return values("number", finite(graph, raised));
}

function modulo(call: CallToWrite): ReturnType<OperationWriter> {
  const { graph } = call;
  const [a, b] = twoNumbers(call, "modulo");
  const zero = graph.doubles(0);
  const rest = graph.node("Mod", [a, b], { fmod: int(1) });
  const isNegative = (x: string): string => graph.node("Less", [x, zero]);
  const signsDiffer = graph.node("Xor", [isNegative(rest), isNegative(b)]);
  const isRest = graph.node("Not", [graph.node("Equal", [rest, zero])]);
  const moved = graph.node("Where", [graph.node("And", [signsDiffer, isRest]), graph.node("Add", [rest, b]), rest]);
  return values("number", finite(graph, moved));
}

function chosen(operation: string, operator: string): OperationWriter {
  return (call) => {
    const { graph } = call;
    const [a, b] = twoNumbers(call, operation);
    const second = graph.node("Where", [graph.node(operator, [b, a]), b, graph.doubles(Number.NaN)]);
    return values("number", graph.node("Where", [graph.node(operator, [a, b]), a, second]));
  };
}

/** Halves away from zero. */
function round(call: CallToWrite): ReturnType<OperationWriter> {
  const { graph, options } = call;
  const x = numbersIn(call, call.args[0]!, "round");
  const digits = Math.max(-15, Math.min(15, Math.trunc(Number(options["digits"] ?? 0))));
  const scale = graph.doubles(Number(`1e${digits}`));
  const scaled = graph.node("Mul", [graph.node("Abs", [x]), scale]);
  const below = graph.node("Floor", [scaled]);
  const isUp = graph.node("GreaterOrEqual", [graph.node("Sub", [scaled, below]), graph.doubles(0.5)]);
  const rounded = graph.node("Where", [isUp, graph.node("Add", [below, graph.doubles(1)]), below]);
  const signed = graph.node("Mul", [graph.node("Sign", [x]), rounded]);
  return values("number", finite(graph, graph.node("Div", [signed, scale])));
}

function clip(call: CallToWrite): ReturnType<OperationWriter> {
  const { graph, options } = call;
  let x = numbersIn(call, call.args[0]!, "clip");
  for (const [option, operator] of [
    ["max", "Greater"],
    ["min", "Less"],
  ] as const) {
    if (options[option] === undefined) continue;
    const bound = graph.doubles(Number(options[option]));
    x = graph.node("Where", [graph.node(operator, [x, bound]), bound, x]);
  }
  return values("number", x);
}

function twoNumbers(call: CallToWrite, operation: string): [string, string] {
  return [numbersIn(call, call.args[0]!, operation), numbersIn(call, call.args[1]!, operation)];
}
