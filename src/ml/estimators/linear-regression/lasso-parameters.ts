// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `lasso`. What is left out is searched where it has a range to search, and else has its default. */
export type LassoParameters = {
  /**
   * Strength of the absolute penalty, beside half the MEAN squared error: it is in the target's unit and stays right
   * when rows are added.
   *
   * Allowed: a number from 0 up. Searched: 0.0001 to 10, by order of magnitude.
   * @default 1
   */
  readonly strength?: number;
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
