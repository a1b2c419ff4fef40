import { isUtf8 } from "node:buffer";
import { fail } from "../../errors/index.ts";
import { maxRecordBytes } from "./source.ts";

/**
 * Splits CSV bytes into records (RFC 4180, and what the wild adds: lone CR, LF and CRLF mixed, quotes inside unquoted
 * fields taken literally, blanks around quoted fields). It knows the line of every record, and refuses what can't be read
 * without guessing, at its place. It keeps no more than one unfinished record between chunks.
 */
export interface CsvRecord {
  /** The bytes that `start` and `end` point into; valid until the next record. */
  readonly bytes: Buffer;
  readonly start: number;
  /** Past the last byte, the line end not counted. */
  readonly end: number;
  /** Line of the file where the record starts, from 1. */
  readonly line: number;
  readonly fieldCount: number;
  /** True where no quote occurs: fields are what stands between delimiters. */
  readonly plain: boolean;
}

const [LF, CR, QUOTE, SPACE, TAB] = [10, 13, 34, 32, 9];

export async function* scanRecords(
  chunks: AsyncIterable<Buffer>,
  delimiter: number,
  file: string,
): AsyncGenerator<CsvRecord[]> {
  const scanner = new Scanner(delimiter, file);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const records = scanner.scan(rest, false);
    yield records;
    rest = rest.subarray(scanner.consumed);
    if (rest.length > maxRecordBytes) {
      throw fail("DATA_RECORD_TOO_LARGE", { file, line: scanner.line, limitBytes: maxRecordBytes });
    }
  }
  yield scanner.scan(rest, true);
}

class Scanner {
  /** Line at which the next record starts. */
  line = 1;
  /** Bytes of the last buffer that belong to finished records. */
  consumed = 0;
  private readonly special = new Uint8Array(256);
  private readonly delimiter: number;
  private readonly file: string;

  constructor(delimiter: number, file: string) {
    this.delimiter = delimiter;
    this.file = file;
    for (const byte of [delimiter, LF, CR, QUOTE]) this.special[byte] = 1;
  }

  scan(bytes: Buffer, final: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    const firstLine = this.line;
    let at = 0;
    while (at < bytes.length) {
      const next = this.record(bytes, at, final, records);
      if (next < 0) break;
      at = next;
    }
    this.consumed = at;
    checkText(bytes.subarray(0, at), this.file, firstLine);
    return records;
  }

  /** Scans one record and gives the position after its line end, or -1 where the buffer ends before the record does. */
  private record(bytes: Buffer, start: number, final: boolean, records: CsvRecord[]): number {
    const { special, delimiter } = this;
    const length = bytes.length;
    let [fieldCount, fieldStart, plain, linesInside] = [1, start, true, 0];
    for (let i = start; i < length; i++) {
      const byte = bytes[i]!;
      if (special[byte] === 0) continue;
      if (byte === delimiter) {
        fieldCount++;
        fieldStart = i + 1;
      } else if (byte === QUOTE) {
        plain = false;
        if (!opensField(bytes, fieldStart, i)) continue;
        const close = closingQuote(bytes, i + 1);
        if (close === "more") {
          if (final)
            throw fail("DATA_QUOTE_UNCLOSED", { file: this.file, line: this.line + linesInside, column: fieldCount });
          return -1;
        }
        // The byte after a quote decides whether it closes; it may not be here yet.
        if (close + 1 >= length && !final) return -1;
        const openedOn = this.line + linesInside;
        linesInside += countLines(bytes, i, close);
        i = this.afterClosing(bytes, close + 1, openedOn, linesInside, fieldCount) - 1;
      } else {
        if (byte === CR && i + 1 >= length && !final) return -1;
        const next = byte === CR && bytes[i + 1] === LF ? i + 2 : i + 1;
        records.push({ bytes, start, end: i, line: this.line, fieldCount, plain });
        this.line += linesInside + 1;
        return next;
      }
    }
    if (!final) return -1;
    records.push({ bytes, start, end: length, line: this.line, fieldCount, plain });
    this.line += linesInside + 1;
    return length;
  }

