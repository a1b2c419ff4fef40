import { fail } from "../../errors/index.ts";
import type { Target } from "../../ml/index.ts";
import { classesIn, counted } from "./rows.ts";
import type { FoldInput, FoldPlan, Split, SplitInput } from "./split.ts";

/** Refuses a split one part of which holds a single class: nothing could be learned there, or nothing measured. */
export function requireBothClasses(split: Split, { y, spec }: SplitInput): void {
  if (y?.kind !== "classes") return;
  for (const [part, rows] of [
    ["training rows", split.train],
    ["test rows", split.test],
  ] as const) {
    const codes = classesIn(y, rows);
    if (codes.length === 0) {
      const got = split.train.length + split.test.length;
      throw fail(
        "TRAINING_SPLIT_TOO_FEW_ROWS",
        { what: "a split with two classes in both parts", needed: 4, got },
        { at: spec.at },
      );
    }
    if (codes.length < 2)
      throw fail("TRAINING_SPLIT_ONE_CLASS", { part, label: y.classes[codes[0]!]! }, { at: spec.at });
  }
}

/** The plan without the folds one part of which holds a single class, and says so. */
export function foldsWithBothClasses(plan: FoldPlan, { y, spec }: FoldInput): FoldPlan {
  if (y?.kind !== "classes") return plan;
  const folds = plan.folds.filter((fold) => !isOneClass(y, fold.train) && !isOneClass(y, fold.validation));
  const dropped = plan.folds.length - folds.length;
  if (dropped === 0) return plan;
  if (folds.length === 0) {
    const label = y.classes[classesIn(y, plan.folds[0]!.validation)[0]!]!;
    throw fail("TRAINING_SPLIT_ONE_CLASS", { part: "rows of every fold", label }, { at: spec.at });
  }
  return { folds, how: `${plan.how}; ${counted(dropped, "fold")} left out for holding a single class` };
}

function isOneClass(y: Target & { kind: "classes" }, rows: Int32Array): boolean {
  return classesIn(y, rows).length < 2;
}
