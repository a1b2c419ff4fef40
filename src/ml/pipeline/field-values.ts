import { parseIsoDate } from "../frame/iso-date.ts";
import { booleanOfWord } from "../frame/operations/unify.ts";
import type { Field } from "./field.ts";

/** What a field's value means: a number (values), a label (codes), or what was expected in place of it. */
export type FieldValue = number | string | { readonly expected: string };

/** Reads a value that is there (not null, not undefined). */
export type ReadField = (value: unknown) => FieldValue;

/**
 * How a field's values are read. Numbers must be numbers: "12" is refused, as a text where a number belongs is a client's mistake.
 * Booleans may be spelled as tables spell them (yes, no, true, false, 1, 0); dates are ISO 8601 text or milliseconds since 1970; labels may be
 * numbers or booleans where training labels look like that.
 */
export function fieldReader(field: Field): ReadField {
  if (field.storage === "codes") return labelReader(field);
  switch (field.kind) {
    case "boolean":
      return readBoolean;
    case "date":
      return readDate;
    case "number":
      return readNumber;
    default:
      return readNumberOrBoolean;
  }
}

function readNumber(value: unknown): FieldValue {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return { expected: "a finite number" };
}

/** Constants and ids with values in them: whether those were booleans isn't known any more. */
function readNumberOrBoolean(value: unknown): FieldValue {
  return typeof value === "boolean" ? Number(value) : readNumber(value);
}

function readBoolean(value: unknown): FieldValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === 0 || value === 1) return value;
  const word = typeof value === "string" ? booleanOfWord(value) : Number.NaN;
  return Number.isNaN(word) ? { expected: "true or false" } : word;
}

const mostMs = 8.64e15;

function readDate(value: unknown): FieldValue {
  if (typeof value === "number" && Math.abs(value) <= mostMs) return value;
  const ms = typeof value === "string" ? parseIsoDate(value) : value instanceof Date ? value.getTime() : Number.NaN;
  return Number.isNaN(ms) ? { expected: "a date such as 2024-01-31 or 2024-01-31T13:45:00Z" } : ms;
}

function labelReader(field: Field): ReadField {
  const numeric =
    field.dictionary === null || field.dictionary.some((label) => label !== "" && Number.isFinite(Number(label)));
  const boolean = field.dictionary?.some((label) => label === "true" || label === "false") ?? false;
  const expected = { expected: numeric ? "a text or a number" : "a text" };
  return (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" && numeric && Number.isFinite(value)) return String(value);
    if (typeof value === "boolean" && boolean) return String(value);
    return expected;
  };
}
