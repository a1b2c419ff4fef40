import { fail } from "../../../errors/index.ts";
import type { Literal } from "../expression.ts";
import { parseIsoDate } from "../iso-date.ts";
import {
  asText,
  type ExpressionKind,
  type Operand,
  recode,
  type Signature,
  type TextOperand,
  type ValueOperand,
} from "./operation.ts";

/**
 * Brings operands that are compared or chosen between to one kind. A literal takes the kind of the column beside it: "2024-01-31" beside a
 * date is a date, "yes" beside a boolean is true, 12345 beside labels is the label "12345". Two columns must agree by themselves.
 * @throws ML_EXPRESSION_TYPE
 */
export function unifiedKind(operation: string, signatures: readonly Signature[]): ExpressionKind {
  const known = signatures.filter((s) => s.kind !== "unknown");
  const columns = known.filter((s) => s.literal === undefined);
  const kind = (columns.length > 0 ? columns : known)
    .map((s) => s.kind)
    .reduce<ExpressionKind>((a, b) => joined(operation, a, b), "unknown");
  for (const { literal } of known) {
    if (literal !== undefined && literal !== null && !converts(literal, kind)) {
      throw fail("ML_EXPRESSION_TYPE", {
        operation: `"${operation}"`,
        expected: `values of one kind (here ${kind})`,
        got: JSON.stringify(literal),
      });
    }
  }
  return kind;
}

/** The operand in the kind that `unifiedKind` gave. */
export function converted(operand: Operand, kind: ExpressionKind): Operand {
  if (kind === "category" || kind === "text") {
    if ("codes" in operand) return operand;
    if (operand.literal === undefined || operand.literal === null) return asText({ ...operand, literal: null });
    return { kind: "category", codes: Int32Array.of(0), dictionary: [String(operand.literal)], step: 0 };
  }
  if ("values" in operand) return operand;
  const value = valueOfLiteral(String(operand.literal), kind);
  return { kind: kind === "unknown" ? "number" : kind, values: Float64Array.of(value), step: 0 };
}

/** Labels of several operands in one dictionary, so that equal codes mean equal labels. */
export function sharedDictionary(operands: readonly TextOperand[]): TextOperand[] {
  const first = operands[0]?.dictionary;
  if (operands.every((operand) => operand.dictionary === first)) return [...operands];
  const labels = operands.flatMap((operand) => operand.dictionary);
  let offset = 0;
  return operands.map((operand) => {
    const start = offset;
    offset += operand.dictionary.length;
    const moved = operand.codes.map((code) => (code < 0 ? -1 : code + start));
    return recode(operand.kind, moved, labels, operand.step);
  });
}

/** 1 for yes, true, y, t, 1; 0 for no, false, n, f, 0 (any case); NaN for anything else. */
export function booleanOfWord(word: string): number {
  switch (word.trim().toLowerCase()) {
    case "true":
    case "yes":
    case "y":
    case "t":
    case "1":
      return 1;
    case "false":
    case "no":
    case "n":
    case "f":
    case "0":
      return 0;
    default:
      return Number.NaN;
  }
}

/** The number that a text spells in full ("-1.5e3", with spaces around it), NaN for anything else or where it overflows. */
export function numberOfText(text: string): number {
  const trimmed = text.trim();
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A column of kind "unknown" never reaches evaluation: storage tells it there. */
export function isValueOperand(operand: Operand): operand is ValueOperand {
  return "values" in operand;
}

function joined(operation: string, a: ExpressionKind, b: ExpressionKind): ExpressionKind {
  if (a === b || b === "unknown") return a;
  if (a === "unknown") return b;
  const pair = new Set([a, b]);
  if (pair.has("category") && pair.has("text")) return "text";
  if (pair.has("number") && pair.has("boolean")) return "number";
  throw fail("ML_EXPRESSION_TYPE", {
    operation: `"${operation}"`,
    expected: "values of one kind",
    got: `${a} and ${b}`,
  });
}

function converts(literal: NonNullable<Literal>, kind: ExpressionKind): boolean {
  if (typeof literal === "string") {
    return kind === "category" || kind === "text" || kind === "unknown" || !Number.isNaN(valueOfLiteral(literal, kind));
  }
  return true;
}

function valueOfLiteral(literal: string, kind: ExpressionKind): number {
  if (kind === "date") return parseIsoDate(literal);
  if (kind === "boolean") return booleanOfWord(literal);
  return numberOfText(literal);
}
