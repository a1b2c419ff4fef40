/** Lines longer than this are broken. */
const lineWidth = 120;

/**
 * Any text as a TypeScript string literal, in the quotes that need fewer escapes. Line separators and lone surrogates are
 * escaped, so that the file stays one that every editor reads.
 */
export function quoted(text: string): string {
  const json = JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  if (doubles <= singles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `prefix[a, b],` on one line if it fits, else one item a line. @param indent spaces before the prefix */
export function listed(prefix: string, items: readonly string[], indent: number): string[] {
  const space = " ".repeat(indent);
  const line = `${space}${prefix}[${items.join(", ")}],`;
  return line.length <= lineWidth
    ? [line]
    : [`${space}${prefix}[`, ...items.map((item) => `${space}  ${item},`), `${space}],`];
}

/** The import of names, sorted, on one line if it fits. */
export function importLines(names: readonly string[], from: string): string[] {
  const sorted = [...new Set(names)].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const line = `import { ${sorted.join(", ")} } from ${quoted(from)};`;
  return line.length <= lineWidth
    ? [line]
    : ["import {", ...sorted.map((name) => `  ${name},`), `} from ${quoted(from)};`];
}

/** Any text as the words of a one-line comment. */
export function commentText(text: string): string {
  // Every character that ends a line in JavaScript, every control character and half of a pair becomes a space.
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\s]+/gu, " ").trim();
}
