import { fail } from "../../errors/index.ts";
import { random, type Target } from "../../ml/index.ts";
import { ascending, counted, without } from "./rows.ts";
import type { Fold, FoldInput, FoldPlan } from "./split.ts";

/** Folds of rows in seeded order: stratified by class where the target has classes, else plain k-fold. */
export function shuffledFolds(input: FoldInput): FoldPlan {
  const { y, rows, spec } = input;
  if (rows.length < 2)
    throw fail(
      "TRAINING_SPLIT_TOO_FEW_ROWS",
      { what: "cross-validation", needed: 2, got: rows.length },
      { at: spec.at },
    );
  return y?.kind === "classes" ? stratifiedFolds(input, y) : plainFolds(input);
}

function plainFolds({ rows, k, seed }: FoldInput): FoldPlan {
  const folds = Math.min(k, rows.length);
  const order = random(seed, "folds").shuffle(Int32Array.from(rows));
  const how = `${counted(folds, "fold")} of shuffled rows${folds < k ? `, in place of ${k}: there are only ${rows.length} training rows` : ""}`;
  return { folds: dealt(rows, order, folds), how };
}

function stratifiedFolds({ y: _, rows, k, seed, spec }: FoldInput, y: Target & { kind: "classes" }): FoldPlan {
  const byClass = rowsByClass(y, rows);
  const present = byClass.flatMap((members, code) => (members.length > 0 ? [{ code, count: members.length }] : []));
  const rarest = present.reduce((a, b) => (b.count < a.count ? b : a));
  const label = y.classes[rarest.code]!;
  if (present.length < 2) throw fail("TRAINING_SPLIT_ONE_CLASS", { part: "training rows", label }, { at: spec.at });
  if (present.length === 2 && rarest.count < 2) {
    throw fail("TRAINING_SPLIT_RARE_CLASS", { label, count: rarest.count, needed: 2 }, { at: spec.at });
  }
  // A binary metric needs both classes in every round; with many classes a rare one may be absent from some of them.
  const folds = Math.min(k, rows.length, present.length === 2 ? rarest.count : k);
  const stream = random(seed, "folds");
  const order = byClass.flatMap((members) => [...stream.shuffle(members)]);
  return { folds: dealt(rows, order, folds), how: describe(folds, k, label, rarest.count) };
}

function describe(folds: number, asked: number, label: string, count: number): string {
  const what = `${counted(folds, "fold")} with equal shares of each class`;
  if (folds < asked)
    return `${what}, in place of ${asked}: the class "${label}" has only ${counted(count, "training row")}`;
  if (count < folds) {
    return `${what}; the class "${label}" has only ${counted(count, "training row")}, so some folds validate without it`;
  }
  return what;
}

/** Deals `order` like cards: fold sizes differ by at most one, and so do a class's counts where a class stands in one run. */
function dealt(rows: Int32Array, order: ArrayLike<number>, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, fold) => {
    const mine: number[] = [];
    for (let i = fold; i < order.length; i += folds) mine.push(order[i]!);
    const validation = ascending(mine);
    return { train: without(rows, validation), validation };
  });
}

/** The rows of each class code, ascending. */
export function rowsByClass(y: Target & { kind: "classes" }, rows: Int32Array): Int32Array[] {
  const lists: number[][] = y.classes.map(() => []);
  for (const row of rows) lists[y.codes[row]!]!.push(row);
  return lists.map((list) => Int32Array.from(list));
}
