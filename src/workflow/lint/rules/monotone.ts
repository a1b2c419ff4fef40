import type { CandidateSpec } from "../../specs.ts";
import { columnFault, columnFix, kindOf } from "../columns-read.ts";
import type { Rule } from "../rule.ts";

/** Columns that a candidate may be told to rise or fall with; features made of a column are called "joined: year". */
export const monotoneColumns: Rule = {
  name: "monotone-columns",
  severity: "error",
  summary: "Columns that a candidate is monotone in exist, and have an order.",
  example: {
    code: 'candidates: [{ name: "stump", params: { monotone: { sped: 1 } }, fit() { throw new Error("never called by lint"); } }]',
    message:
      'candidate "stump" is monotone in "sped", but the data has no such column. Did you mean "speed"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    const candidates = (input.declared["candidates"] ?? []) as readonly CandidateSpec[];
    for (const [index, { name, params }] of candidates.entries()) {
      const at = input.locate(["candidates", index]);
      for (const feature of namesOf(params?.["monotone"])) {
        if (Object.hasOwn(input.spec.features, feature)) continue;
        const column = feature.split(": ")[0]!;
        const fault = columnFault(feature, input) === undefined ? undefined : columnFault(column, input);
        const who = `candidate "${name}" is monotone in "${feature}"`;
        if (fault !== undefined) yield { message: `${who}, ${fault}.`, fix: columnFix(column, input), at };
        else if (unordered.has(kindOf(feature, input) ?? "")) {
          const message = `${who}, which is of kind ${kindOf(feature, input)} and has no order.`;
          yield { message, fix: "Name a column of numbers, or a feature that is one.", at };
        }
      }
    }
  },
};

const unordered: ReadonlySet<string> = new Set(["category", "text", "id"]);

function namesOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
