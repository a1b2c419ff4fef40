import type { SearchCandidate } from "./search-method.ts";

/** `forest`, `forest#2`: draws follow the candidate's name, so that adding another candidate doesn't change them. */
export function labelsOf(candidates: readonly Pick<SearchCandidate, "estimator">[]): string[] {
  const count = new Map<string, number>();
  return candidates.map(({ estimator }) => {
    const nth = (count.get(estimator) ?? 0) + 1;
    count.set(estimator, nth);
    return nth === 1 ? estimator : `${estimator}#${nth}`;
  });
}
