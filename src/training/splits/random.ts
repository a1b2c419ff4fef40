import { random as randomStream } from "../../ml/index.ts";
import { callSite, type SplitSpec } from "../../workflow/index.ts";
import { ascending, countOf, percent, without } from "./rows.ts";
import { checkedShare } from "./share.ts";
import { shuffledFolds } from "./shuffled-folds.ts";
import type { SplitDefinition } from "./split.ts";

/**
 * Keeps a random share of the rows for the test. For rows that are independent of each other and of time.
 * @param options `test`: share of rows, 0..1 @throws TRAINING_SPLIT_SHARE_INVALID
 * @example split: random({ test: 0.2 })
 */
export function random(options: { readonly test: number }): SplitSpec<never, "random"> {
  const at = callSite();
  return { kind: "random", test: checkedShare("random", options.test, at), at };
}

/** Rows by lot; folds are stratified where the target has classes. */
export const randomSplit: SplitDefinition = {
  kind: "random",
  summary: "A random share of the rows; for rows that are independent of each other and of time.",
  make({ spec, seed }, rows) {
    const order = randomStream(seed, "split").shuffle(Int32Array.from(rows));
    const test = ascending(order.subarray(0, countOf(spec.test, rows.length)));
    return { train: without(rows, test), test, how: `a random ${percent(spec.test)} of the rows` };
  },
  folds: shuffledFolds,
};
