import type { Literal } from "../expression.ts";
import { parseIsoDate } from "../iso-date.ts";
import {
  anyKind,
  asText,
  asValues,
  type Operand,
  type Operation,
  type Signature,
  type ValueOperand,
  valuesOf,
} from "./operation.ts";
import { booleanOfWord, converted, numberOfText, sharedDictionary, unifiedKind } from "./unify.ts";

/**
 * Comparisons give true or false, and missing where either side is missing (as SQL does): `isNot("None")` of a missing
 * value is missing, neither true nor false. Labels compare by code unit.
 */
export const comparison: readonly Operation[] = [
  compare("is", "is", "Equal.", (order) => order === 0),
  compare("isNot", "is not", "Not equal; missing stays missing.", (order) => order !== 0),
  compare("gt", ">", "Greater (later, for dates).", (order) => order > 0),
  compare("gte", ">=", "Greater or equal.", (order) => order >= 0),
  compare("lt", "<", "Smaller (earlier, for dates).", (order) => order < 0),
  compare("lte", "<=", "Smaller or equal.", (order) => order <= 0),
  {
    name: "isIn",
    summary: "Equal to one of `values`.",
    args: [anyKind],
    options: { values: { rule: "literals" } },
    result: () => "boolean",
    evaluate(args, rows, options) {
      const members = options["values"] as readonly Literal[];
      const operand = args[0]!;
      if ("codes" in operand) {
        const labels = new Set(members.filter((member) => member !== null).map(String));
        const hit = operand.dictionary.map((label) => (labels.has(label) ? 1 : 0));
        return valuesOf("boolean", rows, args, (i) => hit[operand.codes[i * operand.step]!] ?? Number.NaN);
      }
      const wanted = new Set(
        members.map((member) => valueOfMember(member, operand)).filter((value) => !Number.isNaN(value)),
      );
      return valuesOf("boolean", rows, args, (i) => {
        const x = operand.values[i * operand.step]!;
        return Number.isNaN(x) ? x : Number(wanted.has(x));
      });
    },
    describe: ([x], { values }) =>
      `${x} is one of ${(values as readonly Literal[]).map((v) => JSON.stringify(v)).join(", ")}`,
  },
];

function compare(name: string, sign: string, summary: string, holds: (order: number) => boolean): Operation {
  return {
    name,
    summary,
    args: [anyKind, anyKind],
    result(signatures) {
      unifiedKind(name, signatures);
      return "boolean";
    },
    evaluate(args, rows) {
      const [a, b] = sameKind(name, args);
      if ("codes" in a || "codes" in b) {
        const [left, right] = sharedDictionary([asText(a), asText(b)]);
        return valuesOf("boolean", rows, args, (i) => {
          const x = left!.codes[i * left!.step]!;
          const y = right!.codes[i * right!.step]!;
          return x < 0 || y < 0 ? Number.NaN : Number(holds(x - y));
        });
      }
      const [left, right] = [asValues(a), asValues(b)];
      return valuesOf("boolean", rows, args, (i) => {
        const x = left.values[i * left.step]!;
        const y = right.values[i * right.step]!;
        return x < y ? Number(holds(-1)) : x > y ? Number(holds(1)) : x === y ? Number(holds(0)) : Number.NaN;
      });
    },
    describe: ([a, b]) => `${a} ${sign} ${b}`,
  };
}

function sameKind(name: string, args: readonly Operand[]): [Operand, Operand] {
  const kind = unifiedKind(name, args satisfies readonly Signature[]);
  return [converted(args[0]!, kind), converted(args[1]!, kind)];
}

function valueOfMember(member: Literal, operand: ValueOperand): number {
  if (member === null) return Number.NaN;
  if (typeof member !== "string") return Number(member);
  if (operand.kind === "date") return parseIsoDate(member);
  return operand.kind === "boolean" ? booleanOfWord(member) : numberOfText(member);
}
