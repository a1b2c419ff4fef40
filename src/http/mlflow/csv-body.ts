import { fail } from "../../errors/index.ts";
import type { Field } from "../../ml/pipeline/index.ts";
import type { Row } from "../../serving/index.ts";

/** A body that came as CSV: a class of its own, as a JSON body can be a text too. */
export class CsvBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Texts that mean "missing" for a field of whose reading nothing is known, as in the default reading of files. */
const missing = new Set(["", "NA", "N/A", "NaN", "null", "?"]);

/**
 * Rows of a CSV body with a header line (RFC 4180), values as the model's schema reads them.
 * @throws HTTP_BODY_INVALID for a body without a header, a ragged line or an open quote
 */
export function rowsFromCsv(text: string, schema: readonly Field[]): readonly Row[] {
  const records = parseCsv(text);
  const header = records[0];
  if (header === undefined) throw invalidCsv("the body", "a header line with the names of the fields", "nothing");
  const duplicate = header.find((name, i) => header.indexOf(name) !== i);
  if (duplicate !== undefined) throw invalidCsv("line 1", "each name once", `"${duplicate}" twice`);
  const readers = header.map((name) => readerOf(schema.find((field) => field.name === name)));
  return records.slice(1).map((record, i) => {
    if (record.length !== header.length) {
      throw invalidCsv(`record ${i + 1}`, `${header.length} values`, `${record.length}`);
    }
    return Object.fromEntries(header.map((name, f) => [name, readers[f]!(record[f]!)]));
  });
}

/** How a field's text becomes a JSON value; what doesn't parse stays text, and the schema's check then names the field. */
function readerOf(field: Field | undefined): (text: string) => unknown {
  if (field?.reading !== undefined) {
    // Markers, dates and booleans are read from text as the training table's were, wherever a row comes from.
    const { as, decimal } = field.reading;
    return as === "number" ? (text) => numberOf(text, decimal) : (text) => text;
  }
  if (field === undefined || field.storage === "codes" || field.kind === "date") {
    return (text) => (missing.has(text) ? null : text);
  }
  if (field.kind === "boolean") {
    return (text) =>
      missing.has(text) ? null : /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : numberOf(text);
  }
  return (text) => (missing.has(text) ? null : numberOf(text));
}

function numberOf(text: string, decimal: "." | "," = "."): number | string {
  const written = text.trim();
  if (decimal === "," && written.includes(".")) return text;
  const trimmed = decimal === "," ? written.replace(",", ".") : written;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : text;
}

/** Records of a CSV text; a line that is wholly empty is no record. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (i < text.length) {
    const quoted = text[i] === '"';
    const value = quoted ? readQuoted(text, i) : readPlain(text, i);
    record.push(value.text);
    i = value.end;
    if (text[i] === ",") {
      i++;
      if (i < text.length) continue;
      record.push("");
    }
    if (i < text.length && text[i] !== "\n" && text[i] !== "\r") {
      throw invalidCsv(
        `record ${records.length}`,
        "a comma or a line's end after a closing quote",
        JSON.stringify(text[i]),
      );
    }
    if (text[i] === "\r" && text[i + 1] === "\n") i++;
    i++;
    if (record.length > 1 || record[0] !== "" || quoted) records.push(record);
    record = [];
  }
  return records;
}

const plain = /[^,\r\n]*/y;

function readPlain(text: string, start: number): { text: string; end: number } {
  plain.lastIndex = start;
  const value = plain.exec(text)![0];
  return { text: value, end: start + value.length };
}

function readQuoted(text: string, start: number): { text: string; end: number } {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw invalidCsv("a quoted value", "a closing quote", "the end of the body");
  return { text: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

function invalidCsv(where: string, expected: string, got: string): Error {
  return fail("HTTP_BODY_INVALID", { where: `CSV, ${where}`, expected, got });
}
