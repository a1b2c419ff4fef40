/** `millrace/ml`: pure numbers. No disk, network, clock or unseeded randomness. */
export * from "./calibration/index.ts";
export { canonicalJson } from "./canonical-json.ts";
export * from "./estimators/index.ts";
export * from "./explain/index.ts";
export * from "./frame/index.ts";
export type { ThreadTeam } from "./kernels/thread-team.ts";
export * from "./metrics/index.ts";
export * from "./pipeline/index.ts";
export { deriveSeed, type Random, random } from "./random.ts";
export * from "./search/index.ts";
export * from "./transformers/index.ts";
