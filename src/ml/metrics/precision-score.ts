import { classScoreMetric } from "./class-score.ts";

/**
 * Share of rows predicted positive that are positive; the plain mean over classes if there are more than two.
 * 0 where nothing is predicted positive, so that a model which never says yes doesn't escape a gate.
 */
export const precisionScore = classScoreMetric({
  name: "precisionScore",
  label: "precision",
  summary: "Share of rows predicted positive that are positive (multiclass: plain mean over classes).",
  spoken: /\b(?:precision|prazision)\b/,
  score: ({ hits, predicted }) => (predicted > 0 ? hits / predicted : 0),
  trials: ({ predicted }) => predicted,
  averaged: ({ actual, predicted }) => actual > 0 || predicted > 0,
});
