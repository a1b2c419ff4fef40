import type { ModelData } from "../estimators/estimator.ts";
import type { ParameterTable, ParameterValues } from "../estimators/parameters.ts";
import type { Column, ColumnKind } from "../frame/column.ts";
import type { Feature } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";

/**
 * From a column to features: a chain is one transformer (column -> features), then any feature steps (feature -> the same
 * feature, in place). A column may have several chains: `age` as a number, imputed and scaled, and `age is missing`.
 */

/** One feature's values, (nSamples), NaN missing. Doubles where steps follow, so that scaling loses nothing. */
export type FeatureValues = Float64Array | Float32Array;

/** What a transformer learned from the training rows: immutable, serialisable. It keeps labels, never codes. */
export interface FittedTransformer {
  readonly transformer: string;
  /** The features that `transform` writes, in order. */
  readonly features: readonly Feature[];
  /**
   * Writes every value of `into[k]`, the values of `features[k]`. Never changes the column, never throws on unseen values:
   * they become what the transformer says (NaN, zeros, the prior).
   */
  transform(column: Column, into: readonly FeatureValues[]): void;
  /** All that `load` needs, and nothing that changes between two equal fits. */
  toData(): ModelData;
}

/** The training rows that a transformer is fitted on. */
export interface FitInput {
  /** Name of the column; features are named after it. */
  readonly name: string;
  readonly column: Column;
  /** Target of the same rows, for target encoding; null where the task has none. */
  readonly y: Target | null;
  readonly seed: number;
  /** Validated, defaults filled in. */
  readonly params: ParameterValues;
}

/** One row of the table of transformers: one column of the frame -> features of the matrix. */
export interface TransformerDefinition {
  readonly name: string;
  /** One sentence for docs and reports. */
  readonly summary: string;
  /** Column kinds that it takes. */
  readonly kinds: readonly ColumnKind[];
  readonly parameters: ParameterTable;
  /** True where `fit` can't do without y. */
  readonly needsTarget: boolean;
  fit(input: FitInput): FittedTransformer;
  /**
   * The training rows' own features where they differ from `transform` (out-of-fold target encoding).
   * Absent: the same as `transform`.
   */
  transformTraining?(fitted: FittedTransformer, input: FitInput, into: readonly FeatureValues[]): void;
  /** @throws ML_MODEL_CORRUPT for anything that `toData` can't have made */
  load(data: ModelData): FittedTransformer;
}

/** What a feature step learned. */
export interface FittedFeatureStep {
  readonly step: string;
  /** Maps every value, in place. */
  apply(values: Float64Array): void;
  toData(): ModelData;
}

/** One row of the table of feature steps: impute, scale. */
export interface FeatureStepDefinition {
  readonly name: string;
  readonly summary: string;
  readonly parameters: ParameterTable;
  /** @param values (nSamples) the feature over the training rows, NaN missing */
  fit(values: Float64Array, params: ParameterValues): FittedFeatureStep;
  /** @throws ML_MODEL_CORRUPT */
  load(data: ModelData): FittedFeatureStep;
}
