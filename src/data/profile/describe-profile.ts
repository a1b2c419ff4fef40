import { shownShare } from "../checks/check.ts";
import { count } from "../kinds/infer.ts";
import type { ColumnProfile, Profile, TargetProfile } from "./profile.ts";

const perSubject = 3;

/** What is worth telling, in short sentences for people: most important first. */
export function describeProfile(profile: Profile): string[] {
  const { rows, columns, duplicates, correlations, target, leakSuspects, relations } = profile;
  return [
    `${count(rows)} rows, ${columns.length} columns`,
    ...(rows > profile.rowsWithTarget
      ? [`${count(rows - profile.rowsWithTarget)} rows have no target and are left out`]
      : []),
    ...(target === null ? [] : describeTarget(target)),
    ...leakSuspects.map(({ column, reason }) => `"${column}" may give the target away: ${reason}`),
    ...strongest(relations),
    ...missingLines(columns, rows),
    ...(duplicates.rows > 0
      ? [`${count(duplicates.rows)} ${duplicates.rows === 1 ? "row repeats" : "rows repeat"} an earlier one`]
      : []),
    ...outlierLines(columns, rows),
    ...correlations
      .filter(({ r }) => Math.abs(r) >= 0.95)
      .slice(0, perSubject)
      .map(({ a, b, r }) => `"${a}" and "${b}" say nearly the same (correlation ${r.toFixed(2)})`),
    ...describeConstants(columns),
  ];
}

function describeTarget(target: TargetProfile): string[] {
  if (target.kind === "values") {
    const { min, max, quantiles } = target.numbers;
    return [`the target goes from ${exact(min)} to ${exact(max)}, half of it below ${round(quantiles.p50)}`];
  }
  const total = target.classes.reduce((sum, { count }) => sum + count, 0);
  const sorted = [...target.classes].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  const shown = sorted.slice(0, 5).map(({ label, count: rows }) => `${label} ${shownShare(rows / total)}`);
  const more = sorted.length > 5 ? ` and ${sorted.length - 5} more` : "";
  const skew =
    target.imbalance >= 10 ? `; the rarest class has one row for ${Math.round(target.imbalance)} of the commonest` : "";
  return [`the target is ${shown.join(", ")}${more}${skew}`];
}

function strongest(relations: Profile["relations"]): string[] {
  const [first, second, third] = relations;
  if (first === undefined) return [];
  const measure = first.measure === "r2" ? "R²" : "area under the curve";
  const names = [first, second, third]
    .filter((relation) => relation !== undefined)
    .map(({ column, score }) => `${column} ${score.toFixed(2)}`);
  return [`alone, these say most about the target (${measure}): ${names.join(", ")}`];
}

function missingLines(columns: readonly ColumnProfile[], rows: number): string[] {
  const gaps = columns.filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
  const shown = gaps
    .slice(0, perSubject)
    .map(({ name, missing }) => `${shownShare(missing / rows)} of "${name}" is missing`);
  const others = gaps.length - perSubject;
  return others > 0
    ? [...shown, `${others === 1 ? "1 more column has" : `${others} more columns have`} missing values`]
    : shown;
}

function outlierLines(columns: readonly ColumnProfile[], rows: number): string[] {
  return columns
    .filter(
      ({ kind, numbers }) =>
        kind === "number" &&
        numbers !== null &&
        numbers.quantiles.p25 < numbers.quantiles.p75 &&
        numbers.outliers > rows * 0.05,
    )
    .sort((a, b) => b.numbers!.outliers - a.numbers!.outliers)
    .slice(0, perSubject)
    .map(
      ({ name, numbers }) => `${shownShare(numbers!.outliers / rows)} of "${name}" lies far outside of its middle half`,
    );
}

function describeConstants(columns: readonly ColumnProfile[]): string[] {
  const constant = columns.filter(({ kind }) => kind === "constant").map(({ name }) => `"${name}"`);
  return constant.length === 0 ? [] : [`${constant.slice(0, 5).join(", ")} never changes and says nothing`];
}

/** Whole numbers as they are: a rounded maximum is a value that the column doesn't hold. */
function exact(value: number): string {
  return Number.isInteger(value) ? count(value) : round(value);
}

function round(value: number): string {
  return count(Number(value.toPrecision(4))).replace(/(\.\d+).*$/, "$1");
}
