/**
 * Words inside Mermaid's text. What users call things (columns, models, values) may hold anything: quotes, semicolons, `end`,
 * HTML, line breaks. Every character that a grammar could take for its own becomes an entity (`#59;`), which Mermaid shows
 * as the character; the rest stays readable.
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */

/** Longer words would make boxes that nobody can read; the records hold the whole text. */
const LONGEST = 120;

/** What no grammar leaves alone: comments, entities, HTML, quotes, Markdown, formulas. Within a word `_` is no emphasis: area_m2. */
const ALWAYS = /["#;<>&`\\%$~|^*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** Beside that, what ends a word that no quotes protect. */
const UNQUOTED = /["#;<>&`\\%$~|^*:,(){}[\]@=]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** A text between double quotes, as flowcharts, pies, git graphs, requirements and charts take it. */
export function quoted(text: string): string {
  return `"${inQuotes(text)}"`;
}

/** Lines between double quotes, one below the other; empty ones are left out. */
export function quotedLines(lines: readonly string[]): string {
  return `"${lines
    .filter((line) => line !== "")
    .map(inQuotes)
    .join("<br/>")}"`;
}

/** The rest of a line: a message, a note, a name behind `as`. */
export function restOfLine(text: string): string {
  return withoutEnd(escaped(tidied(text), ALWAYS));
}

/** Several lines where a grammar wants one: notes and messages break at `<br/>`. */
export function brokenLines(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== "")
    .map(restOfLine)
    .join("<br/>");
}

/** A word that a grammar ends at a colon, comma or bracket: tasks of a Gantt, periods of a timeline, journeys, mind maps. */
export function bare(text: string): string {
  return withoutEnd(escaped(tidied(text), UNQUOTED));
}

/** Letters, digits and "_", never a keyword: a name that a grammar takes as an identifier. Other texts give other names. */
export function identifier(text: string): string {
  const word = text.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "_");
  return `n_${word.replace(/^_+|_+$/g, "").slice(0, 40)}_${checksum(text)}`;
}

/** Quoted labels are read as Markdown: what looks like a list's first item must not. */
function inQuotes(text: string): string {
  return escaped(tidied(text), ALWAYS).replace(/^([-+*]|\d+[.)])(?= )/, (mark) => escaped(mark, /[-+*.)]/));
}

/** `end` closes a block wherever it stands alone. */
function withoutEnd(text: string): string {
  return text.replace(/\b(en)(d)\b/gi, (_, start: string, last: string) => start + escaped(last, /./g));
}

function escaped(text: string, what: RegExp): string {
  return text.replace(what, (character) => `#${character.codePointAt(0)};`);
}

/** One line without control characters, lone surrogates and marks that turn the direction of what follows. */
function tidied(text: string): string {
  const line = text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  if (characters.length === 0) return "(empty)";
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST - 1).join("")}…`;
}

/** FNV-1a: two texts that look alike as identifiers stay two. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(36);
}
