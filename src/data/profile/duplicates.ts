import type { Column, Frame } from "../../ml/index.ts";

const maxRows = 500_000;

/** Rows that repeat an earlier one in every column. Rows are compared by 64 bits of hash, then for real. */
export function countDuplicates(frame: Frame): { rows: number; rowsExamined: number } {
  const n = Math.min(frame.rowCount, maxRows);
  const columns = [...frame.columns.values()];
  if (columns.length === 0) return { rows: 0, rowsExamined: 0 };
  const hashes = rowHashes(columns, n);
  const seen = new Map<number, number[]>();
  let rows = 0;
  for (let row = 0; row < n; row++) {
    const same = seen.get(hashes[row]!);
    if (same === undefined) seen.set(hashes[row]!, [row]);
    else if (same.some((earlier) => columns.every((column) => equalCells(column, earlier, row)))) rows++;
    else same.push(row);
  }
  return { rows, rowsExamined: n };
}

function rowHashes(columns: readonly Column[], n: number): Uint32Array {
  const hashes = new Uint32Array(n).fill(0x811c9dc5);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (const column of columns) {
    for (let row = 0; row < n; row++) {
      let word: number;
      if (column.storage === "codes") word = column.codes[row]!;
      else {
        const value = column.values[row]!;
        double[0] = Number.isNaN(value) ? Number.NaN : value + 0;
        word = Math.imul(words[0]!, 0x85ebca6b) ^ words[1]!;
      }
      let hash = Math.imul(hashes[row]! ^ word, 0xcc9e2d51);
      hash ^= hash >>> 15;
      hashes[row] = Math.imul(hash, 0x1b873593);
    }
  }
  return hashes;
}

function equalCells(column: Column, a: number, b: number): boolean {
  if (column.storage === "codes") return column.codes[a] === column.codes[b];
  const [x, y] = [column.values[a]!, column.values[b]!];
  return x === y || (Number.isNaN(x) && Number.isNaN(y));
}