  /** Skips blanks after a closing quote. @throws DATA_QUOTE_MISPLACED where anything else follows */
  private afterClosing(bytes: Buffer, from: number, openedOn: number, linesInside: number, column: number): number {
    let i = from;
    while (i < bytes.length && (bytes[i] === SPACE || bytes[i] === TAB) && bytes[i] !== this.delimiter) i++;
    const byte = bytes[i];
    if (byte === undefined || byte === this.delimiter || byte === LF || byte === CR) return i;
    const line = this.line + linesInside;
    const opened = openedOn === line ? "" : ` (the field was opened on line ${openedOn})`;
    const got = `${JSON.stringify(bytes.subarray(i, i + 12).toString("utf8"))}${opened}`;
    throw fail("DATA_QUOTE_MISPLACED", { file: this.file, line, column, got });
  }
}

/** The fields of a record as text, quotes undone. */
export function fieldsOf(record: CsvRecord, delimiter: number): string[] {
  const { bytes, end } = record;
  const fields: string[] = [];
  let at = record.start;
  for (;;) {
    const quote = openingQuote(bytes, at, end, delimiter);
    let close = quote < 0 ? -1 : (closingQuote(bytes, quote + 1) as number);
    if (quote >= 0) {
      fields.push(
        bytes
          .subarray(quote + 1, close)
          .toString("utf8")
          .replaceAll('""', '"'),
      );
    } else close = at;
    let stop = bytes.indexOf(delimiter, close);
    if (stop < 0 || stop > end) stop = end;
    if (quote < 0) fields.push(bytes.subarray(at, stop).toString("utf8"));
    if (stop >= end) return fields;
    at = stop + 1;
  }
}

function openingQuote(bytes: Buffer, from: number, end: number, delimiter: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] === QUOTE) return i;
    if (bytes[i] === delimiter || (bytes[i] !== SPACE && bytes[i] !== TAB)) return -1;
  }
  return -1;
}

function opensField(bytes: Buffer, fieldStart: number, at: number): boolean {
  for (let i = fieldStart; i < at; i++) if (bytes[i] !== SPACE && bytes[i] !== TAB) return false;
  return true;
}

function closingQuote(bytes: Buffer, from: number): number | "more" {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 2)) {
    if (bytes[at + 1] !== QUOTE) return at;
  }
  return "more";
}

/** Line ends between two positions: LF, CR or both together count once. */
function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) lines++;
  }
  return lines;
}

/** @throws DATA_NUL_BYTE, DATA_ENCODING_INVALID at their line and byte */
function checkText(bytes: Buffer, file: string, firstLine: number): void {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw fail("DATA_NUL_BYTE", { file, ...placeOf(bytes, nul, firstLine) });
  if (isUtf8(bytes)) return;
  let [low, high] = [0, bytes.length];
  // The longest valid beginning, found by halving; a character cut at `middle` only makes the search go lower, then back.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isUtf8(bytes.subarray(0, characterStart(bytes, middle)))) low = middle;
    else high = middle;
  }
  const at = characterStart(bytes, low);
  const byte = `0x${bytes[at]!.toString(16).padStart(2, "0")}`;
  throw fail("DATA_ENCODING_INVALID", { file, ...placeOf(bytes, at, firstLine), encoding: "UTF-8", byte });
}

function characterStart(bytes: Buffer, at: number): number {
  let i = at;
  while (i > 0 && at - i < 3 && (bytes[i]! & 0xc0) === 0x80) i--;
  return i;
}

function placeOf(bytes: Buffer, at: number, firstLine: number): { line: number; column: number } {
  const before = countLines(bytes, 0, at);
  const lineStart = Math.max(bytes.lastIndexOf(LF, at - 1), bytes.lastIndexOf(CR, at - 1)) + 1;
  return { line: firstLine + before, column: at === 0 ? 1 : at - lineStart + 1 };
}
