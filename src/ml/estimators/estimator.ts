import type { Matrix } from "../frame/matrix.ts";
import type { Target } from "../frame/target.ts";
import type { ThreadTeam } from "../kernels/thread-team.ts";
import type { ParameterTable, ParameterValues } from "./parameters.ts";

/** What a model is asked to do. `binary` and `multiclass` are both classification. */
export type Task = "binary" | "multiclass" | "regression" | "clustering" | "anomaly";

/** What an estimator can take as it comes; the recipe brings the columns into that shape. */
export interface Accepts {
  /** NaN in X is understood. */
  readonly missing: boolean;
  /** Categorical features are understood as such (else they are one-hot or target encoded). */
  readonly categories: boolean;
  /** Results depend on the features' scale, so they are standardised. */
  readonly needsScaling: boolean;
}

/** What a fit is given beside the data. */
export interface FitContext {
  /** Any whole number; the same seed and data give the same model, to the bit. */
  readonly seed: number;
  /** (nSamples), finite and >= 0; repeating a sample k times equals weight k. Default: all 1. */
  readonly sampleWeight?: Float64Array;
  /** Threads that help; they never change the result. Default: the caller's thread works alone. */
  readonly team?: ThreadTeam;
  /** Called with the share done, 0..1, and a word for people. */
  readonly onProgress?: (share: number, note: string) => void;
  /** True once the fit should stop; it then throws an AbortError. Asked between trees, epochs or iterations. */
  readonly cancelled?: () => boolean;
  /** Lets a fit that was killed go on where it was. Estimators that take no steps worth keeping ignore it. */
  readonly checkpoint?: Checkpoint;
}

/** Where a long fit leaves its state, and takes it up again. The resumed fit gives the bytes of one that was never stopped. */
export interface Checkpoint {
  /** Trees, rounds, epochs or iterations from one `save` to the next, at least 1. */
  readonly every: number;
  /** Takes the state; it isn't changed afterwards. */
  readonly save: (state: ModelData) => void;
  /**
   * What `save` was given last by a fit of the same data, parameters and seed.
   * @throws ML_CHECKPOINT_CORRUPT from `fit`, for anything that such a fit can't have saved
   */
  readonly resume?: ModelData;
}

/** Numbers and names only: what is kept of a model. Typed arrays stand where numbers are many. */
export type ModelData = { readonly [key: string]: ModelValue };
/** A value in {@link ModelData}. */
export type ModelValue =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | readonly ModelValue[]
  | { readonly [key: string]: ModelValue };

/** How predictions are to be explained. */
export interface ExplainOptions extends PredictContext {
  /**
   * Rows that "without this feature" is measured against (interventional). Without any, tree models weigh by the training
   * rows that took each path (path-dependent), and linear models measure against the training means.
   */
  readonly background?: Matrix | undefined;
}

/**
 * What scores are: of a classifier "logOdds" (of several classes: what softmax is taken of) or "probability"; else "value",
 * or "log" where contributions add up to the natural logarithm of the predicted value.
 */
export type ExplanationScale = "logOdds" | "probability" | "value" | "log";

/**
 * Contributions (SHAP values) in the model's own scores: log odds for classifiers that have them, else probabilities, values
 * for regression, scores for anomalies. For sample i and output k, baseline[k] + the sum over features = score[k] to 1e-6.
 * @see Lundberg et al., From local explanations to global understanding with explainable AI for trees (2020)
 */
export interface Explanation {
  /** 1, or the number of classes of a multiclass model. */
  readonly outputs: number;
  readonly scale: ExplanationScale;
  /** (outputs). */
  readonly baseline: Float64Array;
  /** (nSamples, nFeatures, outputs) row-major. */
  readonly contributions: Float64Array;
}

/** The scores of a linear model: output k is X · coefficients of block k + its intercept. */
export interface LinearScores {
  readonly scale: ExplanationScale;
  /** (nOutputs, nFeatures) row-major. */
  readonly coefficients: Float64Array;
  /** (nOutputs). */
  readonly intercepts: Float64Array;
  /** (nFeatures) of the training rows. */
  readonly means: Float64Array;
}

