import { fail, suggestion } from "../../errors/index.ts";
import type { BlockKind, DrawnBranch, DrawnItem, DrawnParticipant, SequenceDrawing } from "./drawing.ts";
import { type DrawingText, decoded, deepestNesting, shortened } from "./drawing-text.ts";

/** A block that is still open; `branches` grow while it is. `rect` and `box` keep none: their content goes to the parent. */
interface OpenBlock {
  readonly word: string;
  readonly line: number;
  readonly kind: BlockKind | null;
  readonly branches: { line: number; label: string; items: DrawnItem[] }[];
}

interface Reading {
  readonly file: string;
  readonly participants: Map<string, DrawnParticipant>;
  readonly items: DrawnItem[];
  readonly open: OpenBlock[];
  title: string | null;
  /** Within `accDescr { ... }`. */
  isDescribing: boolean;
}

interface Statement {
  readonly line: number;
  readonly text: string;
}

/** Every arrow of Mermaid, longest first: two-way, filled, open, cross, async, and the halves. */
const arrow = /(?:<<)?--?(?:>>|>|\)|\|\\|\|\/|\\\\|\/\/|[xX])|(?:\/\||\\\||\/\/|\\\\)--?/;
const openers: Readonly<Record<string, BlockKind | null>> = {
  alt: "alt",
  opt: "opt",
  loop: "loop",
  par: "par",
  par_over: "par",
  critical: "critical",
  break: "break",
  rect: null,
  box: null,
};
/** What goes on with a block, and which block it goes on with. */
const dividers: Readonly<Record<string, readonly string[]>> = {
  else: ["alt"],
  and: ["par", "par_over"],
  option: ["critical"],
};
const silent = new Set(["activate", "deactivate", "autonumber", "destroy", "link", "links", "properties", "details"]);
const described = /^acc(?:title|descr)$/;
const keywords = ["participant", "actor", "note", "end", ...Object.keys(openers), ...Object.keys(dividers), ...silent];

/** Reads the text after `sequenceDiagram`. @throws DRAWING_LINE_UNREADABLE, DRAWING_TOO_LARGE */
export function readSequence(source: DrawingText): SequenceDrawing {
  const reading: Reading = {
    file: source.file,
    participants: new Map(),
    items: [],
    open: [],
    title: source.title,
    isDescribing: false,
  };
  for (const statement of statementsOf(source)) readStatement(reading, statement);
  const left = reading.open.at(-1);
  if (left !== undefined) {
    throw unreadable(
      reading,
      left,
      `an "end" for the block "${left.word}" that opens here`,
      "",
      'Close it with "end".',
    );
  }
  const { title, participants, items } = reading;
  return { kind: "sequence", title, participants: [...participants.values()], items };
}

