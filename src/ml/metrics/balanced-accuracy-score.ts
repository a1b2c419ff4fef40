import { classScoreMetric } from "./class-score.ts";

/** Mean over the classes in y of the share of their rows that is predicted right. */
export const balancedAccuracyScore = classScoreMetric({
  name: "balancedAccuracyScore",
  label: "balanced accuracy",
  summary: "Mean over classes of the share of their rows that is predicted right; 1 / classes is guessing.",
  chance: 0.5,
  score: ({ hits, actual }) => hits / actual,
  trials: ({ actual }) => actual,
  averaged: ({ actual }) => actual > 0,
  macroAlways: true,
});
