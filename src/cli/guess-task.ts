import type { ColumnManifest } from "../data/index.ts";
import { fail } from "../errors/index.ts";
import type { DeclaredTask } from "../workflow/index.ts";

/** So many different whole numbers, at most, are taken as names of classes. */
const fewClasses = 10;

/**
 * The task that a target asks for, and why.
 * @throws CLI_USAGE where a target is needed and none is given
 */
export function guessTask(
  { columns }: { readonly columns: readonly Pick<ColumnManifest, "name" | "kind" | "distinct" | "min" | "max">[] },
  target: string | undefined,
  given: DeclaredTask | undefined,
): { readonly task: DeclaredTask; readonly why: string } {
  if (target === undefined) {
    if (given === "clustering" || given === "anomaly") return { task: given, why: "as you said" };
    throw fail("CLI_USAGE", {
      reason: "name what is to be predicted with --target COLUMN, or give --task clustering or --task anomaly",
    });
  }
  if (given !== undefined) return { task: given, why: "as you said" };
  const { kind, distinct, min, max } = columns.find((column) => column.name === target)!;
  if (kind !== "number")
    return { task: "classification", why: `"${target}" holds names of classes (${kind}, ${distinct} different)` };
  const whole = Number.isInteger(min) && Number.isInteger(max);
  if (whole && distinct <= fewClasses) {
    return {
      task: "classification",
      why: `"${target}" holds ${distinct} different whole numbers; if they are amounts, say --task regression`,
    };
  }
  return { task: "regression", why: `"${target}" holds ${distinct.toLocaleString("en-US")} different numbers` };
}
