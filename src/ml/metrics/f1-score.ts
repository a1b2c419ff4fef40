import { classScoreMetric } from "./class-score.ts";

/**
 * Harmonic mean of precision and recall; the plain mean over classes if there are more than two.
 * Its interval: F1 = 2J / (1 + J) with J = hits / (actual or predicted), a proportion of those rows.
 */
export const f1Score = classScoreMetric({
  name: "f1Score",
  label: "F1",
  summary: "Harmonic mean of precision and recall (multiclass: plain mean over classes).",
  spoken: /\bf ?1\b/,
  score: ({ hits, actual, predicted }) => (actual + predicted > 0 ? (2 * hits) / (actual + predicted) : Number.NaN),
  trials: ({ hits, actual, predicted }) => actual + predicted - hits,
  toProportion: (f1) => f1 / (2 - f1),
  fromProportion: (share) => (2 * share) / (1 + share),
  averaged: ({ actual, predicted }) => actual > 0 || predicted > 0,
});
