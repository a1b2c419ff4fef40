export { defaultsOnly } from "./defaults-only.ts";
export { randomSearch } from "./random-search.ts";
export { replaySearch } from "./replay-search.ts";
export type { Search, SearchCandidate, SearchMethod, SearchOptions, Trial } from "./search-method.ts";
export {
  type ChoiceDimension,
  choice,
  type Dimension,
  defaultSpace,
  integer,
  logUniform,
  parseSpace,
  type RangeDimension,
  type Space,
  uniform,
} from "./space.ts";
export { findSearchMethod, searchTable } from "./table.ts";
