import { fail } from "../../errors/index.ts";
import { sharedFloat32 } from "./column.ts";

/** What one feature of a matrix is. A categorical feature holds whole numbers 0..levels-1. */
export type Feature =
  | { readonly name: string; readonly kind: "numeric" }
  | { readonly name: string; readonly kind: "categorical"; readonly levels: number };

/**
 * X, the input of every estimator: (nSamples, nFeatures) float32, COLUMN-major:
 * feature f of sample i is `values[f * nSamples + i]`. NaN is missing (for a categorical feature: missing, unseen or rare).
 */
export interface Matrix {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly values: Float32Array;
  readonly features: readonly Feature[];
}

/**
 * A matrix over `values` (allocated in shared memory, zero-filled, if not given).
 * @throws ML_SHAPE_MISMATCH
 */
export function matrix(nSamples: number, features: readonly Feature[], values?: Float32Array): Matrix {
  const length = nSamples * features.length;
  if (values !== undefined && values.length !== length) {
    throw fail("ML_SHAPE_MISMATCH", { what: "matrix", expected: `${length} values`, got: `${values.length}` });
  }
  return { nSamples, nFeatures: features.length, values: values ?? sharedFloat32(length), features };
}

/** A numeric matrix from rows; for tests, examples and small inputs. @throws ML_SHAPE_MISMATCH on ragged rows */
export function matrixFromRows(rows: readonly (readonly number[])[], names?: readonly string[]): Matrix {
  const width = rows[0]?.length ?? names?.length ?? 0;
  const X = matrix(
    rows.length,
    Array.from({ length: width }, (_, f) => ({ name: names?.[f] ?? `x${f}`, kind: "numeric" as const })),
  );
  rows.forEach((row, i) => {
    if (row.length !== width) {
      throw fail("ML_SHAPE_MISMATCH", { what: `row ${i}`, expected: `${width} values`, got: `${row.length}` });
    }
    for (let f = 0; f < width; f++) X.values[f * rows.length + i] = row[f]!;
  });
  return X;
}

/** The samples of the given indices, in their order, as a copy. */
export function takeSamples(X: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = matrix(rows.length, X.features);
  for (let f = 0; f < X.nFeatures; f++) {
    const from = f * X.nSamples;
    const to = f * rows.length;
    for (let i = 0; i < rows.length; i++) taken.values[to + i] = X.values[from + rows[i]!]!;
  }
  return taken;
}
