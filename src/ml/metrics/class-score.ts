import type { Target } from "../frame/target.ts";
import { type ClassCounts, classCounts, prepareCounts } from "./confusion-matrix.ts";
import { classesOf, defineMetric } from "./define-metric.ts";
import type { Estimate, Metric, MetricFacts, MetricOptions, Predictions } from "./metric.ts";
import { effectiveRows, meanOfIntervals, wilsonInterval } from "./proportion-interval.ts";

/** A score of one class against the rest, from its counts. */
export interface ClassScore<Name extends string = string>
  extends Pick<MetricFacts<Name>, "name" | "label" | "summary" | "chance" | "spoken"> {
  /** NaN where undefined for this class. */
  score(counts: ClassCounts): number;
  /** Trials of the proportion behind the score, for its interval. */
  trials(counts: ClassCounts): number;
  /** The proportion behind the score, and back; both increasing. Default: the score itself. */
  toProportion?(score: number): number;
  fromProportion?(proportion: number): number;
  /** Classes in the macro average of a multiclass task. */
  averaged(counts: ClassCounts): boolean;
  /** The macro average also of a binary task. */
  readonly macroAlways?: true;
}

/**
 * A metric made of a per-class score: that of the positive class (binary) or the plain mean over classes (multiclass).
 * Interval: Wilson on the proportion behind it; for a mean over classes their intervals combined.
 */
export function classScoreMetric<const Name extends string>(
  definition: ClassScore<Name>,
): Metric<Name, "binary" | "multiclass"> {
  const { name, label, summary, chance, spoken } = definition;
  const macro = (y: Target | null): boolean => definition.macroAlways === true || classesOf(y).classes.length > 2;
  return defineMetric({
    name,
    label,
    summary,
    tasks: ["binary", "multiclass"],
    greaterIsBetter: true,
    range: [0, 1],
    ...(chance === undefined ? {} : { chance }),
    ...(spoken === undefined ? {} : { spoken }),
    prepare: (y, predictions, options) => {
      const counts = prepareCounts(y, predictions);
      const select = scored(definition, macro(y), options.positive);
      return (weights) => mean(select(counts(weights)).map((one) => definition.score(one)));
    },
    interval: (y, predictions, options) => intervalOf(definition, macro(y), y, predictions, options),
  });
}

function scored(
  definition: ClassScore,
  macro: boolean,
  positive: number,
): (counts: Float64Array) => readonly ClassCounts[] {
  if (!macro) return (counts) => [classCounts(counts)[positive]!];
  return (counts) => classCounts(counts).filter((one) => definition.averaged(one));
}

function intervalOf(
  definition: ClassScore,
  macro: boolean,
  y: Target | null,
  predictions: Predictions,
  options: MetricOptions,
): Estimate {
  const counts = prepareCounts(y, predictions)(options.sampleWeight);
  const nSamples = predictions.values.length;
  let total = 0;
  for (const count of counts) total += count;
  // With weights, the trials are scaled to the rows that stand behind them.
  const scale = total > 0 ? effectiveRows(nSamples, options.sampleWeight) / total : 0;
  const parts = scored(
    definition,
    macro,
    options.positive,
  )(counts).map((one) => {
    const value = definition.score(one);
    if (Number.isNaN(value)) return { value, low: Number.NaN, high: Number.NaN };
    const proportion = definition.toProportion?.(value) ?? value;
    const { low, high } = wilsonInterval(proportion, definition.trials(one) * scale, options.confidence ?? 0.95);
    const back = definition.fromProportion ?? ((p: number) => p);
    return { value, low: Math.min(value, back(low)), high: Math.max(value, back(high)) };
  });
  return parts.length === 0 ? { value: Number.NaN, low: Number.NaN, high: Number.NaN } : meanOfIntervals(parts);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
