import type { Predictions } from "../ml/index.ts";

/** The predictions of the given rows, in their order, as a copy. */
export function takePredictions(all: Predictions, rows: ArrayLike<number>): Predictions {
  const { nClasses, probabilities } = all;
  const values = Float64Array.from(rows, (row) => all.values[row]!);
  if (probabilities === undefined) return { values, nClasses };
  const taken = new Float64Array(rows.length * nClasses);
  for (let i = 0; i < rows.length; i++) {
    taken.set(probabilities.subarray(rows[i]! * nClasses, (rows[i]! + 1) * nClasses), i * nClasses);
  }
  return { values, nClasses, probabilities: taken };
}
