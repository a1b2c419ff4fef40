export { baseline } from "./baseline/baseline.ts";
export { checkFeatures, taskOf } from "./check-fit.ts";
export { defineEstimator, type EstimatorFactory } from "./define-estimator.ts";
export type * from "./estimator.ts";
export { estimatorOf, findEstimator } from "./estimator-of.ts";
export { linearRegression } from "./linear-regression/linear-regression.ts";
export { logisticRegression } from "./logistic-regression/logistic-regression.ts";
export * from "./parameters.ts";
export { estimatorTable } from "./table.ts";
