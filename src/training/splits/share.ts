import { fail, type SourceLocation } from "../../errors/index.ts";

/** The share itself, where it leaves rows on both sides. @throws TRAINING_SPLIT_SHARE_INVALID */
export function checkedShare(split: string, test: number, at: SourceLocation | undefined): number {
  if (typeof test !== "number" || !(test > 0 && test < 1)) {
    throw fail("TRAINING_SPLIT_SHARE_INVALID", { split, got: String(test) }, { at });
  }
  return test;
}
