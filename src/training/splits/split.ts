import type { Frame, Target } from "../../ml/index.ts";
import type { SplitSpec } from "../../workflow/index.ts";

/** Which rows train and which test. Both ascending, without a common row. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** A sentence for people: "the last 20 % of rows by Flight Date: from 2001-03-04 on". */
  readonly how: string;
}

/** One round of a cross-validation: row indices of the frame, ascending, all of them training rows of the split. */
export interface Fold {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** The rounds of a cross-validation, and what there is to say of them. */
export interface FoldPlan {
  readonly folds: readonly Fold[];
  /** A sentence for people; says why where there are fewer folds than were asked for. */
  readonly how: string;
}

/** What a split is made of. */
export interface SplitInput {
  readonly spec: SplitSpec;
  readonly frame: Frame;
  /** (frame.rowCount); a class code < 0 or a NaN value is a row without a target. Null where the task has none. */
  readonly y: Target | null;
  readonly seed: number;
  /** The table's declared time column. */
  readonly timeColumn?: string | undefined;
}

/** What folds are made of. */
export interface FoldInput extends SplitInput {
  /** The training rows of the split, ascending; nothing else appears in a fold. */
  readonly rows: Int32Array;
  /** Folds asked for, at least 2. */
  readonly k: number;
}

/** One row of the table of splits. */
export interface SplitDefinition {
  readonly kind: SplitSpec["kind"];
  readonly summary: string;
  /** @param rows the rows that have a target, ascending @throws TRAINING_SPLIT_... */
  make(input: SplitInput, rows: Int32Array): Split;
  /** @throws TRAINING_SPLIT_... */
  folds(input: FoldInput): FoldPlan;
}
