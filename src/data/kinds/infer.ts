import { chooseFormats } from "./dates.ts";
import { asBoolean, asDate, asNumber, asText, type ColumnReading } from "./reading.ts";
import type { ColumnSurvey } from "./survey.ts";

export interface InferredKind extends ColumnReading {
  /** The explanation, for people. */
  readonly why: string;
}

/** Odd values that a column may hold, of all its values, and still be a number or a date: they become missing, and are reported. */
export const oddShare = 0.01;
const idNames =
  /(^|[\s_\-.])(id|ids|key|uuid|guid|idx|index|no|nr|number|code|row|record)$|[a-z](Id|ID|Key|No|Nr|Index)$|^(unnamed: 0|column_1)$/i;
const integerIdNames =
  /(^|[\s_\-.])(id|key|uuid|guid|idx|index|rownum|row|record)$|[a-z](Id|ID|Key|Index)$|^(unnamed: 0|column_1)$/;
const integerIdName = (name: string): boolean => integerIdNames.test(name) || integerIdNames.test(name.toLowerCase());

/**
 * The kind of a column, told from its survey.
 * Order: constant, boolean, date, number (unless it is an identifier), identifier, text, category.
 */
export function inferKind(
  name: string,
  survey: ColumnSurvey,
  options: { decimal: "." | "," | undefined; order: "day-first" | "month-first" | undefined; commaDelimited: boolean },
): InferredKind {
  const { present, distinct, rows } = survey;
  if (present === 0) return { ...asNumber("constant"), why: `all ${count(rows)} values are missing` };
  const typed =
    inferTyped(survey) ??
    inferDate(survey, options.order) ??
    inferNumber(name, survey, options) ??
    inferText(name, survey);
  if (distinct > 1 || rows < 2) return typed;
  const shown = survey.sample[0] === undefined ? "" : ` (${JSON.stringify(survey.sample[0])})`;
  return { ...typed, kind: "constant", why: `${all(survey)} the same${shown}` };
}

function inferTyped(survey: ColumnSurvey): InferredKind | undefined {
  if (survey.type === "date") return { ...asDate([]), why: `${count(survey.present)} dates, typed so by the file` };
  if (survey.booleans === survey.present) return { ...asBoolean(), why: `${all(survey)} true or false` };
  return undefined;
}

function inferDate(survey: ColumnSurvey, order: "day-first" | "month-first" | undefined): InferredKind | undefined {
  const { formats, covered, note } = chooseFormats(survey.dates, survey.present, order);
  if (formats.length === 0 || covered < survey.present * (1 - oddShare)) return undefined;
  const written = formats.map((format) => `${format}`).join(" or ");
  const odd = oddNote(survey.present - covered, survey.present, "date");
  return { ...asDate(formats), why: `dates written ${written}${note === "" ? "" : ` (${note})`}${odd}` };
}

function inferNumber(
  name: string,
  survey: ColumnSurvey,
  options: { decimal: "." | "," | undefined; commaDelimited: boolean },
): InferredKind | undefined {
  if (survey.type === "string") return undefined;
  const comma =
    options.decimal === "," ||
    (options.decimal === undefined &&
      !options.commaDelimited &&
      survey.commaNumbers > survey.numeric &&
      survey.commaNumbers === survey.present);
  const numbers = comma ? survey.commaNumbers : survey.numeric;
  const odd = survey.present - numbers;
  // Of a typed column only infinities can be odd.
  if (survey.type !== "number" && (odd > survey.present * oddShare || numbers === 0)) return undefined;
  if (survey.beyondExact > 0) {
    return {
      ...asText("id"),
      why: `whole numbers beyond 2^53 (${count(survey.beyondExact)} of them) keep their digits only as text`,
    };
  }
  if (survey.leadingZeros > 0 && survey.integers === survey.present) {
    const kind = isUnique(survey) ? "id" : "category";
    return {
      ...asText(kind),
      why: `${count(survey.leadingZeros)} values have leading zeros, so these digits are a code, not a quantity`,
    };
  }
  const whole = survey.integers === survey.present;
  const range = comma ? "" : ` from ${survey.minNumber} to ${survey.maxNumber}`;
  if (whole && isUnique(survey)) {
    if (integerIdName(name) && survey.rows >= 2) {
      return { ...asNumber("id"), why: `${all(survey)} distinct whole numbers, and the name says key` };
    }
    if (survey.rowNumbers && survey.rows >= 1_000) {
      return { ...asNumber("id"), why: `${all(survey)} their row's number` };
    }
  }
  const oddText = oddNote(odd, survey.present, "finite number");
  const kindOf = whole ? "whole numbers" : comma ? "numbers with a decimal comma" : "numbers";
  return { ...asNumber("number"), decimal: comma ? "," : ".", why: `${kindOf}${range}${oddText}` };
}

