import type { RunStory } from "../run/index.ts";

/** What a threshold comes to on test rows, in the money of the declaration, beside the two ways to decide without a model. */
export interface Money {
  readonly positive: string;
  readonly misses: number;
  readonly falseAlarms: number;
  /** Of all test rows. */
  readonly model: number;
  readonly never: number;
  readonly always: number;
}

/** Null where no costs were declared or nothing binary was measured. */
export function moneyOf({ evaluation, declaration: { problem } }: RunStory): Money | null {
  const { costs } = problem;
  if (evaluation?.confusion == null || evaluation.positive === null || costs === undefined) return null;
  const yes = evaluation.classes.indexOf(evaluation.positive);
  const no = 1 - yes;
  const cell = (actual: number, said: number): number => evaluation.confusion![actual]![said]!;
  const [misses, falseAlarms] = [cell(yes, no), cell(no, yes)];
  return {
    positive: evaluation.positive,
    misses,
    falseAlarms,
    model: misses * costs.falseNegative + falseAlarms * costs.falsePositive,
    never: (misses + cell(yes, yes)) * costs.falseNegative,
    always: (falseAlarms + cell(no, no)) * costs.falsePositive,
  };
}
