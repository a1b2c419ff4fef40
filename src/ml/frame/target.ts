/** y of a classifier: a class index per sample; `classes` are the labels, sorted by code unit (numeric labels by value). */
export interface ClassTarget {
  readonly kind: "classes";
  readonly codes: Int32Array;
  readonly classes: readonly string[];
}

/** y of a regressor. */
export interface ValueTarget {
  readonly kind: "values";
  readonly values: Float64Array;
}

/** y, (nSamples). Clustering and anomaly detection have none. */
export type Target = ClassTarget | ValueTarget;

/** The target of the given rows, in their order, as a copy. Class indices keep their meaning. */
export function takeTarget<T extends Target>(y: T, rows: ArrayLike<number>): T {
  if (y.kind === "classes") {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = y.codes[rows[i]!]!;
    return { ...y, codes };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = y.values[rows[i]!]!;
  return { ...y, values };
}
