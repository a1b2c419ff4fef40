import { fail } from "../../errors/index.ts";
import { type DrawingText, decoded, shortened } from "./drawing-text.ts";

/** A node as it stands at one place; `label` is null where only its id is given. */
export interface ScannedNode {
  readonly id: string;
  readonly label: string | null;
  readonly isDecision: boolean;
  readonly line: number;
}

/** Openings of shapes, longest first, with what closes them. */
const shapes: readonly (readonly [open: string, closes: readonly string[]])[] = [
  ["(((", [")))"]],
  ["((", ["))"]],
  ["([", ["])"]],
  ["(-", ["-)"]],
  ["[[", ["]]"]],
  ["[(", [")]"]],
  ["[/", ["/]", "\\]"]],
  ["[\\", ["\\]", "/]"]],
  ["{{", ["}}"]],
  ["(", [")"]],
  ["[", ["]"]],
  ["{", ["}"]],
  [">", ["]"]],
];
const decisions = new Set(["diamond", "diam", "decision", "question", "rhombus"]);
/** A longer label is a forgotten bracket. */
const longestLabel = 4_000;

const wholeLink = /[xo<]?(?:--+[-xo>]|==+[=xo>]|-\.+-[xo>]?|~~~+)/y;
const openLink = /[xo<]?(--|==|-\.)/y;
const closings: Readonly<Record<string, RegExp>> = { "--": /--+[-xo>]/, "==": /==+[=xo>]/, "-.": /\.+-[xo>]?/ };
const edgeId = /[\w-]{1,60}@(?=[xo<]?(?:--|==|-\.|~~~))/y;
const classOf = /:::[\w-]{1,60}/y;

/** Goes through a flowchart's text, token by token; every token is read once. */
export class FlowchartScanner {
  at = 0;
  /** Names of edges: `e1@-->`; a later `e1@{ ... }` is no node. */
  readonly edgeIds = new Set<string>();
  readonly #source: DrawingText;
  readonly text: string;
  #counted = 0;
  #line: number;

  constructor(source: DrawingText) {
    this.#source = source;
    this.text = source.text;
    this.#line = source.line;
  }

