import { batchOf, type Search, type Trial } from "./search-method.ts";

/** The very trials of a recorded search, in their order: how a search that was cut short by time is reproduced. */
export function replaySearch(trials: readonly Trial[]): Search {
  let next = 0;
  const ask = (): Trial | null => trials[next++] ?? null;
  return { ask, askBatch: (size) => batchOf(ask, size), tell: () => {} };
}
