import type { ParameterValues, Predictions } from "../ml/index.ts";
import type { ExecutorRun } from "./executor.ts";
import type { TrainingSet } from "./training-set.ts";

/** What a setting predicts for rows that it wasn't fitted on. */
export interface OutOfFold {
  /** Training rows by position: the folds' validation rows, one fold after the other. */
  readonly rows: Int32Array;
  /** Of those rows, in their order. */
  readonly predictions: Predictions;
}

/**
 * Predicts every fold's validation rows by models fitted on the other rows: for a threshold, or to combine models. The folds
 * are fitted anew, and are the same to the bit as those of the search: kept for every trial, predictions of a million rows
 * would be gigabytes.
 * @returns null for clustering, whose folds number their clusters each in its own way
 * @throws what the estimator's fit throws
 */
export async function outOfFold(
  { folds }: Pick<TrainingSet, "folds">,
  executor: ExecutorRun,
  { estimator, params }: { readonly estimator: string; readonly params: ParameterValues },
): Promise<OutOfFold | null> {
  const results = await Promise.all(
    folds.map((_, fold) => executor.submit({ kind: "fold", estimator, params, fold, keepPredictions: true })),
  );
  const parts = results.flatMap(({ predictions }) => (predictions === null ? [] : [predictions]));
  if (parts.length < folds.length) return null;
  return {
    rows: joined(
      Int32Array,
      folds.map(({ validation }) => validation),
    ),
    predictions: joinPredictions(parts),
  };
}

function joinPredictions(parts: readonly Predictions[]): Predictions {
  const probabilities = parts.flatMap((part) => part.probabilities ?? []);
  return {
    values: joined(
      Float64Array,
      parts.map(({ values }) => values),
    ),
    ...(probabilities.length === parts.length ? { probabilities: joined(Float64Array, probabilities) } : {}),
    nClasses: parts[0]?.nClasses ?? 0,
  };
}

function joined<A extends Int32Array | Float64Array>(Kind: new (length: number) => A, parts: readonly A[]): A {
  const whole = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