/** Lines, and what stands between `;`, which isn't an entity's (`#59;`). */
function* statementsOf({ text, line }: DrawingText): Iterable<Statement> {
  for (const [index, whole] of text.split("\n").entries()) {
    // A `;` of an entity is out of the way while the line is cut.
    const guarded = whole.replace(/([#&]#?[0-9a-z]{1,8});/gi, "$1\u0000");
    for (const part of guarded.split(";")) {
      const statement = part.replaceAll("\u0000", ";").trim();
      if (statement !== "") yield { line: line + index, text: statement };
    }
  }
}

function readStatement(reading: Reading, statement: Statement): void {
  const { text } = statement;
  if (reading.isDescribing) {
    reading.isDescribing = !text.includes("}");
    return;
  }
  if (text.startsWith("%%") || text.startsWith("#")) return;
  const word = /^[A-Za-z_]*/.exec(text)![0].toLowerCase();
  const isWord = word !== "" && /^(?:[\s:{@]|$)/.test(text.slice(word.length, word.length + 1));
  const rest = text.slice(word.length).trim();
  if (isWord && readKeyword(reading, statement, word, rest)) return;
  readMessage(reading, statement);
}

/** True where the word was one of the grammar's. */
function readKeyword(reading: Reading, statement: Statement, word: string, rest: string): boolean {
  if (word === "end" && rest === "") closeBlock(reading, statement);
  else if (word === "create" && /^(participant|actor)\s/i.test(rest)) {
    readParticipant(reading, statement, rest.replace(/^\w+\s+/, ""), /^actor/i.test(rest));
  } else if (word === "participant" || word === "actor") readParticipant(reading, statement, rest, word === "actor");
  else if (word === "note" && !arrow.test(rest.split(":")[0]!)) readNote(reading, statement, rest);
  else if (Object.hasOwn(openers, word)) openBlock(reading, statement, word, rest);
  else if (Object.hasOwn(dividers, word)) divideBlock(reading, statement, word, rest);
  else if (word === "title") reading.title = decoded(rest.replace(/^:/, "")) || reading.title;
  else if (described.test(word)) reading.isDescribing = rest.startsWith("{") && !rest.includes("}");
  else return silent.has(word) && !arrow.test(rest);
  return true;
}

function readParticipant(reading: Reading, statement: Statement, rest: string, isActor: boolean): void {
  // `X@{ "type": "database" } as Y` says how it looks; only a person matters here.
  const brace = rest.indexOf("@{");
  const end = brace < 0 ? -1 : rest.indexOf("}", brace);
  const look = end < 0 ? "" : rest.slice(brace, end);
  const named = end < 0 ? rest : rest.slice(0, brace) + rest.slice(end + 1);
  const as = named.search(/\sas\s/i);
  const id = (as < 0 ? named : named.slice(0, as)).trim();
  const alias = /"?alias"?\s?:\s?"([^"]*)"/i.exec(look)?.[1];
  const label = as < 0 ? (alias ?? id) : named.slice(as + 4).trim();
  if (id === "" || label === "") {
    const fix = 'Write "participant T as Trainer".';
    throw unreadable(reading, statement, "a name", id === "" ? "" : statement.text, fix);
  }
  const line = reading.participants.get(id)?.line ?? statement.line;
  const isPerson = isActor || /"actor"/i.test(look);
  reading.participants.set(id, { id, label: decoded(label), line, isPerson });
}

function readNote(reading: Reading, statement: Statement, rest: string): void {
  const place = /^(?:left\s{1,9}of|right\s{1,9}of|over)\s/i.exec(rest);
  const colon = rest.indexOf(":");
  if (place === null || colon < 0) {
    const fix = 'Write "Note over Trainer: 5 folds", "Note left of …: …" or "Note right of …: …".';
    throw unreadable(reading, statement, "a note", statement.text, fix);
  }
  const over = rest
    .slice(place[0].length, colon)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of over) mention(reading, name, statement.line);
  add(reading, { type: "note", line: statement.line, over, text: decoded(textOf(rest.slice(colon + 1))) });
}

function readMessage(reading: Reading, statement: Statement): void {
  const { text, line } = statement;
  const found = arrow.exec(text);
  if (found === null) {
    const word = text.split(/\s/)[0]!;
    const near = /^[a-z_]+$/i.test(word) ? suggestion(word, keywords) : "";
    const fix = `Write a message ("Pipeline->>Trainer: train"), a note, or a block; ";" in a text is written #59;.${near}`;
    throw unreadable(reading, statement, "a message, a participant, a note or a block", text, fix);
  }
  const from = text.slice(0, found.index).replace(/\(\)$/, "").trim();
  const after = text.slice(found.index + found[0].length);
  const colon = after.indexOf(":");
  const to = (colon < 0 ? after : after.slice(0, colon)).trim().replace(/^\(\)/, "").trim().replace(/^[+-]/, "").trim();
  if (from === "" || to === "" || colon < 0) {
    const expected =
      from === "" ? "a sender before the arrow" : to === "" ? "a receiver after the arrow" : "a colon and a text";
    throw unreadable(reading, statement, expected, text, 'Write "Pipeline->>Trainer: train".');
  }
  mention(reading, from, line);
  mention(reading, to, line);
  const isReply = found[0].includes("--") && !found[0].endsWith(")");
  add(reading, { type: "message", line, from, to, text: decoded(textOf(after.slice(colon + 1))), isReply });
}

/** Without what says how it is wrapped. */
function textOf(text: string): string {
  return text.trim().replace(/^(?:no)?wrap:/i, "");
}

function openBlock(reading: Reading, { line, text }: Statement, word: string, rest: string): void {
  if (reading.open.length >= deepestNesting) {
    const detail = { limit: `blocks nested ${deepestNesting} deep`, got: `one more at "${shortened(text)}"` };
    throw fail("DRAWING_TOO_LARGE", detail, { at: { file: reading.file, line } });
  }
  reading.open.push({ word, line, kind: openers[word]!, branches: [{ line, label: decoded(rest), items: [] }] });
}

function divideBlock(reading: Reading, statement: Statement, word: string, rest: string): void {
  const block = reading.open.at(-1);
  if (block === undefined || !dividers[word]!.includes(block.word)) {
    const owner = dividers[word]![0]!;
    const got = block === undefined ? statement.text : `${word} in the block "${block.word}" of line ${block.line}`;
    const fix = `"${word}" divides "${owner}": open one before it, or close the inner block with "end".`;
    throw unreadable(reading, statement, `an open block "${owner}"`, got, fix);
  }
  block.branches.push({ line: statement.line, label: decoded(rest), items: [] });
}

function closeBlock(reading: Reading, statement: Statement): void {
  const block = reading.open.pop();
  if (block === undefined) {
    throw unreadable(reading, statement, "an open block before it", statement.text, 'Take this "end" out.');
  }
  const { kind, line, branches } = block;
  if (kind !== null) add(reading, { type: "block", kind, line, branches: branches as readonly DrawnBranch[] });
  else for (const item of branches[0]!.items) add(reading, item);
}

function add(reading: Reading, item: DrawnItem): void {
  const branch = reading.open.at(-1)?.branches.at(-1);
  (branch?.items ?? reading.items).push(item);
}

function mention(reading: Reading, id: string, line: number): void {
  if (!reading.participants.has(id)) {
    reading.participants.set(id, { id, label: decoded(id), line, isPerson: false });
  }
}

function unreadable({ file }: Reading, { line }: { line: number }, expected: string, got: string, fix: string): Error {
  return fail("DRAWING_LINE_UNREADABLE", { expected, got: shortened(got), fix }, { at: { file, line } });
}
