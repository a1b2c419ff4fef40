import type { Target } from "../frame/target.ts";
import { exp, log } from "../kernels/math.ts";
import { checkPredictions, defineMetric, unitWeights } from "./define-metric.ts";
import { areaUnderRoc, rocInfluence, weightOf } from "./delong.ts";
import { influenceInterval } from "./influence-interval.ts";
import type { Estimate, MetricOptions, Predictions, RowInfluence } from "./metric.ts";
import { wilsonInterval } from "./proportion-interval.ts";
import { meanDefined, type Ranking, rankClasses } from "./ranking.ts";

/**
 * Area under the ROC curve; more than two classes: plain mean of one-vs-rest. Interval: DeLong on the logit scale (it
 * stays inside 0..1 and covers better near 1), and where separation is perfect Wilson on the smaller class, because
 * DeLong's variance is 0 there however few the rows.
 * @see DeLong, DeLong & Clarke-Pearson 1988; Pepe 2003, section 5.2
 */
export const rocAucScore = defineMetric({
  name: "rocAucScore",
  label: "ROC AUC",
  summary:
    "Chance that a positive row is ranked above a negative one (multiclass: mean of one-vs-rest); 0.5 is guessing.",
  tasks: ["binary", "multiclass", "anomaly"],
  greaterIsBetter: true,
  range: [0, 1],
  chance: 0.5,
  suspiciousFrom: 0.99995,
  spoken: /\b(?:roc ?auc|auc(?: roc)?|auroc|area under|c statistic)\b/,
  prepare: (y, predictions, options) => {
    const rankings = rankClasses(y, predictions, options.positive);
    return (weights) => meanDefined(rankings.map((ranking) => areaUnderRoc(ranking, weights)));
  },
  influence: (y, predictions, options) => rowInfluence(y, predictions, options)?.rows,
  interval: (y, predictions, options) => {
    const found = rowInfluence(y, predictions, options);
    if (found === undefined) return undefined;
    const confidence = options.confidence ?? 0.95;
    const onScale = influenceInterval(found.rows, options.sampleWeight, confidence);
    if (!(onScale.high > onScale.low)) return wilsonInterval(onScale.value, found.smallerClass, confidence);
    return logitInterval(onScale);
  },
});

function rowInfluence(
  y: Target | null,
  predictions: Predictions,
  options: MetricOptions,
): { rows: RowInfluence; smallerClass: number } | undefined {
  checkPredictions(y, predictions, options.sampleWeight);
  const weights = options.sampleWeight ?? unitWeights(predictions.values.length);
  const rankings = rankClasses(y, predictions, options.positive).filter(
    (ranking) => !Number.isNaN(areaUnderRoc(ranking, weights)),
  );
  const parts = rankings.map((ranking) => rocInfluence(ranking, weights));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  const influence = new Float64Array(weights.length);
  for (const part of parts) for (let i = 0; i < influence.length; i++) influence[i]! += part![i]! / parts.length;
  return {
    rows: { value: meanDefined(rankings.map((ranking) => areaUnderRoc(ranking, weights))), influence },
    smallerClass: Math.min(...rankings.map((ranking) => smallerSide(ranking, weights))),
  };
}

function smallerSide(ranking: Ranking, weights: Float64Array): number {
  return Math.min(weightOf(ranking, weights, 0).rows, weightOf(ranking, weights, 1).rows);
}

function logitInterval({ value, high }: Estimate): Estimate {
  if (!(value > 0 && value < 1)) return { value, low: Math.max(0, 2 * value - high), high: Math.min(1, high) };
  const half = (high - value) / (value * (1 - value));
  const odds = log(value / (1 - value));
  const at = (logit: number): number => 1 / (1 + exp(-logit));
  return { value, low: Math.min(value, at(odds - half)), high: Math.max(value, at(odds + half)) };
}
