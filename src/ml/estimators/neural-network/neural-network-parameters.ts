// Generated from the table of estimators: change that, then `npm run build`.

/** Hyper-parameters of `neuralNetwork`. What is left out is searched where it has a range to search, and else has its default. */
export type NeuralNetworkParameters = {
  /**
   * Hidden layers.
   *
   * Allowed: a whole number from 1 to 8. Searched: 1 to 3.
   * @default 2
   */
  readonly layers?: number;
  /**
   * Units of a hidden layer, rounded up to a multiple of 8.
   *
   * Allowed: a whole number from 8 to 2048. Searched: 64 to 256, by order of magnitude.
   * @default 128
   */
  readonly width?: number;
  /**
   * Networks whose predictions are averaged; each holds out another part of the rows, and threads train them side by
   * side.
   *
   * Allowed: a whole number from 1 to 64.
   * @default 4
   */
  readonly networks?: number;
  /**
   * What a hidden unit makes of its sum.
   * @default "silu"
   */
  readonly activation?: "relu" | "silu";
  /**
   * Most pieces between quantiles that a numeric feature is cut into beside its scaled value, so that steps and bends
   * are easy to learn; tables of over 64 such features get fewer. 0: none.
   *
   * Allowed: a whole number from 0 to 128.
   * @default 16
   */
  readonly pieces?: number;
  /**
   * Most passes over the rows; the learning rate falls to 0 over them.
   *
   * Allowed: a whole number from 1 to 100000.
   * @default 32
   */
  readonly epochs?: number;
  /**
   * Rows of a step. null: 32 to 128, the more the more rows there are.
   *
   * Allowed: a whole number from 1 to 1000000, or null.
   * @default null
   */
  readonly batchSize?: number | null;
  /**
   * Highest learning rate of the cycle: it rises in the first twentieth of the steps and falls along a cosine.
   *
   * Allowed: a number above 0 to 1. Searched: 0.001 to 0.02, by order of magnitude.
   * @default 0.008
   */
  readonly learningRate?: number;
  /**
   * Pulls weights to 0, times the learning rate, apart from the gradient (AdamW); biases and vectors are left alone.
   *
   * Allowed: a number from 0 to 10. Searched: 0.001 to 0.3, by order of magnitude.
   * @default 0.01
   */
  readonly weightDecay?: number;
  /**
   * Share of hidden units left out in each step.
   *
   * Allowed: a number from 0 to 0.9. Searched: 0 to 0.4.
   * @default 0.1
   */
  readonly dropout?: number;
  /**
   * A network stops after so many epochs without a lower loss on its rows held out (a stratified tenth, a fifth below
   * 2000 rows, none below 50) and goes back to its best. null: all epochs, all rows, and the last parameters.
   *
   * Allowed: a whole number from 1 to 100000, or null.
   * @default 12
   */
  readonly earlyStoppingEpochs?: number | null;
  /**
   * balanced: each class weighs the same in all, as if rare classes were repeated. Targets of values ignore it.
   * @default "none"
   */
  readonly classWeight?: "none" | "balanced";
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
