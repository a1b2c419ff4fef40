import { fail } from "../../errors/index.ts";
import type { Frame, Target } from "../../ml/index.ts";
import type { SplitSpec } from "../../workflow/index.ts";
import { groupSplit } from "./by-group.ts";
import { timeSplit } from "./by-time.ts";
import { requireBothClasses } from "./one-class.ts";
import { randomSplit } from "./random.ts";
import { counted, rowsWithTarget } from "./rows.ts";
import type { FoldPlan, Split, SplitDefinition } from "./split.ts";
import { stratifiedSplit } from "./stratified.ts";

export { byGroup } from "./by-group.ts";
export { byTime } from "./by-time.ts";
export { random } from "./random.ts";
export type { Fold, FoldPlan, Split, SplitDefinition } from "./split.ts";
export { stratified } from "./stratified.ts";

/** Every way to divide rows, by the spec's kind. */
export const splitTable: Readonly<Record<SplitSpec["kind"], SplitDefinition>> = {
  random: randomSplit,
  stratified: stratifiedSplit,
  group: groupSplit,
  time: timeSplit,
};

/**
 * Divides rows into training and test rows; the same for the same input and seed. Rows without a target are in neither.
 * @param y (frame.rowCount), null where the task has none @param timeColumn the table's declared time column
 * @throws TRAINING_SPLIT_TOO_FEW_ROWS, TRAINING_SPLIT_ONE_CLASS, TRAINING_SPLIT_COLUMN_UNKNOWN,
 *   TRAINING_SPLIT_TOO_FEW_GROUPS, TRAINING_SPLIT_TIME_UNDECLARED, TRAINING_SPLIT_COLUMN_NOT_TIME, TRAINING_SPLIT_TOO_FEW_TIMES
 */
export function makeSplit(
  spec: SplitSpec,
  frame: Frame,
  y: Target | null,
  seed: number,
  timeColumn?: string | undefined,
): Split {
  const rows = rowsWithTarget(y, frame.rowCount);
  if (rows.length < 2) {
    throw fail("TRAINING_SPLIT_TOO_FEW_ROWS", { what: "a split", needed: 2, got: rows.length }, { at: spec.at });
  }
  const input = { spec, frame, y, seed, timeColumn };
  const split = splitTable[spec.kind].make(input, rows);
  requireBothClasses(split, input);
  const left = frame.rowCount - rows.length;
  return left === 0 ? split : { ...split, how: `${split.how}; ${counted(left, "row")} without a target left out` };
}

/**
 * The rounds of a cross-validation over the training rows, of the split's own kind: stratified (or plain) k-fold, whole
 * groups, or an expanding window over time. No other row appears in them.
 * @param y (frame.rowCount) @param rows training rows of the split, ascending @param k folds asked for, at least 2
 * @throws TRAINING_SPLIT_TOO_FEW_ROWS, TRAINING_SPLIT_FOLDS_INVALID, TRAINING_SPLIT_ONE_CLASS, TRAINING_SPLIT_RARE_CLASS,
 *   TRAINING_SPLIT_TOO_FEW_GROUPS, TRAINING_SPLIT_TOO_FEW_TIMES
 */
export function makeFolds(
  spec: SplitSpec,
  frame: Frame,
  y: Target | null,
  rows: Int32Array,
  k: number,
  seed: number,
  timeColumn?: string | undefined,
): FoldPlan {
  if (!Number.isInteger(k) || k < 2) throw fail("TRAINING_SPLIT_FOLDS_INVALID", { got: String(k) }, { at: spec.at });
  return splitTable[spec.kind].folds({ spec, frame, y, rows, k, seed, timeColumn });
}
