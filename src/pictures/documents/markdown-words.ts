import { intervalText } from "../../evaluation/index.ts";
import { type Inline, parts, type Tone, type Words } from "./document.ts";
import { plainText } from "./plain-text.ts";
import { textBar, textRange } from "./text-bars.ts";

/**
 * Text inside GitHub-flavoured Markdown. Every character that could mark up, link, close a cell or begin HTML is escaped, so
 * that what a user calls something shows as it is.
 * @see https://github.github.com/gfm/
 */

/** Words of a line. `inTable`: a pipe would end the cell, even in code. */
export function markdownWords(words: Words, inTable = false): string {
  const line = parts(words)
    .map((part) => (typeof part === "string" ? escaped(part) : inline(part, inTable)))
    .join("");
  return line.trim();
}

/** The same at the beginning of a block, where a dash or a number would begin a list. */
export function markdownLine(words: Words): string {
  return markdownWords(words)
    .replace(/^([-+=#])/, "\\$1")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

/** Text without marks of its own. */
export function escaped(text: string): string {
  return (
    plainText(text)
      .replace(/[\\`*_[\]|~]/g, "\\$&")
      .replace(/&(?=#|\w)/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // GitHub reads these as formulas, links and mentions; entities show the character and begin none.
      .replace(/\$/g, "&#36;")
      .replace(/:\/\//g, "&#58;//")
      .replace(/\b(www)\.(?=\w)/gi, "$1&#46;")
      .replace(/@(?=\w)/g, "&#64;")
      .replace(/#(?=\d)/g, (hash, at: number, whole: string) => (whole[at - 1] === "&" ? hash : "&#35;"))
  );
}

/** A span of code, with as many backticks around it as its text needs. */
export function codeSpan(text: string, inTable: boolean): string {
  const plain = plainText(text);
  if (plain.trim() === "") return "(blank)";
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padded = /^[` ]|[` ]$/.test(plain) ? ` ${plain} ` : plain;
  const span = `${fence}${padded}${fence}`;
  return inTable ? span.replace(/\|/g, "\\|") : span;
}

const signs: Readonly<Record<Tone, string>> = { good: "✔ ", bad: "✘ ", open: "? ", plain: "" };

function inline(part: Inline, inTable: boolean): string {
  switch (part.kind) {
    case "strong":
      return strongly(escaped(part.text));
    case "code":
      return codeSpan(part.text, inTable);
    case "muted":
      return escaped(part.text);
    case "link":
      // Not every reader of Markdown takes escaped brackets inside of a link's.
      return `[${escaped(part.text).replace(/\\\[/g, "&#91;").replace(/\\\]/g, "&#93;")}](${part.to})`;
    case "mark":
      return strongly(`${signs[part.tone]}${escaped(part.text)}`);
    case "bar":
      return `\`${textBar(part.share)}\``;
    case "range":
      return `\`${textRange(part.estimate, part.scale, part.bound)}\` ${escaped(intervalText(part.estimate, null).interval)}`;
  }
}

/** Blanks at its ends would leave the stars as they are. */
function strongly(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" ? "" : `**${trimmed}**`;
}
