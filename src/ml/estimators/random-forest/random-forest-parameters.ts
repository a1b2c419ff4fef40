// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `randomForest`. What is left out is searched where it has a range to search, and else has its default. */
export type RandomForestParameters = {
  /**
   * Number of trees.
   *
   * Allowed: a whole number from 1 to 10000.
   * @default 100
   */
  readonly trees?: number;
  /**
   * Fewest drawn samples of a leaf; null: 5 for two classes, whose probabilities gain by it, else 1.
   *
   * Allowed: a whole number from 1 to 1000000000, or null. Searched: 1 to 20, by order of magnitude.
   * @default null
   */
  readonly minSamplesLeaf?: number | null;
  /**
   * Most splits on a path; null: no limit.
   *
   * Allowed: a whole number from 1 to 1000, or null.
   * @default null
   */
  readonly maxDepth?: number | null;
  /**
   * Share of the features tried at a split; null: the square root of their number for classes, half for values.
   *
   * Allowed: a number above 0 to 1, or null. Searched: 0.2 to 1.
   * @default null
   */
  readonly featureSample?: number | null;
  /**
   * Rows drawn for each tree, as a share of all.
   *
   * Allowed: a number above 0 to 1. Searched: 0.5 to 1.
   * @default 1
   */
  readonly rowSample?: number;
  /**
   * Most bins of a numeric feature.
   *
   * Allowed: a whole number from 2 to 255.
   * @default 255
   */
  readonly bins?: number;
  /**
   * balanced: each class weighs the same in all, as if rare classes were repeated. Targets of values ignore it.
   * @default "none"
   */
  readonly classWeight?: "none" | "balanced";
  /**
   * Rows are drawn with replacement, by their weight. false: a row comes once, and counts as much as it weighs.
   * @default true
   */
  readonly bootstrap?: boolean;
  /**
   * Corrects probabilities by how often they came true on rows that the model hadn't learned from: platt (a sigmoid;
   * steady on few rows), isotonic (any rising curve; from about a thousand rows), temperature (one number for all
   * classes). Values are left as they are.
   * @default "none"
   */
  readonly calibration?: "none" | "platt" | "isotonic" | "temperature";
  /**
   * Parts of the rows that are predicted by a model of the others, to calibrate on; the model itself learns from all
   * rows.
   *
   * Allowed: a whole number from 2 to 100.
   * @default 5
   */
  readonly calibrationFolds?: number;
};
