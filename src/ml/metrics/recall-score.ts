import { classScoreMetric } from "./class-score.ts";

/** Share of positive rows that are found; the plain mean over classes if there are more than two. NaN without positive rows. */
export const recallScore = classScoreMetric({
  name: "recallScore",
  label: "recall",
  summary: "Share of positive rows that are predicted positive (multiclass: plain mean over classes).",
  spoken: /\b(?:recall|sensitivity|sensitivitat)\b/,
  score: ({ hits, actual, predicted }) => (actual > 0 ? hits / actual : predicted > 0 ? 0 : Number.NaN),
  trials: ({ actual }) => actual,
  averaged: ({ actual, predicted }) => actual > 0 || predicted > 0,
});
