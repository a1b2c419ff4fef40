import {
  anyKind,
  asText,
  asValues,
  type ExpressionKind,
  type Operation,
  type Signature,
  stepOf,
  type TextOperand,
  valuesOf,
} from "./operation.ts";
import { converted, sharedDictionary, unifiedKind } from "./unify.ts";

const boolean: readonly ExpressionKind[] = ["boolean"];

/** Three-valued logic: false and missing is false, true or missing is true; anything else with missing is missing. */
export const logic: readonly Operation[] = [
  {
    name: "and",
    summary: "True where all are true; false where any is false, even beside missing ones.",
    args: [boolean, boolean],
    variadic: true,
    result: () => "boolean",
    evaluate(args, rows) {
      const operands = args.map(asValues);
      return valuesOf("boolean", rows, args, (i) => {
        let result = 1;
        for (const { values, step } of operands) {
          const x = values[i * step]!;
          if (x === 0) return 0;
          if (x !== 1) result = Number.NaN;
        }
        return result;
      });
    },
    describe: (args) => `(${args.join(" and ")})`,
  },
  {
    name: "or",
    summary: "True where any is true, even beside missing ones; false where all are false.",
    args: [boolean, boolean],
    variadic: true,
    result: () => "boolean",
    evaluate(args, rows) {
      const operands = args.map(asValues);
      return valuesOf("boolean", rows, args, (i) => {
        let result = 0;
        for (const { values, step } of operands) {
          const x = values[i * step]!;
          if (x === 1) return 1;
          if (x !== 0) result = Number.NaN;
        }
        return result;
      });
    },
    describe: (args) => `(${args.join(" or ")})`,
  },
  {
    name: "not",
    summary: "True where false, false where true, missing where missing.",
    args: [boolean],
    result: () => "boolean",
    evaluate(args, rows) {
      const { values, step } = asValues(args[0]!);
      return valuesOf("boolean", rows, args, (i) => 1 - values[i * step]!);
    },
    describe: ([x]) => `not (${x})`,
  },
  {
    name: "choose",
    summary: "The second where the first is true, the third where it is false, missing where it is missing.",
    args: [boolean, anyKind, anyKind],
    result: (args) => unifiedKind("choose", args.slice(1)),
    evaluate(args, rows) {
      const kind = unifiedKind("choose", args.slice(1) satisfies readonly Signature[]);
      const condition = asValues(args[0]!);
      const [yes, no] = [converted(args[1]!, kind), converted(args[2]!, kind)];
      if (kind === "category" || kind === "text") {
        const shared = sharedDictionary([asText(yes), asText(no)]);
        return chooseText(kind, [condition, ...shared], rows);
      }
      const [a, b] = [asValues(yes), asValues(no)];
      return valuesOf(kind === "unknown" ? "number" : kind, rows, args, (i) => {
        const truth = condition.values[i * condition.step]!;
        return truth === 1 ? a.values[i * a.step]! : truth === 0 ? b.values[i * b.step]! : Number.NaN;
      });
    },
    describe: ([condition, yes, no]) => `(${yes} if ${condition}, else ${no})`,
  },
];

function chooseText(
  kind: "category" | "text",
  args: readonly [ReturnType<typeof asValues>, ...TextOperand[]],
  rows: number,
): TextOperand {
  const [condition, yes, no] = args as readonly [ReturnType<typeof asValues>, TextOperand, TextOperand];
  const step = stepOf(args);
  const codes = new Int32Array(step === 0 ? 1 : rows);
  for (let i = 0; i < codes.length; i++) {
    const truth = condition.values[i * condition.step]!;
    codes[i] = truth === 1 ? yes.codes[i * yes.step]! : truth === 0 ? no.codes[i * no.step]! : -1;
  }
  return { kind, codes, dictionary: yes.dictionary, step };
}
