import { createHash } from "node:crypto";

/** Pieces of a page that holds whatever users call things, runs its own scripts and asks no network. */

/** The policy of a page: these scripts may run, nothing may be fetched. */
export function pagePolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  const allowed = hashes.length === 0 ? "'none'" : hashes.join(" ");
  // Mermaid styles what it draws inline; no style of ours can fetch, since nothing may be fetched.
  return `default-src 'none'; script-src ${allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** JSON that stands in a script: no `<` in it, so no text can close the script or open another. */
export function scriptData(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** A text between tags or in a quoted attribute. */
export function escapedHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
