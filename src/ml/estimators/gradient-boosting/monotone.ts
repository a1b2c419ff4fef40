import { fail, listNames, suggestion } from "../../../errors/index.ts";
import type { Matrix } from "../../frame/matrix.ts";
import type { Target } from "../../frame/target.ts";
import { taskOf } from "../check-fit.ts";
import type { GrownNode } from "../trees/growth.ts";

/**
 * The declared directions by feature: 1 rising, -1 falling, 0 either; null where none is declared. A column that becomes one
 * feature is declared by its name, others by their features' ("joined: year").
 * @throws ML_COLUMN_UNKNOWN for a name that no feature has
 * @throws ML_PARAMETER_INVALID for a categorical feature, and for more than two classes, whose scores have no one direction
 */
export function monotoneSigns(
  estimator: string,
  declared: Readonly<Record<string, number>>,
  X: Matrix,
  y: Target,
): Int8Array | null {
  const names = Object.keys(declared);
  if (names.length === 0) return null;
  const refuse = (expected: string, got: string): Error =>
    fail("ML_PARAMETER_INVALID", { estimator, parameter: "monotone", expected, got });
  if (taskOf(y) === "multiclass") throw refuse("absent: more than two classes have no one direction", names.join(", "));
  const signs = new Int8Array(X.nFeatures);
  for (const name of names) {
    const at = X.features.findIndex((feature) => feature.name === name);
    if (at < 0) {
      const columns = X.features.map((feature) => feature.name);
      throw fail("ML_COLUMN_UNKNOWN", {
        column: name,
        suggestion: suggestion(name, columns),
        columns: listNames(columns, 40),
      });
    }
    if (X.features[at]!.kind !== "numeric") {
      throw refuse("of numeric features only: categories have no order", `"${name}", which is categorical`);
    }
    signs[at] = declared[name]!;
  }
  return signs;
}

/**
 * The tree with leaf values moved, where they were refitted out of order, so that every split on a monotone feature has all
 * values of the one side at or below all of the other: both sides meet halfway between their means.
 */
export function keepOrder(nodes: readonly GrownNode[], signs: Int8Array): GrownNode[] {
  const moved = nodes.map((node) => ({ ...node }));
  const below: number[][] = nodes.map(() => []);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    if (node.leaf) {
      below[i] = [i];
      continue;
    }
    const [left, right] = [below[node.left]!, below[node.left + 1]!];
    const sign = signs[node.split.feature]!;
    if (sign !== 0) meet(moved, sign > 0 ? left : right, sign > 0 ? right : left);
    below[i] = [...left, ...right];
  }
  return moved;
}

function meet(nodes: GrownNode[], low: readonly number[], high: readonly number[]): void {
  const leaf = (i: number): Extract<GrownNode, { leaf: true }> => nodes[i] as Extract<GrownNode, { leaf: true }>;
  const top = low.reduce((most, i) => Math.max(most, leaf(i).value), Number.NEGATIVE_INFINITY);
  const bottom = high.reduce((least, i) => Math.min(least, leaf(i).value), Number.POSITIVE_INFINITY);
  if (top <= bottom) return;
  const mean = (side: readonly number[]): number =>
    side.reduce((sum, i) => sum + leaf(i).value * leaf(i).weight, 0) / side.reduce((sum, i) => sum + leaf(i).weight, 0);
  const middle = (mean(low) + mean(high)) / 2;
  for (const i of low) nodes[i] = { ...leaf(i), value: Math.min(middle, leaf(i).value) };
  for (const i of high) nodes[i] = { ...leaf(i), value: Math.max(middle, leaf(i).value) };
}
