import type { Target } from "../../ml/index.ts";

/** The rows 0..n-1 whose target is there, ascending. */
export function rowsWithTarget(y: Target | null, n: number): Int32Array {
  const rows = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (hasTarget(y, i)) rows[count++] = i;
  return rows.slice(0, count);
}

function hasTarget(y: Target | null, row: number): boolean {
  if (y === null) return true;
  return y.kind === "classes" ? y.codes[row]! >= 0 : !Number.isNaN(y.values[row]!);
}

/** Rows as an ascending Int32Array. */
export function ascending(rows: ArrayLike<number>): Int32Array {
  return Int32Array.from(rows).sort();
}

/** The rows of `all` (ascending) that `chosen` doesn't hold, ascending. */
export function without(all: Int32Array, chosen: ArrayLike<number>): Int32Array {
  const out = new Set<number>();
  for (let i = 0; i < chosen.length; i++) out.add(chosen[i]!);
  return all.filter((row) => !out.has(row));
}

/** How many of `n` rows a share is: rounded, and at least one row on either side. */
export function countOf(share: number, n: number): number {
  return Math.min(n - 1, Math.max(1, Math.round(share * n)));
}

/** The codes that appear among the rows, ascending. */
export function classesIn(y: Target & { kind: "classes" }, rows: Int32Array): number[] {
  const seen = new Set<number>();
  for (const row of rows) seen.add(y.codes[row]!);
  return [...seen].sort((a, b) => a - b);
}

/** "20 %" for 0.2; at most one decimal. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** "1 row", "12 rows": a count with its noun. */
export function counted(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : noun.endsWith("s") ? `${noun}es` : `${noun}s`}`;
}
