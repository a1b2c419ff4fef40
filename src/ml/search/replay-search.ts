import type { Search, Trial } from "./search-method.ts";
import { batchOf } from "./start-search.ts";

/** The very trials of a recorded search, in their order: how a search that was cut short by time is reproduced. */
export function replaySearch(trials: readonly Trial[]): Search {
  let next = 0;
  const ask = (): Trial | null => trials[next++] ?? null;
  return {
    adaptive: false,
    planned: trials.length,
    ask,
    askBatch: (size) => batchOf(ask, size),
    tell: () => {},
  };
}
