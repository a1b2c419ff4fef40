/** What a workflow file imports, section by section of the declaration. */

// ---- the declaration

export { defineWorkflow, type Workflow } from "./workflow/index.ts";
// Only a star re-export lets `declare module "millrace"` fill in KnownTables.
export type * from "./workflow/known-tables.ts";

// ---- problem: target; features

export type {
  AnyExpression,
  BooleanExpression,
  BuiltExpression,
  Columns,
  DateExpression,
  NumberExpression,
  TextExpression,
} from "./ml/index.ts";
export { when } from "./ml/index.ts";

// ---- data and checks

export { allowed, freshness, noTargetLeak, nulls, range, schema, table, unique, volume } from "./data/index.ts";

// ---- split

export { byGroup, byTime, random, stratified } from "./training/index.ts";

// ---- candidates

export type { EstimatorOptions, ParametersByEstimator } from "./ml/index.ts";
export {
  baseline,
  elasticNet,
  extraTrees,
  gaussianMixture,
  gradientBoosting,
  isolationForest,
  kMeans,
  lasso,
  linearRegression,
  logisticRegression,
  mixtureDensity,
  neuralNetwork,
  pca,
  randomForest,
  ridge,
} from "./ml/index.ts";
export { type MetricName, type OnnxCandidateOptions, onnxModel } from "./workflow/index.ts";

// ---- search

export { type Condition, choice, type Dimension, integer, logUniform, uniform } from "./ml/search/index.ts";

// ---- gates

export {
  betterThanBaseline,
  calibrated,
  latency,
  maximumSize,
  meetsMinimum,
  notWorseThan,
  slice,
} from "./evaluation/index.ts";

// ---- what goes wrong

export { type ErrorCode, isMillraceError, MillraceError } from "./errors/index.ts";
