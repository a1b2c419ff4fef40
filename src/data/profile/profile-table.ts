import type { Column, Frame, Target } from "../../ml/index.ts";
import { leakSuspects, relationsToTarget } from "../leakage.ts";
import { correlationsOf } from "./correlations.ts";
import { describeNumbers } from "./describe-numbers.ts";
import { countDuplicates } from "./duplicates.ts";
import type { ColumnProfile, Profile, TargetProfile } from "./profile.ts";

const topValues = 10;

/**
 * Profiles a table and how its columns relate to the target.
 * @param options `y`: the target of `rows` (row numbers of the frame), or null; `exclude`: columns that the target is made of
 */
export function profileTable(
  frame: Frame,
  options: { readonly y: Target | null; readonly rows: ArrayLike<number>; readonly exclude?: readonly string[] },
): Profile {
  const { y, rows, exclude = [] } = options;
  const relations = y === null ? [] : relationsToTarget(frame, y, rows, exclude);
  return {
    format: 1,
    rows: frame.rowCount,
    rowsWithTarget: y === null ? frame.rowCount : rows.length,
    columns: [...frame.columns].map(([name, column]) => profileColumn(name, column)),
    duplicates: countDuplicates(frame),
    correlations: correlationsOf(frame),
    target: y === null ? null : profileTarget(y),
    relations: [...relations].sort((a, b) => b.score - a.score || (a.column < b.column ? -1 : 1)),
    leakSuspects: y === null ? [] : leakSuspects(relations, frame.names, exclude),
  };
}

function profileColumn(name: string, column: Column): ColumnProfile {
  if (column.storage === "values") {
    let missing = 0;
    for (const value of column.values) if (Number.isNaN(value)) missing++;
    const distinct = new Set(column.values).size - (missing > 0 ? 1 : 0);
    return { name, kind: column.kind, missing, distinct, numbers: describeNumbers(column.values), top: null };
  }
  const counts = new Int32Array(column.dictionary.length);
  let missing = 0;
  for (const code of column.codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const present = [...counts.keys()].filter((code) => counts[code]! > 0);
  const top = present
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, topValues)
    .map((code) => ({ value: column.dictionary[code]!.slice(0, 200), count: counts[code]! }));
  return { name, kind: column.kind, missing, distinct: present.length, numbers: null, top };
}

function profileTarget(y: Target): TargetProfile | null {
  if (y.kind === "values") {
    const numbers = describeNumbers(y.values);
    return numbers === null ? null : { kind: "values", numbers };
  }
  const counts = new Array<number>(y.classes.length).fill(0);
  for (const code of y.codes) counts[code]!++;
  const classes = y.classes.map((label, i) => ({ label, count: counts[i]! }));
  const there = counts.filter((count) => count > 0);
  const imbalance = there.length === 0 ? 1 : Math.max(...there) / Math.min(...there);
  return { kind: "classes", classes, imbalance };
}
