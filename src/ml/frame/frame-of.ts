import { fail } from "../../errors/index.ts";
import { type Column, sharedFloat64, sharedInt32 } from "./column.ts";
import { Frame } from "./frame.ts";
import { byCodeUnit } from "./operations/operation.ts";

/** What may stand in a row for `frameOf`; null, undefined and NaN are missing. */
export type CellValue = string | number | boolean | Date | null | undefined;

/**
 * Plain rows as a table. Values mean what they are: numbers are numbers, booleans booleans, dates dates, and texts
 * categories; nothing is parsed out of a text (that is what `table()` of a workflow does).
 * @param rows objects with the same fields; a field that a row lacks is missing there
 * @throws ML_COLUMN_MIXED where a field's values are of different types
 * @example frameOf([{ area: 40, district: "harbour", lift: false }, { area: 71, district: "hills", lift: true }])
 */
export function frameOf(rows: readonly Readonly<Record<string, CellValue>>[]): Frame {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return new Frame(
    rows.length,
    [...names].map((name) => [name, columnOf(name, rows)] as const),
  );
}

type CellType = "number" | "boolean" | "date" | "text";

function columnOf(name: string, rows: readonly Readonly<Record<string, CellValue>>[]): Column {
  const isOnEveryObject = name in Object.prototype;
  const cells = rows.map((row) => (isOnEveryObject && !Object.hasOwn(row, name) ? undefined : row[name]));
  const type = typeOf(name, cells);
  if (type === "text") return labels(cells as readonly (string | null | undefined)[]);
  const values = sharedFloat64(rows.length);
  cells.forEach((cell, i) => {
    values[i] = cell === null || cell === undefined ? Number.NaN : Number(cell);
  });
  return { storage: "values", kind: type, values };
}

function typeOf(name: string, cells: readonly CellValue[]): CellType {
  let found: CellType | undefined;
  cells.forEach((cell, row) => {
    if (cell === null || cell === undefined) return;
    const type = cell instanceof Date ? "date" : typeof cell === "string" ? "text" : (typeof cell as CellType);
    if (found !== undefined && type !== found)
      throw fail("ML_COLUMN_MIXED", { column: name, row, first: found, got: type });
    found = type;
  });
  return found ?? "number";
}

function labels(cells: readonly (string | null | undefined)[]): Column {
  const dictionary = [...new Set(cells.filter((cell) => typeof cell === "string"))].sort(byCodeUnit);
  const codeOf = new Map(dictionary.map((text, code) => [text, code]));
  const codes = sharedInt32(cells.length);
  cells.forEach((cell, i) => {
    codes[i] = typeof cell === "string" ? codeOf.get(cell)! : -1;
  });
  return { storage: "codes", kind: "category", codes, dictionary };
}
