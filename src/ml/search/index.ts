export type { ChoiceDimension, Condition, Dimension, RangeDimension, Space } from "./dimension.ts";
export { findSearchMethod } from "./find-search-method.ts";
export { replaySearch } from "./replay-search.ts";
export { searchCandidate } from "./search-candidate.ts";
export type {
  Proposal,
  Proposer,
  Search,
  SearchCandidate,
  SearchMethod,
  SearchOptions,
  SearchProblem,
  Trial,
  TrialResult,
} from "./search-method.ts";
export { choice, defaultSpace, integer, logUniform, parseSpace, uniform } from "./space.ts";
export { startSearch } from "./start-search.ts";
export { type SearchMethodName, searchTable } from "./table.ts";
