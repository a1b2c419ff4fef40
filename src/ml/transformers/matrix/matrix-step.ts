import type { ModelData } from "../../estimators/estimator.ts";
import type { ParameterTable, ParameterValues } from "../../estimators/parameters.ts";
import type { Feature, Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";

/**
 * How a step's features follow from those it was given, for explanations: each is one of them, or each is a weighted sum,
 * `weights · (x - means)`.
 */
export type FeatureOrigin =
  | {
      readonly kind: "selected";
      /** Of each feature, which given one it is. */
      readonly indices: Int32Array;
    }
  | {
      readonly kind: "linear";
      /** (nFeatures of the result, nFeatures given) row-major. */
      readonly weights: Float64Array;
      /** (nFeatures given) of the training rows. */
      readonly means: Float64Array;
    };

/** What a matrix step learned from the training rows: immutable, serialisable. */
export interface FittedMatrixStep {
  readonly step: string;
  /** The features that `transform` writes, in order. */
  readonly features: readonly Feature[];
  /**
   * Writes every value of `into`, (nSamples, features) column-major. A row has the same bits alone and among others.
   * @param X the features that the step was fitted on; never changed
   */
  transform(X: Matrix, into: Float32Array): void;
  /** Undefined where a feature of the result isn't one given feature or a sum of them: then nothing can be explained. */
  readonly origin?: FeatureOrigin | undefined;
  /** All that `load` needs beside the given features, and nothing that changes between two equal fits. */
  toData(): ModelData;
}

/** The training rows that a matrix step is fitted on. */
export interface MatrixStepInput {
  /** Out of fold where a transformer read y. */
  readonly X: Matrix;
  /** Null where the task has no target. */
  readonly y: Target | null;
  /** Validated, defaults filled in. */
  readonly params: ParameterValues;
}

/** One row of the table of matrix steps: all features together -> other features. */
export interface MatrixStepDefinition {
  readonly name: string;
  /** One sentence for docs. */
  readonly summary: string;
  /** A few words for a recipe's description: "principal components". */
  readonly phrase: string;
  /** Kinds of features that it takes. */
  readonly kinds: readonly Feature["kind"][];
  readonly parameters: ParameterTable;
  /** True where `fit` can't do without y. */
  readonly needsTarget: boolean;
  /** @throws ML_VALUE_NOT_FINITE, ML_TOO_LARGE */
  fit(input: MatrixStepInput): FittedMatrixStep;
  /**
   * @param features those that it was fitted on
   * @throws ML_MODEL_CORRUPT for anything that `toData` can't have made of such features
   */
  load(data: ModelData, features: readonly Feature[]): FittedMatrixStep;
}
