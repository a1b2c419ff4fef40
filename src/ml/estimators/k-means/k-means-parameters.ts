// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `kMeans`. What is left out is searched where it has a range to search, and else has its default. */
export type KMeansParameters = {
  /**
   * How many centres.
   *
   * Allowed: a whole number from 1 to 65535. Searched: 2 to 12.
   * @default 8
   */
  readonly clusters?: number;
  /**
   * Seedings tried; the best is kept.
   *
   * Allowed: a whole number from 1 to 1000.
   * @default 5
   */
  readonly restarts?: number;
  /**
   * Most iterations per seeding.
   *
   * Allowed: a whole number from 1 to 1000000.
   * @default 300
   */
  readonly maxIterations?: number;
  /**
   * A seeding ends when its centres move less than this share of the features' mean variance (squared).
   *
   * Allowed: a number from 0 to 1.
   * @default 0.000001
   */
  readonly tolerance?: number;
};
