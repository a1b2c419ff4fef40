/**
 * Where a text stops being JSON, and what stands there: the engine's own messages differ between versions and often
 * lack the position. Only called for texts that JSON.parse refused, nested no deeper than the caller has checked.
 */
export function describeJsonFault(text: string): string {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    scanner.end();
  } catch (error) {
    if (error instanceof Fault) return `${error.message} at ${place(text, error.position)}`;
    throw error;
  }
  return "it can't be read";
}

class Fault extends Error {
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

const space = /[ \t\n\r]*/y;
const literal = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): void {
    this.#skip(space);
    const next = this.#text[this.#position];
    if (next === "{") this.#list("}", () => this.#member());
    else if (next === "[") this.#list("]", () => this.value());
    else if (next === '"') this.#string();
    else if (!this.#skip(literal) && !this.#skip(number)) throw this.#unexpected("a value");
    this.#skip(space);
  }

  end(): void {
    if (this.#position < this.#text.length) throw this.#unexpected("the end");
  }

  #list(close: string, item: () => void): void {
    this.#position++;
    this.#skip(space);
    if (this.#take(close)) return;
    do item();
    while (this.#take(","));
    if (!this.#take(close)) throw this.#unexpected(`"," or "${close}"`);
  }

  #member(): void {
    this.#skip(space);
    if (this.#text[this.#position] !== '"') throw this.#unexpected("a name in double quotes");
    this.#string();
    this.#skip(space);
    if (!this.#take(":")) throw this.#unexpected('":"');
    this.value();
  }

  #string(): void {
    const start = this.#position++;
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      if (Number.isNaN(code)) throw new Fault(start, "a text without its closing quote");
      if (code === 34) break;
      if (code < 32) throw new Fault(this.#position, "a raw line break or control character in a text");
      if (code !== 92) this.#position++;
      else if (!this.#skip(escaped)) throw new Fault(this.#position, "an unknown escape in a text");
    }
    this.#position++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    this.#position += match?.[0].length ?? 0;
    return match !== null;
  }

  #unexpected(expected: string): Fault {
    const rest = this.#text.slice(this.#position, this.#position + 12);
    const token = /^[-\w]+/.exec(rest)?.[0] ?? [...rest][0];
    return new Fault(
      this.#position,
      `expected ${expected}, got ${token === undefined ? "the end of the body" : JSON.stringify(token)}`,
    );
  }
}

function place(text: string, position: number): string {
  const before = text.slice(0, position);
  return `line ${before.split("\n").length}, column ${position - before.lastIndexOf("\n")}`;
}
