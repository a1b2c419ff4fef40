import type { Frame, Predictions, Target } from "../ml/index.ts";
import { slicesOf } from "./slices.ts";

/** A simple condition under which the model errs more than elsewhere. */
export interface ErrorPattern {
  readonly column: string;
  /** "Wildlife Size = Small", "speed in [120, 180)", "age is missing". */
  readonly condition: string;
  readonly rows: number;
  /** Share of all rows that meet the condition, 0..1. */
  readonly support: number;
  /** Share of all errors that lie there, 0..1 (of the summed absolute error of a regression). */
  readonly errorShare: number;
  /** errorShare / support: 2 means twice the error of the average row. */
  readonly lift: number;
  /** Mean error of a row there: share of wrong rows, or mean absolute error. */
  readonly meanError: number;
}

const bins = 4;
const mostPatterns = 10;
const leastLift = 1.2;
const leastRows = 20;
/** How many standard errors the rows inside must lie above those outside: high, since many conditions are tried. */
const leastZ = 4;
/** Columns with more categories hold names, not conditions. */
const mostCategories = 200;

/**
 * The conditions of one column that hold the most of the errors beyond their share, most first. One level: no
 * combinations. Chance is kept out by a bound on z that allows for the number of conditions tried.
 * @param excluded columns that aren't looked at (the target itself)
 */
export function errorPatterns(
  frame: Frame,
  y: Target,
  predictions: Predictions,
  excluded: readonly string[] = [],
): ErrorPattern[] {
  const losses = lossOf(y, predictions);
  const all = momentsOf(losses, losses.keys());
  if (all.sum === 0 || losses.length < 2 * leastRows) return [];
  const patterns = frame.names
    .filter((name) => !excluded.includes(name) && isCondition(frame, name))
    .flatMap((name) =>
      slicesOf(frame, name, bins).flatMap(({ condition, rows }) => {
        const inside = momentsOf(losses, rows.values());
        const pattern = {
          column: name,
          condition,
          rows: rows.length,
          support: rows.length / losses.length,
          errorShare: inside.sum / all.sum,
          lift: inside.mean / all.mean,
          meanError: inside.mean,
        };
        return stands(inside, all) && pattern.lift >= leastLift ? [pattern] : [];
      }),
    );
  const excess = ({ errorShare, support }: ErrorPattern): number => errorShare - support;
  return patterns.sort((a, b) => excess(b) - excess(a) || (a.condition < b.condition ? -1 : 1)).slice(0, mostPatterns);
}

function isCondition(frame: Frame, name: string): boolean {
  const column = frame.column(name);
  if (column.kind === "text" || column.kind === "id" || column.kind === "constant") return false;
  return column.storage === "values" || column.dictionary.length <= mostCategories;
}

/** 1 for a wrong class, else 0; the absolute residual of a regression. */
function lossOf(y: Target, { values }: Predictions): Float64Array {
  if (y.kind === "values") return y.values.map((value, i) => Math.abs(value - values[i]!));
  return Float64Array.from(y.codes, (code, i) => (code === values[i] ? 0 : 1));
}

interface Moments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly mean: number;
}

function momentsOf(losses: Float64Array, rows: Iterable<number>): Moments {
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    count++;
    sum += losses[row]!;
    squares += losses[row]! ** 2;
  }
  return { count, sum, squares, mean: sum / count };
}

/** Welch's test of the rows inside against those outside. */
function stands(inside: Moments, all: Moments): boolean {
  const outside = { count: all.count - inside.count, sum: all.sum - inside.sum, squares: all.squares - inside.squares };
  if (inside.count < leastRows || outside.count < leastRows) return false;
  const variance = (of: { count: number; sum: number; squares: number }): number =>
    Math.max(0, of.squares / of.count - (of.sum / of.count) ** 2) / of.count;
  const difference = inside.mean - outside.sum / outside.count;
  return difference > 0 && difference >= leastZ * Math.sqrt(variance(inside) + variance(outside));
}
