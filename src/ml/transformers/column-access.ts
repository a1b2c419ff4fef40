import { fail } from "../../errors/index.ts";
import type { CodeColumn, Column, ValueColumn } from "../frame/column.ts";

/** The column as values. @throws ML_SHAPE_MISMATCH where it holds labels (its storage changed since the fit) */
export function valueColumn(name: string, column: Column): ValueColumn {
  if (column.storage === "values") return column;
  throw fail("ML_SHAPE_MISMATCH", { what: `column "${name}"`, expected: "numbers", got: "labels" });
}

/** The column as labels. @throws ML_SHAPE_MISMATCH where it holds numbers */
export function codeColumn(name: string, column: Column): CodeColumn {
  if (column.storage === "codes") return column;
  throw fail("ML_SHAPE_MISMATCH", { what: `column "${name}"`, expected: "labels", got: "numbers" });
}

/** How often each code of the dictionary occurs, and how many rows have none. */
export function countCodes(column: CodeColumn): { counts: Int32Array; missing: number } {
  const counts = new Int32Array(column.dictionary.length);
  let missing = 0;
  for (let i = 0; i < column.codes.length; i++) {
    const code = column.codes[i]!;
    if (code < 0) missing++;
    else counts[code]!++;
  }
  return { counts, missing };
}

/** Labels that occur at least `minCount` times, most frequent first (ties by code unit), at most `limit` of them. */
export function frequentLabels(column: CodeColumn, minCount: number, limit: number): string[] {
  const { counts } = countCodes(column);
  const codes: number[] = [];
  for (let code = 0; code < counts.length; code++) if (counts[code]! >= Math.max(1, minCount)) codes.push(code);
  // The dictionary is sorted by code unit, so the code itself breaks ties.
  codes.sort((a, b) => counts[b]! - counts[a]! || a - b);
  return codes.slice(0, limit).map((code) => column.dictionary[code]!);
}

/** For each code of the column's dictionary, the index of its label in `indexOf`, -1 where the label is unseen. */
export function translateCodes(column: CodeColumn, indexOf: ReadonlyMap<string, number>): Int32Array {
  const { dictionary } = column;
  const indices = new Int32Array(dictionary.length);
  for (let code = 0; code < indices.length; code++) indices[code] = indexOf.get(dictionary[code]!) ?? -1;
  return indices;
}

/** Label -> its position. */
export function indexLabels(labels: readonly string[]): ReadonlyMap<string, number> {
  return new Map(labels.map((label, index) => [label, index]));
}
