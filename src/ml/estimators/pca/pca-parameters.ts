// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `pca`. What is left out is searched where it has a range to search, and else has its default. */
export type PcaParameters = {
  /**
   * Axes are kept until they explain this share of the variance; one at least, and one fewer than there are.
   *
   * Allowed: a number from 0 to 1. Searched: 0.3 to 0.95.
   * @default 0.8
   */
  readonly explained?: number;
};
