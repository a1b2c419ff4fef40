import type { SearchMethod } from "./search-method.ts";

/** No search: every candidate as declared, once. */
export const defaultsOnly: SearchMethod<"none"> = {
  name: "none",
  summary: "Every candidate once, as declared.",
  searches: false,
  adaptive: false,
  fidelity: "full",
  propose({ candidates }) {
    let candidate = 0;
    return {
      planned: candidates.length,
      next: () => (candidate < candidates.length ? { candidate, params: candidates[candidate++]!.params } : null),
    };
  },
};
