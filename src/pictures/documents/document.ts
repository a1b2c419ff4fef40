import type { IntervalRecord } from "../../store/index.ts";
import type { Drawing } from "../diagrams/index.ts";

/**
 * A document as plain data, from which Markdown and HTML are written. Its texts hold what users call things as they are; the
 * writers alone know what their language takes for its own.
 */
export interface Document {
  readonly title: string;
  /** What sort of document it is: "Run report". */
  readonly kind: string;
  /** One sentence below the title. */
  readonly lead: Words;
  readonly sections: readonly Section[];
}

/** A part with a title that can be linked to. */
export interface Section {
  /** A word of ours: the anchor in HTML, and a title's beginning in no case a user's. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** What stands one below the other in a section. */
export type Block =
  | { readonly kind: "paragraph"; readonly text: Words }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Words[]; readonly ordered?: boolean }
  /** Labels with what stands behind them. */
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  /** The few figures that a reader must see first. */
  | { readonly kind: "tiles"; readonly tiles: readonly Tile[] }
  | Table
  | Plot
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "diagram"; readonly drawing: Drawing; readonly caption: string }
  | { readonly kind: "callout"; readonly tone: Tone; readonly text: Words }
  /** Shown when a reader asks for it. */
  | { readonly kind: "details"; readonly summary: string; readonly blocks: readonly Block[] };

export type Fact = readonly [label: string, text: Words];

/** A figure with what it is and what to think of it. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: Tone;
}

/** Rows of cells below titles. Numbers stand to the right. */
export interface Table {
  readonly kind: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Words[])[];
  readonly caption?: string;
}

/** The head of a column. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** A curve over the unit square; where it stands in a text without pictures, a table of its points. */
export interface Plot {
  readonly kind: "plot";
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** In order of x, both 0..1. `weight`: how many rows a point speaks for. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly weight?: number }[];
  /** What the diagonal means where it means something: chance, or perfect agreement. */
  readonly diagonal?: string;
  readonly marks: "line" | "points";
}

/** How good what is said is for the reader. */
export type Tone = "good" | "bad" | "open" | "plain";

/** Text with its marks. */
export type Words = string | Inline | readonly (string | Inline)[];

export type Inline =
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "muted"; readonly text: string }
  /** `to` is a file or an anchor of ours, never a user's text. */
  | { readonly kind: "link"; readonly text: string; readonly to: string }
  /** A verdict or a state: a word that is coloured where there are colours. */
  | { readonly kind: "mark"; readonly text: string; readonly tone: Tone }
  /** A length beside others of the same column. @see share 0..1 */
  | { readonly kind: "bar"; readonly share: number; readonly tone: Tone }
  /** A value with its interval as a dot on a line, and the bound that it is held to. */
  | {
      readonly kind: "range";
      readonly estimate: IntervalRecord;
      readonly scale: readonly [from: number, to: number];
      readonly bound: number | null;
    };

/** A section, or none where it has nothing to say. */
export function section(id: string, title: string, blocks: readonly (Block | null)[]): Section | null {
  const said = blocks.filter((block) => block !== null);
  return said.length === 0 ? null : { id, title, blocks: said };
}

/** A paragraph. */
export function paragraph(text: Words): Block {
  return { kind: "paragraph", text };
}

/** A title inside of a section. */
export function heading(text: string): Block {
  return { kind: "heading", text };
}

/** Items one below the other; nothing where there are none. */
export function list(items: readonly Words[], ordered = false): Block | null {
  return items.length === 0 ? null : { kind: "list", items, ordered };
}

/** Labels and what stands behind them; nothing where there are none. */
export function facts(all: readonly (Fact | null)[]): Block | null {
  const known = all.filter((fact) => fact !== null);
  return known.length === 0 ? null : { kind: "facts", facts: known };
}

/** A table; nothing without rows. A title of ours that ends in ">" stands over numbers; a user's comes as a column. */
export function table(titles: readonly (string | Column)[], rows: Table["rows"], caption?: string): Block | null {
  if (rows.length === 0) return null;
  const columns = titles.map((title): Column => {
    if (typeof title !== "string") return title;
    return title.endsWith(">") ? { title: title.slice(0, -1), align: "right" } : { title };
  });
  return { kind: "table", columns, rows, ...(caption === undefined ? {} : { caption }) };
}

/** What a reader must not miss. */
export function callout(tone: Tone, text: Words): Block {
  return { kind: "callout", tone, text };
}

/** Lines for a shell or an editor. */
export function code(language: string, text: string): Block {
  return { kind: "code", language, text };
}

/** Blocks that a reader opens; nothing where there are none. */
export function details(summary: string, blocks: readonly (Block | null)[]): Block | null {
  const said = blocks.filter((block) => block !== null);
  return said.length === 0 ? null : { kind: "details", summary, blocks: said };
}

/** Text in a fixed width: a name of a column, a digest, a command. */
export function fixed(text: string): Inline {
  return { kind: "code", text };
}

/** Text that weighs more. */
export function strong(text: string): Inline {
  return { kind: "strong", text };
}

/** Text that weighs less. */
export function muted(text: string): Inline {
  return { kind: "muted", text };
}

/** A word with its colour. */
export function mark(text: string, tone: Tone): Inline {
  return { kind: "mark", text, tone };
}

/** A link to a file or an anchor of ours. */
export function link(text: string, to: string): Inline {
  return { kind: "link", text, to };
}

/** Words as a list of parts. */
export function parts(words: Words): readonly (string | Inline)[] {
  return Array.isArray(words) ? words : [words as string | Inline];
}

/** The words without their marks. */
export function plainWords(words: Words): string {
  return parts(words)
    .map((part) => (typeof part === "string" ? part : "text" in part ? part.text : ""))
    .join("");
}

/** Kinds of the diagrams that a document holds, in its order. */
export function diagramsOf({ sections }: Document): string[] {
  const of = (blocks: readonly Block[]): string[] =>
    blocks.flatMap((block) =>
      block.kind === "diagram" ? [block.drawing.kind] : block.kind === "details" ? of(block.blocks) : [],
    );
  return sections.flatMap(({ blocks }) => of(blocks));
}
