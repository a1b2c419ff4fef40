/** What a workflow file imports, section by section of the declaration. */

// data and checks
export { allowed, freshness, noTargetLeak, nulls, range, schema, table, unique, volume } from "./data/index.ts";
// errors
export { type ErrorCode, isMillraceError, MillraceError } from "./errors/index.ts";
// gates
export {
  betterThanBaseline,
  calibrated,
  latency,
  maximumSize,
  meetsMinimum,
  notWorseThan,
  slice,
} from "./evaluation/index.ts";
// features and target
// candidates
export { baseline, kMeans, linearRegression, logisticRegression, when } from "./ml/index.ts";
// search
export { choice, integer, logUniform, uniform } from "./ml/search/index.ts";
// split
export { byGroup, byTime, random, stratified } from "./training/index.ts";
// The declaration
export { defineWorkflow, type Workflow } from "./workflow/index.ts";
// Only a star re-export lets `declare module "millrace"` fill in KnownTables.
export type * from "./workflow/known-tables.ts";
