import { anyKind, asText, asValues, type Operation, type Signature, stepOf, valuesOf } from "./operation.ts";
import { converted, sharedDictionary, unifiedKind } from "./unify.ts";

/** The two operations that see missing values instead of passing them on. */
export const missing: readonly Operation[] = [
  {
    name: "isMissing",
    summary: "True where the value is missing; never missing itself.",
    args: [anyKind],
    result: () => "boolean",
    evaluate(args, rows) {
      const operand = args[0]!;
      return "codes" in operand
        ? valuesOf("boolean", rows, args, (i) => Number(operand.codes[i * operand.step]! < 0))
        : valuesOf("boolean", rows, args, (i) => Number(Number.isNaN(operand.values[i * operand.step]!)));
    },
    describe: ([x]) => `${x} is missing`,
  },
  {
    name: "fillMissing",
    summary: "The first value, or the second where the first is missing.",
    args: [anyKind, anyKind],
    result: (args) => unifiedKind("fillMissing", args),
    evaluate(args, rows) {
      const kind = unifiedKind("fillMissing", args satisfies readonly Signature[]);
      const [a, b] = [converted(args[0]!, kind), converted(args[1]!, kind)];
      if (kind === "category" || kind === "text") {
        const [first, second] = sharedDictionary([asText(a), asText(b)]);
        const step = stepOf(args);
        const codes = new Int32Array(step === 0 ? 1 : rows);
        for (let i = 0; i < codes.length; i++) {
          const code = first!.codes[i * first!.step]!;
          codes[i] = code < 0 ? second!.codes[i * second!.step]! : code;
        }
        return { kind, codes, dictionary: first!.dictionary, step };
      }
      const [first, second] = [asValues(a), asValues(b)];
      return valuesOf(kind === "unknown" ? "number" : kind, rows, args, (i) => {
        const x = first.values[i * first.step]!;
        return Number.isNaN(x) ? second.values[i * second.step]! : x;
      });
    },
    describe: ([x, fill]) => `${x} (${fill} if missing)`,
  },
];
