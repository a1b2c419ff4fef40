/** Longer texts are cut before they are searched for words: nobody draws so much into one arrow. */
const longestText = 400;

/**
 * A text as the words that the vocabulary knows: lower case, without accents, punctuation and pictures; "trainModel" is two
 * words, "ß" is "ss". Numbers, "%", "/" and comparisons stay.
 */
export function plainWords(text: string): string {
  return [...text]
    .slice(0, longestText)
    .join("")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/['’`]/g, "")
    .replace(/[^a-z0-9%/<>=≥≤.:,;&+*→]+/g, " ")
    .trim();
}

/** The clauses of a text: "fetch & clean, then split" says three things. */
export function clausesOf(plain: string): string[] {
  return plain
    .replace(/\b(train(?:ing)?) (?:and|&) (test|validation)\b/g, "$1 $2")
    .split(/[,;:&+→]|\.(?!\d)|\b(?:and then|and|then|und dann|und|dann)\b/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}

/** What is done, without what it is done with: "train on clean data" is "train". */
export function headOf(clause: string): string {
  const end = clause.search(
    / (?:on|with|using|from|for|against|into|via|per|by|if|when|auf|mit|aus|von|fur|gegen|wenn|bei)\b/,
  );
  // "Wait for labels" and "ask for approval" say what they mean behind "for".
  return end < 0 || /^(?:ask|wait|call|look|request)\w*$/.test(clause.slice(0, end)) ? clause : clause.slice(0, end);
}
