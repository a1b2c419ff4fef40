export type * from "./estimator.ts";
export * from "./parameters.ts";
