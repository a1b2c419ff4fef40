import { fail } from "../../errors/index.ts";
import { maxRecordBytes } from "./source.ts";

/** One value of a row: numbers keep the digits that they were written with. */
export interface JsonValue {
  /** Dotted where it stood in an object inside the row. */
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "null";
  readonly text: string;
}
export type JsonRow = readonly JsonValue[];

const maxDepth = 32;

/**
 * The objects of a JSON array, or of a sequence of objects (NDJSON), one batch a chunk. Strict JSON: no NaN, no trailing
 * comma, no key twice. Digits are kept as text, so 2^63 stays what it was.
 * @throws DATA_JSON_INVALID with line and column, DATA_NESTED for a list that isn't dropped, DATA_EMPTY
 */
export async function* readJsonRows(
  chunks: AsyncIterable<Buffer>,
  file: string,
  dropped: ReadonlySet<string>,
): AsyncGenerator<JsonRow[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = new RowReader(file, dropped);
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      const place = { file, line: reader.line, encoding: "UTF-8", byte: "found on this line or after" };
      throw fail("DATA_ENCODING_INVALID", place, { cause: error });
    }
  };
  for await (const chunk of chunks) yield reader.read(decode(chunk), false);
  yield reader.read(decode(), true);
  reader.requireEnd();
}

/** Thrown inside where the text ends before the value does, and more text may come. */
const unfinished = Symbol("unfinished");

class RowReader {
  line = 1;
  private text = "";
  private at = 0;
  private lineStart = 0;
  private final = false;
  private state: "start" | "items" | "lines" | "closed" = "start";
  private rowsInArray = 0;
  private readonly file: string;
  private readonly dropped: ReadonlySet<string>;

  constructor(file: string, dropped: ReadonlySet<string>) {
    this.file = file;
    this.dropped = dropped;
  }

  /** The rows that are whole after this text. */
  read(text: string, final: boolean): JsonRow[] {
    this.lineStart -= this.at;
    this.text = this.text.slice(this.at) + text;
    this.at = 0;
    this.final = final;
    const rows: JsonRow[] = [];
    for (;;) {
      const [at, line, lineStart, state] = [this.at, this.line, this.lineStart, this.state];
      try {
        const row = this.nextRow();
        if (row === undefined) return rows;
        rows.push(row);
      } catch (error) {
        if (error !== unfinished) throw error;
        [this.at, this.line, this.lineStart, this.state] = [at, line, lineStart, state];
        if (this.text.length - at > maxRecordBytes) {
          throw fail("DATA_RECORD_TOO_LARGE", { file: this.file, line, limitBytes: maxRecordBytes });
        }
        return rows;
      }
    }
  }

  /** @throws DATA_EMPTY, DATA_JSON_INVALID where the array was never closed */
  requireEnd(): void {
    if (this.state === "start") throw fail("DATA_EMPTY", { file: this.file });
    if (this.state === "items") this.refuse('"]" at the end of the array', "the end of the file");
  }

  private nextRow(): JsonRow | undefined {
    this.skipSpace();
    if (this.at >= this.text.length) return undefined;
    if (this.state === "start") {
      if (this.text[this.at] === "[") {
        this.at++;
        this.state = "items";
        this.skipSpace();
        if (this.peek() === "]") return this.close();
      } else this.state = "lines";
      return this.row();
    }
    if (this.state === "closed") return this.refuse("nothing after the array", this.found());
    if (this.state === "items") {
      const char = this.peek();
      if (char === "]") return this.close();
      if (char !== ",") return this.refuse('"," or "]" after an item', this.found());
      this.at++;
      this.skipSpace();
    }
    return this.row();
  }

  private close(): undefined {
    this.at++;
    this.state = "closed";
    this.skipSpace();
    if (this.at < this.text.length) this.refuse("nothing after the array", this.found());
  }

  private row(): JsonRow {
    if (this.peek() !== "{") this.refuse(`an object ("{") as row ${this.rowsInArray + 1}`, this.found());
    const values: JsonValue[] = [];
    this.object("", values, 1);
    this.rowsInArray++;
    return values;
  }

