// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `logisticRegression`. What is left out is searched where it has a range to search, and else has its default. */
export type LogisticRegressionParameters = {
  /**
   * Strength of the penalty on the coefficients, beside the sum of the log losses (1 / C elsewhere).
   *
   * Allowed: a number from 0 up. Searched: 0.001 to 1000, by order of magnitude.
   * @default 1
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
   * balanced: each class weighs the same in all, as if rare classes were repeated. Targets of values ignore it.
   * @default "none"
   */
  readonly classWeight?: "none" | "balanced";
  /**
   * Most iterations of L-BFGS.
   *
   * Allowed: a whole number from 1 to 1000000.
   * @default 300
   */
  readonly maxIterations?: number;
  /**
   * Ends when another step would change the log-odds by less than about this (root mean square).
   *
   * Allowed: a number from 0 to 1.
   * @default 0.000001
   */
  readonly tolerance?: number;
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
