import { fail } from "../../../errors/index.ts";
import type { Literal } from "../expression.ts";

/** Kinds that expressions have. "unknown" (a column of kind id or constant, or null) fits everywhere. */
export type ExpressionKind = "number" | "boolean" | "date" | "category" | "text" | "unknown";

/** Values of an expression: row i is `values[i * step]`; a literal has one value and step 0. NaN is missing. */
export interface ValueOperand {
  readonly kind: "number" | "boolean" | "date" | "unknown";
  readonly values: Float64Array;
  readonly step: 0 | 1;
  readonly literal?: Literal | undefined;
}

/** Labels of an expression: row i is `dictionary[codes[i * step]]`, -1 missing. The dictionary is sorted and distinct. */
export interface TextOperand {
  readonly kind: "category" | "text";
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
  readonly step: 0 | 1;
  readonly literal?: Literal | undefined;
}

export type Operand = ValueOperand | TextOperand;

/** What is known of an argument before anything is evaluated. `literal` is undefined where it isn't one. */
export interface Signature {
  readonly kind: ExpressionKind;
  readonly literal?: Literal | undefined;
}

export type OptionValues = { readonly [name: string]: Literal | readonly Literal[] };

/** What an option of an operation may be. Lists have at least one item. */
export type OptionRule = "number" | "text" | "boolean" | "numbers" | "texts" | "literals";

/** One row of the table of operations. */
export interface Operation {
  readonly name: string;
  /** One sentence for the reference. */
  readonly summary: string;
  /** Kinds allowed at each position. */
  readonly args: readonly (readonly ExpressionKind[])[];
  /** The last position may be repeated. */
  readonly variadic?: true;
  readonly options?: Readonly<Record<string, { readonly rule: OptionRule; readonly optional?: true }>>;
  /** Kind of the result. @throws ML_EXPRESSION_TYPE where the arguments don't go together */
  result(args: readonly Signature[]): ExpressionKind;
  /** Column-wise: (rows) each. Never changes its arguments; never makes an infinity. */
  evaluate(args: readonly Operand[], rows: number, options: OptionValues): Operand;
  /** For people: "month of Flight Date". */
  describe(args: readonly string[], options: OptionValues): string;
}

export const anyKind: readonly ExpressionKind[] = ["number", "boolean", "date", "category", "text"];
export const textKinds: readonly ExpressionKind[] = ["category", "text"];

/** A result column of doubles, filled row by row. Infinities become missing. */
export function valuesOf(
  kind: "number" | "boolean" | "date",
  rows: number,
  args: readonly Operand[],
  value: (row: number) => number,
): ValueOperand {
  const step = stepOf(args);
  const values = new Float64Array(step === 0 ? 1 : rows);
  for (let i = 0; i < values.length; i++) {
    const x = value(i);
    values[i] = x - x === 0 ? x : Number.NaN;
  }
  return { kind, values, step };
}

/** 0 where every argument is the same for all rows. */
export function stepOf(args: readonly Operand[]): 0 | 1 {
  return args.some((arg) => arg.step === 1) ? 1 : 0;
}

/** The argument as values. Only for positions whose kinds are values. */
export function asValues(operand: Operand): ValueOperand {
  if ("values" in operand) return operand;
  throw fail("ML_EXPRESSION_TYPE", { operation: "This expression", expected: "numbers", got: operand.kind });
}

/** The argument as labels; null and unknown values are all missing. */
export function asText(operand: Operand): TextOperand {
  if ("codes" in operand) return operand;
  if (operand.literal === null) return { kind: "category", codes: Int32Array.of(-1), dictionary: [], step: 0 };
  throw fail("ML_EXPRESSION_TYPE", { operation: "This expression", expected: "text", got: operand.kind });
}

/** Maps every label once and gives a sorted, distinct dictionary; null is missing. */
export function mapLabels(operand: TextOperand, map: (label: string) => string | null): TextOperand {
  const mapped = operand.dictionary.map(map);
  return recode(operand.kind, operand.codes, mapped, operand.step);
}

/** Codes into labels that may repeat, be unsorted or null -> codes into a sorted, distinct dictionary. */
export function recode(
  kind: TextOperand["kind"],
  codes: Int32Array,
  labels: readonly (string | null)[],
  step: 0 | 1,
): TextOperand {
  const dictionary = [...new Set(labels.filter((label) => label !== null))].sort(byCodeUnit);
  const codeOf = new Map(dictionary.map((label, code) => [label, code]));
  const newCodes = Int32Array.from(labels, (label) => (label === null ? -1 : codeOf.get(label)!));
  const out = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = codes[i]! < 0 ? -1 : newCodes[codes[i]!]!;
  return { kind, codes: out, dictionary, step };
}

/** Order of strings by code unit. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
