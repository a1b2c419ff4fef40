import {
  asText,
  type ExpressionKind,
  mapLabels,
  type Operand,
  type Operation,
  type OptionValues,
  recode,
  textKinds,
  valuesOf,
} from "./operation.ts";
import { booleanOfWord, numberOfText } from "./unify.ts";

/** A sign, digits with or without commas between thousands, decimals, exponent. */
const numberPattern = /[-+]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?/;

/** Operations on labels and free text; each distinct label is worked on once. */
export const texts: readonly Operation[] = [
  relabel("lowercase", "In small letters.", (label) => label.toLowerCase()),
  relabel("trim", "Without white space at both ends; what is left empty is missing.", (label) => label.trim() || null),
  measure("length", "number", "Number of UTF-16 code units.", (label) => label.length),
  measure(
    "wordCount",
    "number",
    "Number of words between white space.",
    (label) => label.split(/\s+/).filter(Boolean).length,
  ),
  measure(
    "extractNumber",
    "number",
    "The first number in the text (1,234.5 is read as 1234.5); missing where there is none.",
    (label) => numberOfText((numberPattern.exec(label)?.[0] ?? "").replaceAll(",", "")),
  ),
  search("contains", "contains", (label, part) => label.includes(part)),
  search("startsWith", "starts with", (label, part) => label.startsWith(part)),
  search("endsWith", "ends with", (label, part) => label.endsWith(part)),
  {
    name: "asNumber",
    summary: "The number that the text spells in full, or 1 for true and 0 for false; missing where it is none.",
    args: [["category", "text", "boolean", "number"]],
    result: () => "number",
    evaluate(args, rows) {
      const operand = args[0]!;
      if ("values" in operand) return valuesOf("number", rows, args, (i) => operand.values[i * operand.step]!);
      return measured(operand, "number", rows, numberOfText);
    },
    describe: ([x]) => `${x} as a number`,
  },
  {
    name: "asBoolean",
    summary: "True for yes, true, y, t, 1; false for no, false, n, f, 0 (any case); missing for anything else.",
    args: [["category", "text", "boolean", "number"]],
    result: () => "boolean",
    evaluate(args, rows) {
      const operand = args[0]!;
      if ("codes" in operand) return measured(operand, "boolean", rows, booleanOfWord);
      return valuesOf("boolean", rows, args, (i) => {
        const x = operand.values[i * operand.step]!;
        return x === 0 || x === 1 ? x : Number.NaN;
      });
    },
    describe: ([x]) => `${x} as true or false`,
  },
  {
    name: "asText",
    summary: "Numbers and booleans as labels, so that they are treated as categories.",
    args: [["number", "boolean", "category", "text"]],
    result: ([arg]) => (arg!.kind === "text" ? "text" : "category"),
    evaluate(args, rows) {
      const operand = args[0]!;
      if ("codes" in operand) return operand;
      const distinct = [...new Set(operand.values)].filter((x) => !Number.isNaN(x));
      const codeOf = new Map(distinct.map((x, code) => [x, code]));
      const labels = distinct.map((x) => (operand.kind === "boolean" ? String(x === 1) : String(x)));
      const codes = new Int32Array(operand.step === 0 ? 1 : rows);
      for (let i = 0; i < codes.length; i++) codes[i] = codeOf.get(operand.values[i * operand.step]!) ?? -1;
      return recode("category", codes, labels, operand.step);
    },
    describe: ([x]) => `${x} as a label`,
  },
];

function relabel(name: string, summary: string, map: (label: string) => string | null): Operation {
  return {
    name,
    summary,
    args: [textKinds],
    result: ([arg]) => sameTextKind(arg!.kind),
    evaluate: ([arg]) => mapLabels(asText(arg!), map),
    describe: ([x]) => `${name} of ${x}`,
  };
}

function measure(name: string, kind: "number", summary: string, of: (label: string) => number): Operation {
  return {
    name,
    summary,
    args: [textKinds],
    result: () => kind,
    evaluate: ([arg], rows) => measured(arg!, kind, rows, of),
    describe: ([x]) => `${name} of ${x}`,
  };
}

function search(name: string, words: string, test: (label: string, part: string) => boolean): Operation {
  return {
    name,
    summary: `True where the text ${words} \`text\`; with \`ignoreCase\`, in any case.`,
    args: [textKinds],
    options: { text: { rule: "text" }, ignoreCase: { rule: "boolean", optional: true } },
    result: () => "boolean",
    evaluate([arg], rows, options: OptionValues) {
      const fold = options["ignoreCase"] === true ? (s: string) => s.toLowerCase() : (s: string) => s;
      const part = fold(String(options["text"]));
      return measured(arg!, "boolean", rows, (label) => Number(test(fold(label), part)));
    },
    describe: ([x], { text }) => `${x} ${words} ${JSON.stringify(text)}`,
  };
}

function measured(operand: Operand, kind: "number" | "boolean", rows: number, of: (label: string) => number): Operand {
  const { codes, dictionary, step } = asText(operand);
  const results = dictionary.map(of);
  return valuesOf(kind, rows, [operand], (i) => results[codes[i * step]!] ?? Number.NaN);
}

function sameTextKind(kind: ExpressionKind): ExpressionKind {
  return kind === "text" ? "text" : "category";
}
