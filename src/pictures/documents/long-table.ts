import { counted } from "../words.ts";
import { type Block, details, paragraph, type Table, table } from "./document.ts";

/** More rows than these are counted: a document is read, not searched. */
const mostKept = 500;

/** A table of which the first rows are shown, the next are folded, and the last are counted. */
export function longTable(titles: readonly string[], rows: Table["rows"], shown: number, noun: string): Block[] {
  // A fold that hides a row or two is a nuisance.
  const first = rows.length <= shown + 3 ? rows : rows.slice(0, shown);
  const rest = rows.slice(first.length, mostKept);
  const uncounted = rows.length - first.length - rest.length;
  return [
    table(titles, first),
    details(`${counted(rest.length, noun)} more`, [table(titles, rest)]),
    uncounted === 0 ? null : paragraph(`And ${counted(uncounted, noun)} more, which the home holds.`),
  ].filter((block) => block !== null && !(block.kind === "details" && rest.length === 0)) as Block[];
}
