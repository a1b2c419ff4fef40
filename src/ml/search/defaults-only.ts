import { batchOf, type SearchMethod, type Trial } from "./search-method.ts";

/** No search: every candidate as declared, once. */
export const defaultsOnly: SearchMethod = {
  name: "none",
  summary: "Every candidate once, as declared.",
  start({ candidates }) {
    let index = 0;
    const ask = (): Trial | null => {
      const candidate = candidates[index];
      if (candidate === undefined) return null;
      return { index, candidate: index++, estimator: candidate.estimator, params: candidate.params };
    };
    return { ask, askBatch: (size) => batchOf(ask, size), tell: () => {} };
  },
};
