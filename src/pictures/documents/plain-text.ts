/**
 * One line of what may be anything: without control characters, lone surrogates and marks that turn the direction of what
 * follows. Every text of a document goes through it, whatever the document is written in.
 */
export function plainText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
}
