/**
 * Columns: a table is typed arrays in shared memory, so that worker threads read it without a copy.
 * Two storages carry every kind. `values` holds doubles with NaN for missing; `codes` holds indices into a dictionary of
 * distinct strings with -1 for missing. Invariant: values.length (or codes.length) is the frame's row count.
 */

/** What a column means, told from its values or declared. */
export type ColumnKind = "number" | "boolean" | "date" | "category" | "text" | "id" | "constant";

/** number: the number · boolean: 0 or 1 · date: milliseconds since 1970-01-01 UTC · NaN: missing. */
export interface ValueColumn {
  readonly storage: "values";
  readonly kind: "number" | "boolean" | "date" | "id" | "constant";
  readonly values: Float64Array;
}

/** category, text and textual ids: a code per row into `dictionary`; -1: missing. The dictionary is sorted by code unit. */
export interface CodeColumn {
  readonly storage: "codes";
  readonly kind: "category" | "text" | "id" | "constant";
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** One named column of a frame, (rowCount). */
export type Column = ValueColumn | CodeColumn;

/** A Float64Array in shared memory (unshared where a browser forbids it). */
export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(sharedBuffer(length * 8));
}

/** A Float32Array in shared memory. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(sharedBuffer(length * 4));
}

/** An Int32Array in shared memory. */
export function sharedInt32(length: number): Int32Array {
  return new Int32Array(sharedBuffer(length * 4));
}

function sharedBuffer(sizeBytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined" ? new ArrayBuffer(sizeBytes) : new SharedArrayBuffer(sizeBytes);
}
