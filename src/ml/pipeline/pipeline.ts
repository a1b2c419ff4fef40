import type { Accepts, Estimator, FitContext, Model, PredictContext, Task } from "../estimators/estimator.ts";
import type { ParameterValues } from "../estimators/parameters.ts";
import type { Expression } from "../frame/expression.ts";
import type { Frame } from "../frame/frame.ts";
import type { Feature, Matrix } from "../frame/matrix.ts";
import type { FieldReading } from "../frame/reading.ts";
import type { Target } from "../frame/target.ts";
import type { Predictions } from "../metrics/metric.ts";
import type { Field } from "./field.ts";
import type { Recipe } from "./recipe.ts";

/**
 * Feature expressions and fitted transformers: everything between a frame and X. Immutable; fitted once, it serves any
 * number of estimators that take the same shape of features.
 */
export interface FittedFeatures {
  /** All fields of the training frame; `required` ones are read by the model. */
  readonly schema: readonly Field[];
  /** Derived columns, in the order in which they were declared. */
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly recipe: Recipe;
  /** The features of X, in order. */
  readonly features: readonly Feature[];
  /** X of any frame that has the required fields. @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE */
  transform(frame: Frame): Matrix;
  /**
   * `transform` of one row again and again: each call reads the frame's columns, whose one value may have changed since, and
   * writes the features to `x`, (nFeatures).
   * @param frame one row, with the required fields
   */
  bindRow(frame: Frame, x: Float32Array): () => void;
}

/** What a pipeline predicts, beside its numbers. */
export interface TargetDescription {
  readonly task: Task;
  /** The target for people: a column's name or a described expression; null where the task has none. */
  readonly target: string | null;
  /** Labels in the order of the columns of probabilities; empty where the task has none. */
  readonly classes: readonly string[];
  /** Index of the positive class of a binary task, else null. */
  readonly positive: number | null;
  /** Binary: the positive class is predicted from this probability up, 0..1; else null. */
  readonly threshold: number | null;
}

/** Expressions + transformers + model: what a model version is. Immutable; `encodeModel` writes it as bytes. */
export interface FittedPipeline extends TargetDescription {
  readonly features: FittedFeatures;
  readonly schema: readonly Field[];
  /** Name and declared hyper-parameters of the estimator. */
  readonly estimator: { readonly name: string; readonly params: ParameterValues };
  readonly model: Model;
  /** X of a frame. */
  transform(frame: Frame): Matrix;
  /**
   * Class indices (after the threshold), values, cluster indices or anomaly scores, with probabilities for classifiers.
   * @throws ML_COLUMN_UNKNOWN where the frame lacks a required field
   */
  predict(frame: Frame, context?: PredictContext): Predictions;
  /** The same of X itself, where it has been made already. */
  predictMatrix(X: Matrix, context?: PredictContext): Predictions;
  /** Index of the class that one row's probabilities, from `from` on, decide for. Classification only. */
  classOf(probabilities: Float64Array, from: number): number;
  /** The same pipeline with another threshold. @throws ML_PARAMETER_INVALID outside 0..1 or where the task isn't binary */
  withThreshold(threshold: number): FittedPipeline;
}

/** What `prepare(input)` fits features from: training rows alone. */
export interface PrepareInput {
  readonly frame: Frame;
  /** y of the same rows; null where the task has none. */
  readonly y: Target | null;
  readonly task: Task;
  /** What the estimators that will be fitted on X take. */
  readonly accepts: Accepts;
  /** Derived columns. */
  readonly expressions?: Readonly<Record<string, Expression>> | undefined;
  /** Columns that no feature may be made of: target, key, leaks. Expressions may still read the keys among them. */
  readonly exclude?: readonly string[] | undefined;
  /** Columns that the target is made of: no feature is made of them, and no expression may read them. */
  readonly targetColumns?: readonly string[] | undefined;
  /** Default: `chooseRecipe` of these rows. */
  readonly recipe?: Recipe | undefined;
  /** How the columns' table was read, by name: kept with the model, so that files and requests are read the same way. */
  readonly readings?: ReadonlyMap<string, FieldReading> | undefined;
  readonly seed: number;
}

/** Fitted features and the training rows' own X (out of fold where a transformer read y). */
export interface Prepared {
  readonly features: FittedFeatures;
  readonly X: Matrix;
}

/** What `fitPrepared(input)` fits a model from; `prepared` may be shared by many fits. */
export interface FitPreparedInput {
  readonly prepared: Prepared;
  readonly y: Target | null;
  readonly task: Task;
  readonly estimator: Estimator;
  readonly context: FitContext;
  /** The target for people. */
  readonly target?: string | null | undefined;
  /** Declared positive label. */
  readonly positive?: string | undefined;
  /** Binary; default 0.5. */
  readonly threshold?: number | undefined;
}

/** `fitPipeline(input)`: `prepare`, then `fitPrepared`. */
export type FitPipelineInput = Omit<PrepareInput, "seed"> & Omit<FitPreparedInput, "prepared">;
