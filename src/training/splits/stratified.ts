import { random, type Target } from "../../ml/index.ts";
import { callSite, type SplitSpec } from "../../workflow/index.ts";
import { randomSplit } from "./random.ts";
import { ascending, counted, countOf, percent, without } from "./rows.ts";
import { checkedShare } from "./share.ts";
import { rowsByClass, shuffledFolds } from "./shuffled-folds.ts";
import type { SplitDefinition } from "./split.ts";

/** Strata of a numeric target: tenths of its ordered values. */
const tenths = 10;

/**
 * Keeps the same share of every class for the test (of every tenth of the values of a numeric target).
 * @param options `test`: share of rows, 0..1 @throws TRAINING_SPLIT_SHARE_INVALID
 * @example split: stratified({ test: 0.2 })
 */
export function stratified(options: { readonly test: number }): SplitSpec<never, "stratified"> {
  const at = callSite();
  return { kind: "stratified", test: checkedShare("stratified", options.test, at), at };
}

/** A class with one row trains; a class with two or more has a row on both sides. */
export const stratifiedSplit: SplitDefinition = {
  kind: "stratified",
  summary: "The same share of every class (of every tenth of a numeric target) is kept for the test.",
  make(input, rows) {
    const { y, spec, seed } = input;
    if (y === null)
      return {
        ...randomSplit.make(input, rows),
        how: `a random ${percent(spec.test)} of the rows (no target to stratify by)`,
      };
    const strata = y.kind === "classes" ? rowsByClass(y, rows) : rowsByTenth(y.values, rows);
    const counts = allocate(
      strata.map((stratum) => stratum.length),
      spec.test,
      countOf(spec.test, rows.length),
    );
    const stream = random(seed, "split");
    const test = ascending(strata.flatMap((stratum, s) => [...stream.shuffle(stratum).subarray(0, counts[s])]));
    const how = `a random ${percent(spec.test)} of the rows of each ${y.kind === "classes" ? "class" : "tenth of the target"}`;
    return { train: without(rows, test), test, how: how + singles(y, strata) };
  },
  folds: shuffledFolds,
};

/** Test rows of each stratum: largest remainders to the whole count, then at least 1 and at most size - 1 of two or more. */
function allocate(sizes: readonly number[], share: number, total: number): number[] {
  const exact = sizes.map((size) => size * share);
  const counts = exact.map(Math.floor);
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = sizes
    .map((_, s) => s)
    .sort((a, b) => exact[b]! - Math.floor(exact[b]!) - (exact[a]! - Math.floor(exact[a]!)) || a - b);
  for (const s of byRemainder) if (left-- > 0) counts[s]!++;
  return counts.map((count, s) => (sizes[s]! < 2 ? 0 : Math.min(sizes[s]! - 1, Math.max(1, count))));
}

function rowsByTenth(values: Float64Array, rows: Int32Array): Int32Array[] {
  const order = [...rows].sort((a, b) => values[a]! - values[b]! || a - b);
  const strata = Math.min(tenths, Math.max(1, Math.floor(order.length / 2)));
  return Array.from({ length: strata }, (_, s) =>
    Int32Array.from(
      order.slice(Math.floor((s * order.length) / strata), Math.floor(((s + 1) * order.length) / strata)),
    ),
  );
}

function singles(y: Target, strata: readonly Int32Array[]): string {
  if (y.kind !== "classes") return "";
  const labels = y.classes.filter((_, code) => strata[code]!.length === 1);
  if (labels.length === 0) return "";
  return labels.length === 1
    ? `; the one row of class "${labels[0]}" trains`
    : `; ${counted(labels.length, "class")} with a single row each train only`;
}
