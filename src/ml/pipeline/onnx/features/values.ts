import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import { int } from "../../../onnx/graph-builder.ts";
import { CivilDate } from "../expressions/civil-dates.ts";
import { missingCondition } from "../expressions/logic.ts";
import { finite } from "../expressions/written.ts";
import { writeSteps } from "./block.ts";
import type { ChainToWrite } from "./chain-writer.ts";

/** The largest float32, as the transformer of numbers has it. */
const largest = 3.4028234663852886e38;
/** The calendar's end, as the transformer of dates has it. */
const mostMs = 8.64e15;

/** Numbers side by side: chains of the same steps become one block. */
export function writeNumbers(chains: readonly ChainToWrite[]): string {
  const { graph, what } = chains[0]!;
  const names = chains.map(({ column }) => column.name());
  const block = names.length === 1 ? names[0]! : graph.node("Concat", names, { axis: int(1) });
  return writeSteps(
    graph,
    withinFloats(graph, finite(graph, block)),
    chains.map(({ steps }) => steps[0]!),
    what,
  );
}

/** What a float can't hold becomes the largest that it can. */
export function withinFloats(graph: GraphBuilder, x: string): string {
  return limited(graph, limited(graph, x, "Greater", largest), "Less", -largest);
}

function limited(graph: GraphBuilder, x: string, operator: string, bound: number): string {
  const limit = graph.doubles(bound);
  return graph.node("Where", [graph.node(operator, [x, limit]), limit, x]);
}

/** Whether the value is missing, as 0 or 1. */
export function writeMissingIndicator({ graph, column, steps, what }: ChainToWrite): string {
  return writeSteps(graph, graph.cast(missingCondition(graph, column), "double"), steps, what);
}

/** A date's parts, or their angles. */
export function writeDateParts({ graph, column, data, steps, what }: ChainToWrite): string {
  const ms = column.name();
  const isDate = graph.node("LessOrEqual", [graph.node("Abs", [ms]), graph.doubles(mostMs)]);
  const date = new CivilDate(graph, graph.node("Where", [isDate, ms, graph.doubles(Number.NaN)]));
  const timed = data["timed"] === true;
  const parts =
    data["cyclic"] === true
      ? [
          date.daysAndTime,
          ...circle(graph, date.dayOfYear, 365.25),
          ...circle(graph, date.dayOfWeek, 7),
          ...(timed ? circle(graph, date.hourAndTime, 24) : []),
        ]
      : [
          ...[date.daysAndTime, date.year, date.month, date.day, date.dayOfWeek, date.dayOfYear],
          ...(timed ? [date.hourAndTime] : []),
        ];
  return writeSteps(graph, graph.node("Concat", parts, { axis: int(1) }), steps, what);
}

/** Sine and cosine; the latter as a sine, which every runtime has for doubles. */
function circle(graph: GraphBuilder, part: string, period: number): [string, string] {
  const turns = graph.node("Mul", [part, graph.doubles(2 * Math.PI)]);
  const angle = graph.node("Div", [turns, graph.doubles(period)]);
  const shifted = graph.node("Add", [angle, graph.doubles(Math.PI / 2)]);
  return [graph.node("Sin", [angle]), graph.node("Sin", [shifted])];
}
