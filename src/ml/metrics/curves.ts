import type { Target } from "../frame/target.ts";
import { checkPredictions, classesOf, unitWeights } from "./define-metric.ts";
import type { MetricOptions, Predictions } from "./metric.ts";
import { classScores, rank } from "./ranking.ts";

/** Options of curves. */
export interface CurveOptions extends MetricOptions {
  /** Points kept, evenly along the ranking; the ends always stay. Default 500. */
  readonly maxPoints?: number;
}

/** Points from (0, 0) to (1, 1), thresholds descending; a row is positive where its score >= threshold. */
export interface RocCurve {
  readonly falsePositiveRate: number[];
  readonly truePositiveRate: number[];
  /** The first, above every score, is null. */
  readonly thresholds: (number | null)[];
}

/** The ROC curve of the positive class, for binary tasks and anomaly scores. Empty if a class is absent. */
export function rocCurve(y: Target | null, predictions: Predictions, options: CurveOptions): RocCurve {
  const steps = cumulative(y, predictions, options);
  const last = steps.at(-1);
  if (last === undefined || last.positives === 0 || last.negatives === 0) {
    return { falsePositiveRate: [], truePositiveRate: [], thresholds: [] };
  }
  const kept = thin(steps, options.maxPoints ?? 500);
  return {
    falsePositiveRate: [0, ...kept.map((step) => step.negatives / last.negatives)],
    truePositiveRate: [0, ...kept.map((step) => step.positives / last.positives)],
    thresholds: [null, ...kept.map((step) => step.threshold)],
  };
}

/** Recall rises, thresholds fall; a row is positive where its score >= threshold. */
export interface PrecisionRecallCurve {
  readonly precision: number[];
  readonly recall: number[];
  readonly thresholds: number[];
}

/** The precision-recall curve of the positive class. Empty if there are no positive rows. */
export function precisionRecallCurve(
  y: Target | null,
  predictions: Predictions,
  options: CurveOptions,
): PrecisionRecallCurve {
  const steps = cumulative(y, predictions, options).filter((step) => step.positives + step.negatives > 0);
  const last = steps.at(-1);
  if (last === undefined || last.positives === 0) return { precision: [], recall: [], thresholds: [] };
  const kept = thin(steps, options.maxPoints ?? 500);
  return {
    precision: kept.map((step) => step.positives / (step.positives + step.negatives)),
    recall: kept.map((step) => step.positives / last.positives),
    thresholds: kept.map((step) => step.threshold),
  };
}

/** One entry per bin that has rows, by ascending probability. */
export interface CalibrationCurve {
  /** Mean probability said. */
  readonly predicted: number[];
  /** Share that was positive. */
  readonly observed: number[];
  /** Weight of the rows. */
  readonly weight: number[];
}

/** What was said against what came, in bins of equal width; binary tasks. @see https://scikit-learn.org/stable/modules/calibration.html */
export function calibrationCurve(
  y: Target | null,
  predictions: Predictions,
  options: MetricOptions & { readonly bins?: number },
): CalibrationCurve {
  checkPredictions(y, predictions, options.sampleWeight);
  const { codes } = classesOf(y);
  const scores = classScores(predictions, options.positive);
  const weights = options.sampleWeight ?? unitWeights(scores.length);
  const bins = options.bins ?? 10;
  const [weight, said, came] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < scores.length; i++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(scores[i]! * bins)));
    weight[bin]! += weights[i]!;
    said[bin]! += weights[i]! * scores[i]!;
    if (codes[i] === options.positive) came[bin]! += weights[i]!;
  }
  const filled = [...weight.keys()].filter((bin) => weight[bin]! > 0);
  return {
    predicted: filled.map((bin) => said[bin]! / weight[bin]!),
    observed: filled.map((bin) => came[bin]! / weight[bin]!),
    weight: filled.map((bin) => weight[bin]!),
  };
}

interface Step {
  readonly threshold: number;
  readonly positives: number;
  readonly negatives: number;
}

function cumulative(y: Target | null, predictions: Predictions, options: MetricOptions): Step[] {
  checkPredictions(y, predictions, options.sampleWeight);
  const { codes } = classesOf(y);
  const weights = options.sampleWeight ?? unitWeights(codes.length);
  const ranking = rank(classScores(predictions, options.positive), (row) => codes[row] === options.positive);
  let [positives, negatives, start] = [0, 0, 0];
  return Array.from(ranking.ends, (end, g) => {
    for (let i = start; i < end; i++) {
      if (ranking.positive[i] === 1) positives += weights[ranking.order[i]!]!;
      else negatives += weights[ranking.order[i]!]!;
    }
    start = end;
    return { threshold: ranking.scores[g]!, positives, negatives };
  });
}

function thin<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, k) => items[Math.round((k * (items.length - 1)) / (most - 1))]!);
}
