import type { ColumnKind } from "../frame/column.ts";
import type { FieldReading } from "../frame/reading.ts";

/** What is known of one field of the rows that a model was fitted on: the schema that requests are checked against. */
export interface Field {
  readonly name: string;
  readonly kind: ColumnKind;
  /** values: number, boolean, date (id and constant if numeric); codes: category, text (id and constant if textual). */
  readonly storage: "values" | "codes";
  /** True where the model reads it: a row must then bring it (null is allowed and means missing). */
  readonly required: boolean;
  /** Share of training rows in which it was missing, 0..1. */
  readonly missing: number;
  /** Distinct values seen, missing not counted; of numbers at most 1,000 are counted. */
  readonly distinct: number;
  /** values: the smallest and largest seen; null where all were missing. */
  readonly range: readonly [number, number] | null;
  /** codes: the labels seen, sorted by code unit; null where they aren't kept (texts, ids, over 10,000 labels, fields that the model doesn't read). */
  readonly dictionary: readonly string[] | null;
  /**
   * How the training table's texts were read, so that files and requests are read the same way: what means "missing", date
   * formats, decimal mark. Absent where the model doesn't read the field, or was fitted on a frame that no table made.
   */
  readonly reading?: FieldReading | undefined;
}
