/** Says when scores have stopped getting better; looks at trials by index, never by when they finished. */
export interface Patience {
  tell(index: number, score: number): void;
  /** True once `limit` trials in a row, among those whose predecessors are all told, brought nothing better. */
  exhausted(): boolean;
}

/** @param free trials with an index below this don't use patience up. */
export function patience(limit: number | undefined, greaterIsBetter: boolean, free: number): Patience {
  const scores = new Map<number, number>();
  let [next, best, since, ended] = [0, Number.NaN, 0, false];
  const advance = (): void => {
    for (let score = scores.get(next); score !== undefined; score = scores.get(next)) {
      const better = !Number.isNaN(score) && (Number.isNaN(best) || (greaterIsBetter ? score > best : score < best));
      if (better) best = score;
      since = better || next < free ? 0 : since + 1;
      if (limit !== undefined && since >= limit) ended = true;
      scores.delete(next++);
    }
  };
  return {
    tell(index, score) {
      if (index >= next) scores.set(index, score);
      advance();
    },
    exhausted: () => ended,
  };
}
