// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `isolationForest`. What is left out is searched where it has a range to search, and else has its default. */
export type IsolationForestParameters = {
  /**
   * Number of trees.
   *
   * Allowed: a whole number from 1 to 10000.
   * @default 100
   */
  readonly trees?: number;
  /**
   * Samples drawn for each tree, without replacement; all, where there are fewer.
   *
   * Allowed: a whole number from 2 to 1000000.
   * @default 256
   */
  readonly samples?: number;
};
