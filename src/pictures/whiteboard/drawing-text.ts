import { fail } from "../../errors/index.ts";

/** The text of one diagram, cleared of what says nothing about a pipeline. Lines keep their numbers. */
export interface DrawingText {
  readonly file: string;
  /** Mermaid's first word, as it was written: "sequenceDiagram", "flowchart". */
  readonly keyword: string;
  /** From the word after the keyword on; comments, directives and front matter are blank. */
  readonly text: string;
  /** Line of the file on which `text` starts, from 1. */
  readonly line: number;
  /** From the front matter. */
  readonly title: string | null;
}

export const longestDrawingBytes = 1_000_000;
/** Blocks within blocks, and subgraphs within subgraphs. */
export const deepestNesting = 64;
/** Edges of a flowchart (one line can draw many), and its nodes. */
export const mostEdges = 10_000;

const understood = ["sequenceDiagram", "flowchart", "graph"];

/**
 * The one diagram of a Mermaid file, or the first of a Markdown file's mermaid blocks that is a sequence or a flowchart.
 * @throws DRAWING_TOO_LARGE, DRAWING_KIND_UNKNOWN
 */
export function drawingText(source: string, file: string): DrawingText {
  const sizeBytes = Buffer.byteLength(source);
  if (sizeBytes > longestDrawingBytes) {
    const got = `${sizeBytes.toLocaleString("en-US")} bytes`;
    throw fail(
      "DRAWING_TOO_LARGE",
      { limit: `${longestDrawingBytes.toLocaleString("en-US")} bytes`, got },
      at(file, 1),
    );
  }
  const lines = source.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const blocks = markdownBlocks(lines);
  const parts = (blocks.length > 0 ? blocks : [{ lines, line: 1 }]).map((block) => headOf(block, file));
  const chosen = parts.find(({ keyword }) => isUnderstood(keyword)) ?? parts[0]!;
  if (isUnderstood(chosen.keyword)) return chosen;
  throw fail("DRAWING_KIND_UNKNOWN", { got: shortened(chosen.keyword) }, at(file, chosen.line));
}

/** Entities (`#59;`, `#quot;`, `&amp;`), `<br/>` and other HTML as what they show; on one line. */
export function decoded(text: string): string {
  return text
    .replace(/,?\s?<br ?\/?>/gi, ", ")
    .replace(/<\/?[a-z][a-z0-9]{0,9}>/gi, "")
    .replace(/[#&]#?([0-9]{1,7}|[a-z]{2,8});/gi, (whole, code: string) => characterOf(code) ?? whole)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

/** A text as an error quotes it. */
export function shortened(text: string): string {
  const line = decoded(text);
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

const named: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: " ",
  semi: ";",
  colon: ":",
  num: "#",
  ge: "≥",
  le: "≤",
  percnt: "%",
  comma: ",",
  lpar: "(",
  rpar: ")",
  rarr: "→",
  larr: "←",
};

function characterOf(code: string): string | undefined {
  if (!/^\d/.test(code)) return named[code.toLowerCase()];
  const point = Number(code);
  const isCharacter = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}

function isUnderstood(keyword: string): boolean {
  return understood.some((word) => keyword === word || (word === "flowchart" && keyword.startsWith("flowchart-")));
}

interface Block {
  readonly lines: readonly string[];
  readonly line: number;
}

function markdownBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; from: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,}|:{3,}) {0,4}(\{?mermaid\}?)?/.exec(line);
    if (fence === null) continue;
    if (open === undefined) {
      if (fence[2] !== undefined) open = { fence: fence[1]!, from: index + 1 };
    } else if (line.trim().startsWith(open.fence)) {
      blocks.push({ lines: lines.slice(open.from, index), line: open.from + 1 });
      open = undefined;
    }
  }
  if (open !== undefined) blocks.push({ lines: lines.slice(open.from), line: open.from + 1 });
  return blocks;
}

function headOf({ lines, line }: Block, file: string): DrawingText {
  const kept = [...lines];
  const title = takeFrontMatter(kept);
  takeDirectives(kept);
  for (const [index, text] of kept.entries()) if (text.trimStart().startsWith("%%")) kept[index] = "";
  const first = kept.findIndex((text) => text.trim() !== "");
  if (first < 0) return { file, keyword: "", text: "", line, title };
  const keyword = /^[^\s;:{]*/.exec(kept[first]!.trimStart())![0];
  const rest = kept[first]!.trimStart().slice(keyword.length);
  return { file, keyword, text: [rest, ...kept.slice(first + 1)].join("\n"), line: line + first, title };
}

/** Blanks YAML between two lines of `---` and gives its title. */
function takeFrontMatter(lines: string[]): string | null {
  const start = lines.findIndex((line) => line.trim() !== "");
  if (start < 0 || lines[start]!.trim() !== "---") return null;
  const end = lines.findIndex((line, index) => index > start && line.trim() === "---");
  if (end < 0) return null;
  const title = lines.slice(start, end).find((line) => line.startsWith("title:"));
  lines.fill("", start, end + 1);
  const text =
    title
      ?.slice("title:".length)
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2") ?? "";
  return text === "" ? null : decoded(text);
}

/** Blanks `%%{init: ...}%%`, which may go over several lines. */
function takeDirectives(lines: string[]): void {
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (!isOpen && !line.trimStart().startsWith("%%{")) continue;
    isOpen = !line.includes("}%%");
    const end = line.lastIndexOf("}%%");
    lines[index] = end < 0 ? "" : line.slice(end + 3);
  }
}

function at(file: string, line: number): { at: { file: string; line: number } } {
  return { at: { file, line } };
}
