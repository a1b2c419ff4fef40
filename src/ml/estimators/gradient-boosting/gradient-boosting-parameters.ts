// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `gradientBoosting`. What is left out is searched where it has a range to search, and else has its default. */
export type GradientBoostingParameters = {
  /**
   * Most rounds of boosting (a round is one tree, or one a class); early stopping usually keeps fewer.
   *
   * Allowed: a whole number from 1 to 100000.
   * @default 500
   */
  readonly trees?: number;
  /**
   * What regression descends: means (squaredError), medians (absoluteError), means that outliers can't pull (huber), a
   * quantile, or means of counts (poisson) and of amounts that are often 0 (tweedie), which must not be negative.
   * Classification ignores it.
   * @default "squaredError"
   */
  readonly loss?: "squaredError" | "absoluteError" | "huber" | "quantile" | "poisson" | "tweedie";
  /**
   * Share of the targets that lie below the prediction, for the loss quantile.
   *
   * Allowed: a number above 0 and below 1.
   * @default 0.5
   */
  readonly quantile?: number;
  /**
   * Share of the residuals that count by their square, for the loss huber; larger ones count by their size.
   *
   * Allowed: a number above 0 and below 1.
   * @default 0.9
   */
  readonly huberQuantile?: number;
  /**
   * How fast the variance grows with the mean, for the loss tweedie: from 1 (Poisson) to 2 (gamma).
   *
   * Allowed: a number above 1 and below 2.
   * @default 1.5
   */
  readonly tweediePower?: number;
  /**
   * Share of each tree's step that is taken.
   *
   * Allowed: a number above 0 to 1. Searched: 0.02 to 0.2, by order of magnitude.
   * @default 0.05
   */
  readonly learningRate?: number;
  /**
   * Most leaves of a tree; see growth.
   *
   * Allowed: a whole number from 2 to 4096. Searched: 8 to 127, by order of magnitude.
   * @default 48
   */
  readonly maxLeaves?: number;
  /**
   * Most splits on a path; null: no limit.
   *
   * Allowed: a whole number from 1 to 1000, or null.
   * @default null
   */
  readonly maxDepth?: number | null;
  /**
   * Fewest samples (or weight) of a leaf; for classification measured by the leaf's share of the hessian.
   *
   * Allowed: a whole number from 1 to 1000000000. Searched: 5 to 100, by order of magnitude.
   * @default 10
   */
  readonly minSamplesLeaf?: number;
  /**
   * Which leaf splits next: that with the largest gain of all, or of those with the fewest splits above.
   * @default "leafWise"
   */
  readonly growth?: "leafWise" | "depthWise";
  /**
   * Pulls leaf values to 0: taken off the magnitude of every leaf's gradient.
   *
   * Allowed: a number from 0 to 1000000000.
   * @default 0
   */
  readonly l1?: number;
  /**
   * Pulls leaf values to 0: added to the hessian of every leaf.
   *
   * Allowed: a number from 0 to 1000000000. Searched: 0.001 to 10, by order of magnitude.
   * @default 5
   */
  readonly l2?: number;
  /**
   * Least sum of second derivatives of a leaf.
   *
   * Allowed: a number from 0 to 1000000000.
   * @default 0.001
   */
  readonly minHessian?: number;
  /**
   * Takes leaf values from full-precision gradients instead of the integers that trees are grown on; it costs a little,
   * and their 15 bits changed no score at tens of thousands of rows.
   * @default false
   */
  readonly refitLeaves?: boolean;
  /**
   * Least gain of a split.
   *
   * Allowed: a number from 0 to 1000000000000.
   * @default 0
   */
  readonly minGain?: number;
  /**
   * Share of the rows that each round is grown on.
   *
   * Allowed: a number above 0 to 1. Searched: 0.6 to 1.
   * @default 0.9
   */
  readonly rowSample?: number;
  /**
   * Share of the features that each tree may split on, rounded upwards.
   *
   * Allowed: a number above 0 to 1. Searched: 0.4 to 1.
   * @default 0.7
   */
  readonly columnSample?: number;
  /**
   * Stops after so many rounds in which the loss falls by less than a thousandth on rows held out: a stratified tenth,
   * or five folds below 2000 rows. Below 100,000 rows as many rounds are then grown on all rows. null: never.
   *
   * Allowed: a whole number from 1 to 100000, or null.
   * @default 20
   */
  readonly earlyStoppingRounds?: number | null;
  /**
   * Numeric columns with which predictions must never fall (1) or never rise (-1), such as { age: 1, price: -1 }; of a
   * binary task the score of its second class. More than two classes take none.
   * @default {}
   */
  readonly monotone?: Readonly<Record<string, -1 | 0 | 1>>;
  /**
   * balanced: each class weighs the same in all, as if rare classes were repeated. Targets of values ignore it.
   * @default "none"
   */
  readonly classWeight?: "none" | "balanced";
  /**
   * Grows neighbouring columns of which at most one is not 0 in any row (one-hot levels) as one, in a fraction of the
   * time and memory. Column samples draw bundles whole; without them trees are the same.
   * @default true
   */
  readonly bundle?: boolean;
  /**
   * Most bins of a numeric feature.
   *
   * Allowed: a whole number from 2 to 255.
   * @default 255
   */
  readonly bins?: number;
  /**
   * Pulls the statistics of rare levels to 0 when levels are sorted, and penalises categorical splits.
   *
   * Allowed: a number from 0 to 1000000000.
   * @default 10
   */
  readonly categorySmoothing?: number;
  /**
   * Levels with less than this weight in a node don't choose their side; they stay with the missing.
   *
   * Allowed: a number from 0 to 1000000000.
   * @default 20
   */
  readonly minCategorySamples?: number;
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
