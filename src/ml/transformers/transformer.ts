import type { ModelData } from "../estimators/estimator.ts";
import type { Column } from "../frame/column.ts";
import type { Feature } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";

/** Some features of the matrix being built: `values[k]` is the column of `features[k]`, (nSamples) each, NaN missing. */
export interface FeatureBlock {
  readonly features: readonly Feature[];
  readonly values: readonly Float32Array[];
}

/** What a transformer learned from the training rows: immutable, serialisable. */
export interface FittedTransformer {
  readonly transformer: string;
  /** The features that `transform` makes, in order. */
  readonly features: readonly Feature[];
  /** Unseen categories become what the transformer says (NaN, zeros, the prior). Never throws on unseen values. */
  transform(column: Column): FeatureBlock;
  toData(): ModelData;
}

/**
 * One row of the table of transformers. A transformer turns ONE column of the frame into features of the matrix; steps
 * that work on a finished feature (impute, scale) are `featureSteps`.
 */
export interface TransformerDefinition {
  readonly name: string;
  readonly summary: string;
  /** Column kinds that it takes. */
  readonly kinds: readonly Column["kind"][];
  /** @param y target of the same rows, for target encoding; null where the task has none */
  fit(name: string, column: Column, y: Target | null, options: TransformerOptions): FittedTransformer;
  /**
   * The training rows' own block where it differs from `transform` (out-of-fold target encoding).
   * Absent: the same as `transform`.
   */
  fitTransform?(
    name: string,
    column: Column,
    y: Target | null,
    options: TransformerOptions,
  ): { fitted: FittedTransformer; block: FeatureBlock };
  /** @throws ML_MODEL_CORRUPT */
  load(data: ModelData): FittedTransformer;
}

export interface TransformerOptions {
  readonly seed: number;
  readonly params: Readonly<Record<string, number | string | boolean | null>>;
}
