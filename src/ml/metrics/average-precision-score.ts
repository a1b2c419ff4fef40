import { defineMetric } from "./define-metric.ts";
import { meanDefined, type Ranking, rankClasses } from "./ranking.ts";

/**
 * Σ (recall step) · precision down the ranking; more than two classes: plain mean of one-vs-rest. Interval: bootstrap.
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-and-f-measures
 */
export const averagePrecisionScore = defineMetric({
  name: "averagePrecisionScore",
  label: "average precision",
  summary: "Precision averaged over recall, down the ranking; the share of positives is guessing.",
  tasks: ["binary", "multiclass", "anomaly"],
  greaterIsBetter: true,
  range: [0, 1],
  spoken: /\b(?:pr ?auc|auprc|average precision|precision recall auc)\b/,
  prepare: (y, predictions, options) => {
    const rankings = rankClasses(y, predictions, options.positive);
    return (weights) => meanDefined(rankings.map((ranking) => averagePrecision(ranking, weights)));
  },
});

function averagePrecision({ order, positive, ends }: Ranking, weights: Float64Array): number {
  let hits = 0;
  let selected = 0;
  let area = 0;
  let start = 0;
  for (let g = 0; g < ends.length; g++) {
    const end = ends[g]!;
    let up = 0;
    for (let i = start; i < end; i++) {
      const weight = weights[order[i]!]!;
      selected += weight;
      up += weight * positive[i]!;
    }
    hits += up;
    if (up > 0) area += (up * hits) / selected;
    start = end;
  }
  return hits > 0 && hits < selected ? area / hits : Number.NaN;
}