  private object(prefix: string, values: JsonValue[], depth: number): void {
    if (depth > maxDepth) this.refuse(`at most ${maxDepth} levels`, "more");
    this.at++;
    this.skipSpace();
    const keys = new Set<string>();
    if (this.peek() === "}") {
      this.at++;
      return;
    }
    for (;;) {
      this.skipSpace();
      if (this.peek() !== '"') this.refuse("a quoted name", this.found());
      const key = this.string();
      if (keys.has(key)) this.refuse("every name once", `"${key}" a second time`);
      keys.add(key);
      this.skipSpace();
      if (this.peek() !== ":") this.refuse('":" after a name', this.found());
      this.at++;
      this.skipSpace();
      this.value(prefix + key, values, depth);
      this.skipSpace();
      const next = this.peek();
      if (next !== "," && next !== "}") this.refuse('"," or "}" after a value', this.found());
      this.at++;
      if (next === "}") return;
    }
  }

  private value(name: string, values: JsonValue[], depth: number): void {
    const char = this.peek();
    const keep = (type: JsonValue["type"], text: string): void => {
      if (values.length > 0 && name.includes(".") && values.some((value) => value.name === name)) {
        this.refuse("every name once", `"${name}" a second time (once dotted, once as an object)`);
      }
      values.push({ name, type, text });
    };
    if (char === '"') keep("string", this.string());
    else if (char !== "{" && char !== "[") {
      const literal = this.literal();
      if (literal === "null") keep("null", "");
      else keep(literal === "true" || literal === "false" ? "boolean" : "number", literal);
    } else if (this.dropped.has(name)) {
      this.skip(depth + 1);
      keep("null", "");
    } else if (char === "{") this.object(`${name}.`, values, depth + 1);
    else throw fail("DATA_NESTED", { file: this.file, path: name, type: "lists", line: this.line });
  }

  /** Reads over a value of a dropped column. */
  private skip(depth: number): void {
    if (depth > maxDepth) this.refuse(`at most ${maxDepth} levels`, "more");
    const open = this.peek();
    if (open === '"') return void this.string();
    if (open !== "{" && open !== "[") return void this.literal();
    const close = open === "{" ? "}" : "]";
    this.at++;
    this.skipSpace();
    if (this.peek() === close) {
      this.at++;
      return;
    }
    for (;;) {
      this.skipSpace();
      if (open === "{") {
        if (this.peek() !== '"') this.refuse("a quoted name", this.found());
        this.string();
        this.skipSpace();
        if (this.peek() !== ":") this.refuse('":" after a name', this.found());
        this.at++;
        this.skipSpace();
      }
      this.skip(depth + 1);
      this.skipSpace();
      const next = this.peek();
      if (next !== "," && next !== close) this.refuse(`"," or "${close}" after an item`, this.found());
      this.at++;
      if (next === close) return;
    }
  }

  private literal(): string {
    let end = this.at;
    while (end < this.text.length && !/[\s,\]}[{:"]/.test(this.text[end]!)) end++;
    if (end >= this.text.length && !this.final) throw unfinished;
    const word = this.text.slice(this.at, end);
    const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word);
    if (!isNumber && word !== "true" && word !== "false" && word !== "null") {
      this.refuse("a value (number, text, true, false or null)", this.found());
    }
    this.at = end;
    return word;
  }

  private string(): string {
    const { text } = this;
    let escaped = false;
    for (let i = this.at + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 92) {
        escaped = true;
        i++;
      } else if (code === 34) {
        const raw = text.slice(this.at + 1, i);
        const value = escaped ? this.unescape(raw) : raw;
        this.at = i + 1;
        return value;
      } else if (code < 32) {
        this.at = i;
        this.refuse("no control character inside a text", JSON.stringify(text[i]));
      }
    }
    if (this.final) this.refuse("the closing quote of a text", "the end of the file");
    throw unfinished;
  }

  private unescape(raw: string): string {
    let value: string;
    try {
      value = JSON.parse(`"${raw}"`) as string;
    } catch {
      return this.refuse("a valid escape in a text", JSON.stringify(raw.slice(0, 40)));
    }
    if (value.includes("\0")) this.refuse("no NUL character in a text", '"\\u0000"');
    if (/\p{Surrogate}/u.test(value)) this.refuse("whole characters in a text", "half a surrogate pair");
    return value;
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) {
        this.line++;
        this.lineStart = this.at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) return;
    }
  }

  private peek(): string {
    if (this.at < this.text.length) return this.text[this.at]!;
    if (!this.final) throw unfinished;
    return this.refuse("the rest of a value", "the end of the file");
  }

  private found(): string {
    const rest = this.text.slice(this.at, this.at + 20);
    return rest === "" ? "the end of the file" : JSON.stringify(rest.split(/[\s,\]}]/)[0] || rest[0]);
  }

  private refuse(expected: string, got: string): never {
    const column = this.at - this.lineStart + 1;
    throw fail("DATA_JSON_INVALID", { file: this.file, line: this.line, column, expected, got });
  }
}
