import { patience } from "./patience.ts";
import type { Search, SearchMethod, SearchOptions, Trial } from "./search-method.ts";

/** A search by a method: numbers its proposals and ends when patience is used up. */
export function startSearch(method: SearchMethod, options: SearchOptions): Search {
  const { candidates, greaterIsBetter = true } = options;
  const proposer = method.propose(options);
  const wait = patience(options.patience, greaterIsBetter, candidates.length);
  let index = 0;
  const ask = (): Trial | null => {
    const proposal = wait.exhausted() ? null : proposer.next();
    if (proposal === null) return null;
    const { candidate, params, budget = 1 } = proposal;
    return { index: index++, candidate, estimator: candidates[candidate]!.estimator, params, budget };
  };
  return {
    adaptive: method.adaptive || options.patience !== undefined,
    planned: proposer.planned,
    ask,
    askBatch: (size) => batchOf(ask, size),
    tell(trial, result) {
      wait.tell(trial.index, result.score);
      proposer.learn?.(trial, result);
    },
  };
}

/** `askBatch` by asking one after the other. */
export function batchOf(ask: () => Trial | null, size: number): Trial[] {
  const batch: Trial[] = [];
  while (batch.length < size) {
    const trial = ask();
    if (trial === null) break;
    batch.push(trial);
  }
  return batch;
}
