import { createHash } from "node:crypto";

/** What the first line of a page says of it: what it was drawn from, and what it was when it was written. */
export interface Marker {
  readonly declaration: string;
  /** "none": nothing had happened, or the page shows nothing of it. */
  readonly history: string;
  /** Digest of the page below. */
  readonly text: string;
}

const short = (digest: string): string => digest.replace("sha256:", "").slice(0, 16);

/** A page with its first line. */
export function withMarker(text: string, from: { readonly declaration: string; readonly history: string }): string {
  const history = from.history === "none" ? "none" : short(from.history);
  return `<!-- written by millrace docs, not by hand; declaration ${short(from.declaration)}, history ${history}, text ${textDigest(text)} -->\n\n${text}`;
}

/** What the first line says, and whether the rest is still what was written; null for a file that isn't ours. */
export function readMarker(file: string): { readonly marker: Marker; readonly isEdited: boolean } | null {
  // Git may have changed the ends of lines; a byte order mark is no word of anybody's.
  const plain = file.replace(/^\ufeff/, "").replace(/\r\n/g, "\n");
  const match =
    /^<!-- written by millrace docs, not by hand; declaration ([0-9a-f]{16}), history ([0-9a-f]{16}|none), text ([0-9a-f]{16}) -->\n\n/.exec(
      plain,
    );
  if (match === null) return null;
  const [line, declaration, history, text] = match.map(String) as [string, string, string, string];
  return { marker: { declaration, history, text }, isEdited: textDigest(plain.slice(line.length)) !== text };
}

/** Of any text: the sixteen digits that a marker holds. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
