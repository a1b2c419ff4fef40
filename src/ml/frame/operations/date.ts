import { civilFromDays, dayMs, daysFromCivil, parseIsoDate } from "../iso-date.ts";
import {
  asValues,
  type ExpressionKind,
  type Operand,
  type Operation,
  type ValueOperand,
  valuesOf,
} from "./operation.ts";
import { converted, unifiedKind } from "./unify.ts";

const date: readonly ExpressionKind[] = ["date"];

/** Parts of dates, in UTC. */
export const dates: readonly Operation[] = [
  part("year", "The year.", (days) => civilFromDays(days).year),
  part("quarter", "The quarter, 1 to 4.", (days) => Math.floor((civilFromDays(days).month + 2) / 3)),
  part("month", "The month, 1 to 12.", (days) => civilFromDays(days).month),
  part("day", "The day of the month, 1 to 31.", (days) => civilFromDays(days).day),
  part("dayOfWeek", "The day of the week, 1 (Monday) to 7 (Sunday).", dayOfWeek),
  part(
    "dayOfYear",
    "The day of the year, 1 to 366.",
    (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1,
  ),
  part("hour", "The hour, 0 to 23.", (_, ms) => Math.floor(ms / 3_600_000)),
  part("minute", "The minute, 0 to 59.", (_, ms) => Math.floor(ms / 60_000) % 60),
  {
    name: "daysSince",
    summary: "Days from the second date to the first, with fractions; negative where the first is earlier.",
    args: [date, ["date", "category", "text"]],
    result(signatures) {
      unifiedKind("daysSince", signatures);
      return "number";
    },
    evaluate(args, rows) {
      const [a, b] = [asValues(args[0]!), asDate(args[1]!)];
      return valuesOf("number", rows, args, (i) => (a.values[i * a.step]! - b.values[i * b.step]!) / dayMs);
    },
    describe: ([a, b]) => `days from ${b} to ${a}`,
  },
  {
    name: "asDate",
    summary:
      "Text such as 2024-01-31 or 2024-01-31T13:45Z, or milliseconds since 1970, as a date; missing where it is neither.",
    args: [["category", "text", "number", "date"]],
    result: () => "date",
    evaluate(args, rows) {
      const operand = args[0]!;
      if ("values" in operand) return valuesOf("date", rows, args, (i) => operand.values[i * operand.step]!);
      const parsed = operand.dictionary.map((label) => parseIsoDate(label.trim()));
      return valuesOf("date", rows, args, (i) => parsed[operand.codes[i * operand.step]!] ?? Number.NaN);
    },
    describe: ([x]) => `${x} as a date`,
  },
];

function part(name: string, summary: string, compute: (days: number, msOfDay: number) => number): Operation {
  return {
    name,
    summary,
    args: [date],
    result: () => "number",
    evaluate(args, rows) {
      const { values, step } = asValues(args[0]!);
      return valuesOf("number", rows, args, (i) => {
        const ms = values[i * step]!;
        if (Number.isNaN(ms)) return ms;
        const days = Math.floor(ms / dayMs);
        return compute(days, ms - days * dayMs);
      });
    },
    describe: ([x]) => `${name} of ${x}`,
  };
}

function asDate(operand: Operand): ValueOperand {
  return asValues(converted(operand, "date"));
}

function dayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}