function inferText(name: string, survey: ColumnSurvey): InferredKind {
  const told = inferLabels(name, survey);
  return { ...told, why: told.why + writtenNumbersNote(survey) };
}

const plain = /^[-+]?(\d+\.?\d*|\.\d+)$/;
const written = /^[-+(]?\s?[$€£¥]?\s?[-+]?(\d{1,3}([,.' ]\d{3})+|\d+)([.,]\d+)?\s?([$€£¥%+kKmMbB]|[kKMG]B)?\)?$/;

/** Digits with separators and signs could be read in several ways ("1,234" is 1234 or 1.234): that isn't guessed, but said. */
function writtenNumbersNote({ sample, type }: ColumnSurvey): string {
  const numbers = sample.filter((value) => written.test(value));
  const example = numbers.find((value) => !plain.test(value));
  if (type === "date" || example === undefined || numbers.length < sample.length * 0.8) return "";
  return `; most look like numbers with separators, currency or units (${JSON.stringify(example)}), which aren't guessed: write them as plain numbers (1234.5), or declare the decimal mark, to have a number`;
}

function inferLabels(name: string, survey: ColumnSurvey): InferredKind {
  const { present, distinct, meanLength, meanWords, spaced } = survey;
  const share = distinct / present;
  const long = meanLength >= 60 || (meanWords >= 3 && meanLength >= 15);
  if (long && distinct > 50 && share > 0.2) {
    return {
      ...asText("text"),
      why: `free text: ${count(distinct)} distinct values of ${meanWords.toFixed(1)} words on average`,
    };
  }
  const enough = present >= 20 || (present >= 5 && idNames.test(name));
  if (isUnique(survey) && enough && spaced <= present * 0.05 && meanLength <= 64) {
    return { ...asText("id"), why: `${all(survey)} distinct text` };
  }
  if (isUnique(survey) && enough && meanWords >= 2) {
    return { ...asText("text"), why: `free text: ${all(survey)} distinct` };
  }
  const numbers =
    survey.numeric > present * 0.05 && survey.type === "text"
      ? `; ${count(survey.numeric)} of ${count(present)} values are numbers, too few for a number`
      : "";
  const many = share > 0.2 && distinct > 50 ? " (many: few rows share a value)" : "";
  return { ...asText("category"), why: `${count(distinct)} distinct texts in ${count(present)} rows${many}${numbers}` };
}

function oddNote(odd: number, present: number, what: string): string {
  if (odd === 0) return "";
  return `; ${count(odd)} of ${count(present)} values ${odd === 1 ? "is" : "are"} no ${what} and ${odd === 1 ? "counts" : "count"} as missing`;
}

function isUnique(survey: ColumnSurvey): boolean {
  return survey.distinct === survey.present && survey.present > 1;
}

function all(survey: ColumnSurvey): string {
  return survey.present === survey.rows
    ? `all ${count(survey.rows)} values are`
    : `all ${count(survey.present)} values that are not missing are`;
}

/** 7043 -> "7,043". */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
