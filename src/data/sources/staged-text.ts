import { type FileHandle, open } from "node:fs/promises";
import { sqlText } from "../duckdb.ts";
import { type CsvRecord, fieldsOf } from "./csv-scanner.ts";

/**
 * The staged form of text tables: no header, comma, a quote doubled inside quotes, LF. It is written by us alone, so
 * DuckDB reads it with nothing to guess.
 */
export class StagedWriter {
  /** Bytes of the longest row so far. */
  longestRow = 0;
  private buffer = Buffer.allocUnsafe(1 << 20);
  private used = 0;
  private readonly file: FileHandle;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  static async open(path: string): Promise<StagedWriter> {
    return new StagedWriter(await open(path, "wx", 0o600));
  }

  /** Adds a scanned record; bytes are copied as they are where they already have the staged form. */
  record(record: CsvRecord, delimiter: number): void {
    if (!record.plain || record.start === record.end) {
      this.fields(fieldsOf(record, delimiter));
      return;
    }
    const length = record.end - record.start;
    this.reserve(length + 1);
    const from = this.used;
    record.bytes.copy(this.buffer, from, record.start, record.end);
    if (delimiter !== COMMA) {
      if (this.buffer.subarray(from, from + length).includes(COMMA)) {
        this.fields(fieldsOf(record, delimiter));
        return;
      }
      for (let i = from; i < from + length; i++) if (this.buffer[i] === delimiter) this.buffer[i] = COMMA;
    }
    this.end(from + length);
  }

  /** Adds a row of texts; null is written as nothing. */
  fields(fields: readonly (string | null)[]): void {
    const row = fields.map(quoteField).join(",");
    // A row of one empty field would be a blank line, which readers skip.
    const text = row === "" ? '""' : row;
    this.reserve(text.length * 3 + 1);
    this.end(this.used + this.buffer.write(text, this.used, "utf8"));
  }

  private end(position: number): void {
    this.buffer[position] = LF;
    this.longestRow = Math.max(this.longestRow, position + 1 - this.used);
    this.used = position + 1;
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }

  async flush(): Promise<void> {
    for (let written = 0; written < this.used; ) {
      written += (await this.file.write(this.buffer, written, this.used - written)).bytesWritten;
    }
    this.used = 0;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }
}

const [COMMA, LF] = [44, 10];

function quoteField(field: string | null): string {
  if (field === null) return "";
  return /[",\n\r]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/**
 * The relation over a staged file, columns c0, c1, … as VARCHAR.
 * @param facts `padded`: rows may end before the last column; `nothing`: the text that stands for NULL (default: an empty field)
 */
export function stagedRelation(
  path: string,
  columns: number,
  facts: { longestRow: number; padded?: boolean; nothing?: string },
): string {
  const names = Array.from({ length: columns }, (_, i) => `c${i}: 'VARCHAR'`).join(", ");
  const limit = Math.max(2 << 20, facts.longestRow * 2);
  const options = [
    "header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', strict_mode = true",
    `nullstr = ${sqlText(facts.nothing ?? "")}`,
    `max_line_size = ${limit}, buffer_size = ${Math.max(limit * 2, 32 << 20)}`,
    ...(facts.padded ? ["null_padding = true, parallel = false"] : []),
    `columns = {${names}}`,
  ];
  return `read_csv(${sqlText(path)}, ${options.join(", ")})`;
}