/** What a prediction is given beside the data. */
export interface PredictContext {
  /** Threads that help; they never change the result. Default: the caller's thread works alone. */
  readonly team?: ThreadTeam | undefined;
}

/** Scores one row at a time in memory of its own, where a matrix for every row would cost more than the model does. */
export interface RowScorer {
  /** (nFeatures): the row is written here before `score`; NaN is missing. */
  readonly x: Float32Array;
  /**
   * The row in `x`: what `predictProba` gives for it, (nClasses), of a classifier; else (1), what `predict` gives. The same
   * bits. The array is the scorer's own: the next call overwrites it.
   */
  score(): Float64Array;
}

/** A fitted estimator: immutable, serialisable, thread-safe. */
export interface Model {
  /** Name of the estimator that made it, the key under which `load` is found. */
  readonly estimator: string;
  readonly task: Task;
  readonly nFeatures: number;
  /** Classes in the order of `predictProba`'s columns; 0 where the task has none. */
  readonly nClasses: number;
  /**
   * (nSamples): regression values, class indices, cluster indices, or anomaly scores (higher is more anomalous).
   * @throws ML_SHAPE_MISMATCH
   */
  predict(X: Matrix, context?: PredictContext): Float64Array;
  /** (nSamples, nClasses) row-major, each row sums to 1. Classifiers only. */
  predictProba?(X: Matrix, context?: PredictContext): Float64Array;
  /** A fresh scorer of single rows. Undefined where one row costs as much as a matrix of one row. */
  rowScorer?(): RowScorer;
  /**
   * What each feature added to each prediction, exactly. Undefined where a model can't tell.
   * @throws ML_SHAPE_MISMATCH
   */
  explain?(X: Matrix, options?: ExplainOptions): Explanation;
  /** The scores that `explain` explains, of a model whose scores are sums: what it explains can then be traced through other sums. */
  readonly linearScores?: LinearScores;
  /** All that `load` needs, and nothing that changes between two equal fits. */
  toData(): ModelData;
}

/**
 * An estimator with its hyper-parameters chosen, as a workflow declares it. `T` are the tasks that it can do, so that the
 * editor refuses k-means as a candidate for regression; plain `Estimator` is any of them.
 */
export interface Estimator<T extends Task = never> {
  /** Never set: carries `T` as a function's parameter, so that what does more tasks fits where fewer are asked. */
  readonly canDo?: (task: T) => void;
  readonly name: string;
  /** Only what was declared; defaults are filled in by `fit`. */
  readonly params: ParameterValues;
  /** A declared search space; undefined means the estimator's default one. */
  readonly space?: Readonly<Record<string, unknown>>;
  /**
   * Fits. Never changes its inputs.
   * @param X (nSamples, nFeatures) @param y (nSamples), null for clustering and anomaly detection
   * @throws ML_SHAPE_MISMATCH, ML_TOO_FEW_SAMPLES, ML_ONE_CLASS, ML_VALUE_NOT_FINITE, ML_PARAMETER_INVALID
   */
  fit(X: Matrix, y: Target | null, context: FitContext): Model;
}

/** One row of the table of estimators: everything that other rooms need to know of it. */
export interface EstimatorDefinition<T extends Task = Task> {
  readonly name: string;
  /** One sentence for docs and leaderboard. */
  readonly summary: string;
  readonly tasks: readonly T[];
  readonly accepts: Accepts;
  /** Drives validation, documentation and the default search space. */
  readonly parameters: ParameterTable;
  /** 1 (a person can read the model) to 5 (opaque); breaks ties between equal candidates. */
  readonly complexity: 1 | 2 | 3 | 4 | 5;
  /** Its probabilities may be corrected out of fold: it then takes `calibration` and `calibrationFolds` too. */
  readonly calibratable?: true;
  /** Its `fit` refuses values of X that aren't finite itself, while it reads them: a look at all of them is spared. */
  readonly checksValues?: true;
  /** @param params declared values, already validated, defaults filled in */
  fit(X: Matrix, y: Target | null, params: ParameterValues, context: FitContext): Model;
  /** The model of its data. @throws ML_MODEL_CORRUPT for anything that `toData` can't have made */
  load(data: ModelData): Model;
}
