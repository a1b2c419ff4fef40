/** Types that bodies and rows of several families share. */

export type Verdict = "pass" | "fail" | "insufficient";

/** A metric's value with its 95% interval; null where nothing could be measured. */
export interface IntervalRecord {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What stopped a run or a step: the fields of an error of the one table. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}
