import type { ColumnKind } from "./column.ts";

/** How texts become values: what must be known to read another table, or a request, as the training table was read. */
export interface TextReading {
  /** What the doubles of storage `values` are; "text" for storage `codes`. */
  readonly as: "number" | "boolean" | "date" | "text";
  readonly decimal: "." | ",";
  /** Names of date formats (`dateFormats`), in the order in which they are tried; none where the source types its dates. */
  readonly dates: readonly string[];
}

/** How a column's texts become values: kept with the snapshot, so that other tables are read the very same way. */
export interface ColumnReading extends TextReading {
  readonly kind: ColumnKind;
  /** values: doubles (numbers, booleans, dates in milliseconds); codes: texts. */
  readonly storage: "values" | "codes";
}

/** How a model's field was read: kept with the model, so that files and requests are read the very same way. */
export interface FieldReading extends TextReading {
  /** The texts that mean "missing", beside blanks. */
  readonly missingTexts: readonly string[];
}
