import { fail } from "../../errors/index.ts";
import { type Column, random } from "../../ml/index.ts";
import { callSite, type SplitSpec } from "../../workflow/index.ts";
import { foldsWithBothClasses } from "./one-class.ts";
import { ascending, counted, countOf, percent, without } from "./rows.ts";
import { checkedShare } from "./share.ts";
import type { SplitDefinition, SplitInput } from "./split.ts";
import { splitColumn } from "./split-column.ts";

/**
 * Keeps whole groups for the test, so that no customer, patient or machine stands on both sides.
 * @param column the column whose equal values make a group
 * @param options `test`: share of rows, 0..1; met as nearly as whole groups allow @throws TRAINING_SPLIT_SHARE_INVALID
 * @example split: byGroup("customer", { test: 0.2 })
 */
export function byGroup<const Column extends string>(
  column: Column,
  options: { readonly test: number },
): SplitSpec<Column, "group"> {
  const at = callSite();
  return { kind: "group", column, test: checkedShare("byGroup", options.test, at), at };
}

/** Rows of one group stay together. Rows without a group always train: they might belong to any of them. */
export const groupSplit: SplitDefinition = {
  kind: "group",
  summary: "Whole groups (equal values of a column) are kept for the test; rows without a group train.",
  make(input, rows) {
    const { spec, seed } = input;
    const { name, groups, missing } = groupsOf(input, rows);
    requireGroups(input, name, groups.length, 2);
    const test = ascending(chosenGroups(random(seed, "split").shuffle(groups), countOf(spec.test, rows.length)).flat());
    const inTest = new Set(test);
    const whole = groups.filter((group) => inTest.has(group[0]!)).length;
    const how = `${counted(whole, "whole group")} by ${name} of ${groups.length}, ${percent(test.length / rows.length)} of the rows`;
    return { train: without(rows, test), test, how: how + missingNote(missing, name) };
  },
  folds(input) {
    const { rows, k, seed } = input;
    const { name, groups, missing } = groupsOf(input, rows);
    requireGroups(input, name, groups.length, 2);
    const count = Math.min(k, groups.length);
    const reduced = count < k ? `, in place of ${k}: the training rows hold only ${groups.length} groups` : "";
    const how = `${counted(count, "fold")} of whole groups by ${name}${reduced}${missingNote(missing, name)}`;
    const folds = balanced(random(seed, "folds").shuffle(groups), count).map((mine) => {
      const validation = ascending(mine);
      return { train: without(rows, validation), validation };
    });
    return foldsWithBothClasses({ folds, how }, input);
  },
};

function requireGroups(input: SplitInput, column: string, got: number, needed: number): void {
  if (got < needed) throw fail("TRAINING_SPLIT_TOO_FEW_GROUPS", { column, needed, got }, { at: input.spec.at });
}

/** The rows of each group, groups in order of first appearance, and how many rows have no group. */
function groupsOf(input: SplitInput, rows: Int32Array): { name: string; groups: number[][]; missing: number } {
  const { name, column } = splitColumn(input, input.spec.column);
  const groups = new Map<number, number[]>();
  let missing = 0;
  for (const row of rows) {
    const key = keyOf(column, row);
    if (key === null) missing++;
    else if (groups.has(key)) groups.get(key)!.push(row);
    else groups.set(key, [row]);
  }
  return { name, groups: [...groups.values()], missing };
}

function keyOf(column: Column, row: number): number | null {
  const key = column.storage === "codes" ? column.codes[row]! : column.values[row]!;
  return Number.isNaN(key) || (column.storage === "codes" && key < 0) ? null : key;
}

/** Groups in their order, each taken if it brings the count nearer to `wanted`; never none and never all. */
function chosenGroups(groups: readonly number[][], wanted: number): number[][] {
  const chosen: number[][] = [];
  let count = 0;
  for (const group of groups) {
    if (chosen.length === groups.length - 1) break;
    if (Math.abs(count + group.length - wanted) < Math.abs(count - wanted)) {
      chosen.push(group);
      count += group.length;
    }
  }
  return chosen.length > 0 ? chosen : [groups.reduce((a, b) => (b.length < a.length ? b : a))];
}

/** Groups dealt by size, largest first, each to the lightest part. */
function balanced(groups: readonly number[][], parts: number): number[][] {
  const dealt: number[][] = Array.from({ length: parts }, () => []);
  for (const group of [...groups].sort((a, b) => b.length - a.length)) {
    const lightest = dealt.reduce((a, b) => (b.length < a.length ? b : a));
    for (const row of group) lightest.push(row);
  }
  return dealt;
}

function missingNote(missing: number, column: string): string {
  return missing === 0 ? "" : `; ${counted(missing, "row")} without ${column} train`;
}
