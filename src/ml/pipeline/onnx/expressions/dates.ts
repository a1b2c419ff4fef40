import { dayMs } from "../../../frame/iso-date.ts";
import { CivilDate } from "./civil-dates.ts";
import { type CallToWrite, finite, numbersIn, type OperationWriter, unified, values, type Written } from "./written.ts";

const parts = ["year", "quarter", "month", "day", "dayOfWeek", "dayOfYear", "hour", "minute"] as const;

/** Parts of dates, in UTC. */
export const dateWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ...parts.map((part): [string, OperationWriter] => [
    part,
    (call) => values("number", new CivilDate(call.graph, numbersIn(call, call.args[0]!, part))[part]),
  ]),
  ["daysSince", daysSince],
  ["asDate", asDate],
]);

function daysSince(call: CallToWrite): Written {
  const { graph, args } = call;
  const [, [a, b]] = unified("daysSince", graph, args) as [Written["kind"], [Written, Written]];
  const difference = graph.node("Sub", [numbersIn(call, a, "daysSince"), numbersIn(call, b, "daysSince")]);
  return values("number", graph.node("Div", [difference, graph.doubles(dayMs)]));
}

function asDate(call: CallToWrite): Written {
  return values("date", finite(call.graph, numbersIn(call, call.args[0]!, "asDate")));
}
