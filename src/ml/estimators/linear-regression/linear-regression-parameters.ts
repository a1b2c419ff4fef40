// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `linearRegression`. What is left out is searched where it has a range to search, and else has its default. */
export type LinearRegressionParameters = {
  /**
   * Strength of the penalty on the coefficients, beside the sum of squared errors; 0 is least squares.
   *
   * Allowed: a number from 0 up. Searched: 0.001 to 10000, by order of magnitude.
   * @default 0
   */
  readonly strength?: number;
  /**
   * Share of the penalty that is absolute (and sets coefficients to 0): 0 is ridge, 1 is the lasso.
   *
   * Allowed: a number from 0 to 1.
   * @default 0
   */
  readonly l1Ratio?: number;
  /**
   * Most rounds over the coefficients (where there is an absolute penalty, or over 1,000 features).
   *
   * Allowed: a whole number from 1 to 1000000.
   * @default 1000
   */
  readonly maxIterations?: number;
  /**
   * Rounds end when what is left to gain is below this share of the whole.
   *
   * Allowed: a number from 0 to 1.
   * @default 1e-7
   */
  readonly tolerance?: number;
};