  /** Of the place, from 1 in the file. */
  get line(): number {
    if (this.at < this.#counted) [this.#counted, this.#line] = [0, this.#source.line];
    for (; this.#counted < this.at; this.#counted++) if (this.text[this.#counted] === "\n") this.#line++;
    return this.#line;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Over blanks, but not over the end of a line. */
  skipBlanks(): void {
    while (" \t\r\u00a0".includes(this.text[this.at] ?? "x")) this.at++;
  }

  /** Over blanks, ends of lines and ";". */
  skipToStatement(): void {
    while (" \t\r\n;\u00a0".includes(this.text[this.at] ?? "x")) this.at++;
  }

  /** True at what ends a statement. */
  get isAtStop(): boolean {
    return this.isAtEnd || this.text[this.at] === "\n" || this.text[this.at] === ";";
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** What stands from here to the end of the line, which is passed over; for errors it may also be looked at only. */
  restOfLine(isTaken = true): string {
    const end = this.text.indexOf("\n", this.at);
    const rest = this.text.slice(this.at, end < 0 ? this.text.length : end);
    if (isTaken) this.at += rest.length;
    return rest.trim();
  }

  /** The first word here, in lower case, where a blank or the end of the statement follows it; else "". */
  peekWord(): string {
    const word = /^[A-Za-z]{0,20}/.exec(this.text.slice(this.at, this.at + 20))![0];
    const next = this.text[this.at + word.length];
    return next === undefined || /[\s;:{]/.test(next) ? word : "";
  }

  /** A node, with shape, class and `@{ ... }`; an error where there is none. @throws DRAWING_LINE_UNREADABLE */
  node(): ScannedNode {
    const { line } = this;
    const id = this.#id();
    if (id === "") throw this.unreadable("a node", 'Write "A[Fetch data] --> B[Train model]".');
    let shape = this.#shape();
    if (this.startsWith(":::")) this.#match(classOf);
    if (this.startsWith("@{")) shape = this.#attributes(shape);
    if (this.startsWith(":::")) this.#match(classOf);
    return { id, label: shape?.label ?? null, isDecision: shape?.isDecision ?? false, line };
  }

  /** The label of a link, null where there is none here. @throws DRAWING_LINE_UNREADABLE */
  link(): string | null {
    const named = this.#match(edgeId);
    if (named !== null) this.edgeIds.add(named[0].slice(0, -1));
    if (this.#match(wholeLink) !== null) {
      this.skipBlanks();
      return this.startsWith("|") ? this.#pipeLabel() : "";
    }
    const opened = this.#match(openLink);
    if (opened === null) return null;
    this.skipBlanks();
    const quoted = this.startsWith('"') ? this.#quoted() : "";
    const closing = closings[opened[1]!]!;
    const end = this.text.indexOf("\n", this.at);
    const line = this.text.slice(this.at, end < 0 ? this.text.length : end);
    const found = closing.exec(line);
    if (found === null)
      throw this.unreadable('the end of the arrow after its text, like "-->"', 'Write "A -- yes --> B".');
    this.at += found.index + found[0].length;
    return decoded(quoted === "" ? line.slice(0, found.index) : quoted);
  }

  /** The error of a line that isn't the grammar's. */
  unreadable(expected: string, fix: string): Error {
    const got = shortened(this.restOfLine(false));
    const at = { file: this.#source.file, line: this.line };
    return fail("DRAWING_LINE_UNREADABLE", { expected, got, fix }, { at });
  }

  /** The error of a drawing that is larger than its limits. */
  tooLarge(limit: string, got: string): Error {
    return fail("DRAWING_TOO_LARGE", { limit, got }, { at: { file: this.#source.file, line: this.line } });
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found !== null) this.at = sticky.lastIndex;
    return found;
  }

  #id(): string {
    const start = this.at;
    for (; !this.isAtEnd; this.at++) {
      const character = this.text[this.at]!;
      const next = this.text[this.at + 1] ?? "";
      if (/[\s[\](){}<>|;,"&@:]/.test(character)) break;
      if (character === "-" && /[->.]/.test(next)) break;
      if (character === "=" && next === "=") break;
      if (character === "~" && next === "~") break;
    }
    return this.text.slice(start, this.at);
  }

  #shape(): { label: string; isDecision: boolean } | null {
    const found = shapes.find(([open]) => this.startsWith(open));
    if (found === undefined) return null;
    const start = this.at;
    const [open, closes] = found;
    this.at += open.length;
    this.skipBlanks();
    const quoted = this.startsWith('"') ? this.#quoted() : null;
    const limit = quoted === null ? longestLabel : 20;
    const ahead = this.text.slice(this.at, this.at + limit);
    const ends = closes.map((close) => ahead.indexOf(close)).filter((index) => index >= 0);
    const end = Math.min(...ends);
    const between = ahead.slice(0, Number.isFinite(end) ? end : 0);
    // A bracket that is closed lines below, past other arrows, was forgotten here.
    const isWrong = quoted === null ? between.includes("\n") && /--|==|[[{(]/.test(between) : between.trim() !== "";
    if (ends.length === 0 || isWrong) {
      this.at = start;
      throw this.unreadable(
        `"${closes[0]}" after the text of a node`,
        'Close the bracket, or put the text in quotes: A["…"].',
      );
    }
    const close = closes.find((one) => ahead.indexOf(one) === end)!;
    this.at += end + close.length;
    return { label: decoded(withoutProperties(open, quoted ?? between)), isDecision: open === "{" };
  }

  /** Between two double quotes, over several lines if need be. */
  #quoted(): string {
    const start = this.at + 1;
    const end = this.text.indexOf('"', start);
    if (end < 0 || end - start > longestLabel) throw this.unreadable('a closing "', "Close the quotes.");
    this.at = end + 1;
    return this.text.slice(start, end).replace(/^`([^`]*)`$/, "$1");
  }

  #pipeLabel(): string {
    const start = this.at + 1;
    const end = this.text.slice(start, start + longestLabel).indexOf("|");
    if (end < 0) throw this.unreadable('a closing "|"', 'Write "A -->|yes| B".');
    this.at = start + end + 1;
    return decoded(this.text.slice(start, start + end).replace(/^\s?"([^"]*)"\s?$/, "$1"));
  }

  /** `@{ shape: diamond, label: "good enough?" }` */
  #attributes(known: { label: string; isDecision: boolean } | null) {
    const ahead = this.text.slice(this.at + 2, this.at + 2 + longestLabel);
    let end = 0;
    for (let isQuoted = false; end < ahead.length && (isQuoted || ahead[end] !== "}"); end++) {
      if (ahead[end] === '"') isQuoted = !isQuoted;
    }
    if (end === ahead.length) throw this.unreadable('"}" after "@{"', "Close the braces.");
    const said = ahead.slice(0, end);
    this.at += 2 + end + 1;
    const label = /\blabel\s?:\s?"([^"]*)"/.exec(said)?.[1] ?? /\blabel\s?:([^,\n"]+)/.exec(said)?.[1];
    const shape = /\bshape\s?:\s?"?([\w-]+)/.exec(said)?.[1]?.toLowerCase();
    if (label === undefined && shape === undefined) return known;
    const isDecision = shape === undefined ? (known?.isDecision ?? false) : decisions.has(shape);
    return { label: label === undefined ? (known?.label ?? "") : decoded(label), isDecision };
  }
}

/** `[|field:value|text]` carries properties before its text. */
function withoutProperties(open: string, text: string): string {
  return open === "[" ? text.replace(/^\|[^|]*\|/, "") : text;
}
