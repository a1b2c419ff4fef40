// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `ridge`. What is left out is searched where it has a range to search, and else has its default. */
export type RidgeParameters = {
  /**
   * Strength of the squared penalty on the coefficients, beside the sum of squared errors.
   *
   * Allowed: a number from 0 up. Searched: 0.001 to 10000, by order of magnitude.
   * @default 1
   */
  readonly strength?: number;
};
