import { parseWrittenDate } from "../frame/date-formats.ts";
import { parseIsoDate } from "../frame/iso-date.ts";
import { missingMarkers, withoutBlanks } from "../frame/missing-markers.ts";
import { booleanOfWord } from "../frame/operations/unify.ts";
import type { FieldReading } from "../frame/reading.ts";
import type { Field } from "./field.ts";

/** What a field's value means: a number (values), a label (codes), null for missing, or what was expected in place of it. */
export type FieldValue = number | string | null | { readonly expected: string };

/** Reads a value that is there (not undefined). */
export type ReadField = (value: unknown) => FieldValue;

/**
 * How a field's values are read. Numbers must be numbers: "12" is refused, as a text where a number belongs is a client's mistake.
 * Booleans may be spelled as tables spell them (yes, no, true, false, 1, 0); dates are ISO 8601 text or milliseconds since 1970; labels may be
 * numbers or booleans where training labels look like that. What a table's reading made of a text (`Field.reading`: markers of "missing",
 * date formats), it means here, too.
 */
export function fieldReader(field: Field): ReadField {
  const read = field.reading === undefined ? plainReader(field) : readerAsInTraining(field, field.reading);
  return (value) => (value === null || (typeof value === "number" && Number.isNaN(value)) ? null : read(value));
}

function plainReader(field: Field): ReadField {
  if (field.storage === "codes") return labelReader(field);
  switch (field.kind) {
    case "boolean":
      return readBoolean;
    case "date":
      return dateReader([]);
    case "number":
      return readNumber;
    default:
      return readNumberOrBoolean;
  }
}

/** The training table's markers are missing here, too; texts lose their blanks; dates may be written as they were there. */
function readerAsInTraining(field: Field, reading: FieldReading): ReadField {
  const markers = missingMarkers(reading.missingTexts);
  const read = field.storage === "codes" ? labelReader(field) : valueReaders[reading.as](reading);
  return (value) => {
    if (typeof value === "number") return markers.hasNumber(value) ? null : read(value);
    if (typeof value !== "string") return read(value);
    const text = withoutBlanks(value);
    return markers.hasText(text) ? null : read(text);
  };
}

const valueReaders = {
  number: () => readNumber,
  boolean: () => readBoolean,
  date: ({ dates }: FieldReading) => dateReader(dates),
  text: () => readNumberOrBoolean,
} as const;

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

/** The formats of the training table come first; ISO 8601 is always understood. */
function dateReader(dates: readonly string[]): ReadField {
  const digits = dates.filter((name) => name === "YYYYMMDD");
  return (value) => {
    const ms = typeof value === "number" ? msOfNumber(value, digits) : msOfDate(value, dates);
    return Number.isNaN(ms) ? { expected: "a date such as 2024-01-31 or 2024-01-31T13:45:00Z" } : ms;
  };
}

function msOfNumber(value: number, digits: readonly string[]): number {
  const written = digits.length === 0 ? Number.NaN : parseWrittenDate(String(value), digits);
  if (!Number.isNaN(written)) return written;
  return Math.abs(value) <= mostMs ? value : Number.NaN;
}

function msOfDate(value: unknown, dates: readonly string[]): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value !== "string") return Number.NaN;
  const ms = parseWrittenDate(value, dates);
  return Number.isNaN(ms) ? parseIsoDate(value) : ms;
}

const inexact = { expected: "a text, as a whole number beyond 2^53 has lost digits" };

function labelReader(field: Field): ReadField {
  const numeric =
    field.dictionary === null || field.dictionary.some((label) => label !== "" && Number.isFinite(Number(label)));
  const boolean = field.dictionary?.some((label) => label === "true" || label === "false") ?? false;
  const expected = { expected: numeric ? "a text or a number" : "a text" };
  return (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" && numeric && Number.isFinite(value)) {
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? inexact : String(value);
    }
    if (typeof value === "boolean" && boolean) return String(value);
    return expected;
  };
}
