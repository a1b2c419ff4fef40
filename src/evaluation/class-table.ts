/** How one class fares. Shares are null where their denominator has no rows. */
export interface ClassRow {
  readonly label: string;
  /** Rows that are of the class. */
  readonly rows: number;
  /** Rows that were said to be. */
  readonly predicted: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** A row per class, in the classes' order. @param counts (nClasses, nClasses): row = actual, column = predicted */
export function classTable(classes: readonly string[], counts: readonly (readonly number[])[]): ClassRow[] {
  return classes.map((label, k) => {
    const hits = counts[k]![k]!;
    const rows = counts[k]!.reduce((sum, count) => sum + count, 0);
    const predicted = counts.reduce((sum, row) => sum + row[k]!, 0);
    const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
    return {
      label,
      rows,
      predicted,
      precision: share(hits, predicted),
      recall: share(hits, rows),
      f1: share(2 * hits, rows + predicted),
    };
  });
}
