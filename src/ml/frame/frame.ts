import { fail, listNames, suggestion } from "../../errors/index.ts";
import { type CodeColumn, type Column, sharedFloat64, sharedInt32, type ValueColumn } from "./column.ts";

/** A table: named columns of one length. Immutable; every method that changes something returns a new frame. */
export class Frame {
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Column>;

  /** @throws ML_SHAPE_MISMATCH where a column's length is not `rowCount` */
  constructor(rowCount: number, columns: Iterable<readonly [string, Column]>) {
    this.rowCount = rowCount;
    this.columns = new Map(columns);
    for (const [name, column] of this.columns) {
      const length = lengthOf(column);
      if (length !== rowCount) {
        throw fail("ML_SHAPE_MISMATCH", { what: `column "${name}"`, expected: `${rowCount} rows`, got: `${length}` });
      }
    }
  }

  get names(): string[] {
    return [...this.columns.keys()];
  }

  /** @throws ML_COLUMN_UNKNOWN */
  column(name: string): Column {
    const column = this.columns.get(name);
    if (column === undefined) {
      throw fail("ML_COLUMN_UNKNOWN", {
        column: name,
        suggestion: suggestion(name, this.columns.keys()),
        columns: listNames(this.columns.keys()),
      });
    }
    return column;
  }

  /** The rows of the given indices, in their order, as a copy; dictionaries are shared. */
  take(rows: ArrayLike<number>): Frame {
    return new Frame(
      rows.length,
      [...this.columns].map(([name, column]) => [name, takeColumn(column, rows)] as const),
    );
  }

  /** Only these columns, in this order. @throws ML_COLUMN_UNKNOWN */
  select(names: readonly string[]): Frame {
    return new Frame(
      this.rowCount,
      names.map((name) => [name, this.column(name)] as const),
    );
  }

  /** This frame with columns added or replaced. */
  with(columns: Iterable<readonly [string, Column]>): Frame {
    return new Frame(this.rowCount, [...this.columns, ...columns]);
  }
}

/** Number of rows of a column. */
export function lengthOf(column: Column): number {
  return column.storage === "values" ? column.values.length : column.codes.length;
}

function takeColumn(column: Column, rows: ArrayLike<number>): Column {
  if (column.storage === "values") {
    const values = sharedFloat64(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
    return { ...column, values } satisfies ValueColumn;
  }
  const codes = sharedInt32(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
  return { ...column, codes } satisfies CodeColumn;
}
