export { checkFeatures, taskOf } from "./check-fit.ts";
export { defineEstimator, type EstimatorFactory } from "./define-estimator.ts";
export type * from "./estimator.ts";
export * from "./parameters.ts";
export { estimatorTable } from "./table.ts";
