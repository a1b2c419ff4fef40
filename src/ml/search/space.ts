import { fail } from "../../errors/index.ts";
import { describeParameter, isAllowed, type ParameterTable, type ParameterValue } from "../estimators/parameters.ts";
import { conditionProblem } from "./condition.ts";
import type { ChoiceDimension, Condition, Dimension, RangeDimension, Space } from "./dimension.ts";

/** The most points of a range on a logarithmic scale. */
const mostPoints = 1000;
const builders = "uniform(low, high), logUniform(low, high), integer(low, high) or choice([...])";

/**
 * Any number from `low` to `high`, each equally likely: `{ subsample: uniform(0.5, 1) }`. With a `step` only `low`,
 * `low + step` ... up to `high`. `when` makes it conditional: `{ when: { growth: "depthWise" } }`. @throws ML_SPACE_INVALID
 */
export function uniform(
  low: number,
  high: number,
  options: { readonly step?: number; readonly when?: Condition } = {},
): RangeDimension {
  return checked("uniform", { draw: "uniform", low, high, ...given(options) });
}

/**
 * Any number from `low` > 0 to `high`, each order of magnitude equally likely: `{ l2: logUniform(1e-3, 1e3) }`. With `points`
 * only so many values, from `low` to `high` by equal factors. `when` makes it conditional. @throws ML_SPACE_INVALID
 */
export function logUniform(
  low: number,
  high: number,
  options: { readonly points?: number; readonly when?: Condition } = {},
): RangeDimension {
  return checked("logUniform", { draw: "logUniform", low, high, ...given(options) });
}

/**
 * A whole number from `low` to `high`, both included; `log` makes each order of magnitude equally likely. With a `step` only
 * low, low + step ...; with `log` and `points` only so many, by equal factors. `when` makes it conditional.
 * @throws ML_SPACE_INVALID
 */
export function integer(
  low: number,
  high: number,
  options: { readonly log?: boolean; readonly step?: number; readonly points?: number; readonly when?: Condition } = {},
): RangeDimension {
  const { log = false, ...rest } = options;
  return checked("integer", { draw: "integer", low, high, log, ...given(rest) });
}

/** One of the values, each equally likely. `when` makes it conditional. @throws ML_SPACE_INVALID */
export function choice<const Values extends readonly ParameterValue[]>(
  values: Values,
  options: { readonly when?: Condition } = {},
): ChoiceDimension<Values[number]> {
  return checked("choice", { draw: "choice", values, ...given(options) });
}

/** The ranges that an estimator itself proposes, without the parameters that were declared: what a user fixed is not searched. */
export function defaultSpace(table: ParameterTable, declared: Readonly<Record<string, unknown>>): Space {
  const space: Record<string, Dimension> = {};
  for (const [name, parameter] of Object.entries(table)) {
    if (parameter.search === undefined || declared[name] !== undefined) continue;
    if (parameter.type === "boolean") space[name] = choice([false, true]);
    else if (parameter.type === "choice") space[name] = choice(parameter.search!.choices);
    else {
      const { low, high, log = false } = parameter.search!;
      if (parameter.type === "integer") space[name] = integer(low, high, { log });
      else space[name] = log ? logUniform(low, high) : uniform(low, high);
    }
  }
  return space;
}

/**
 * A declared space, checked against the estimator's parameters.
 * @throws ML_SPACE_INVALID for what no builder makes and for a condition that can't be met, ML_PARAMETER_INVALID for an unknown
 * name or a range that leaves what is allowed
 */
export function parseSpace(
  estimator: string,
  table: ParameterTable,
  declared: Readonly<Record<string, unknown>>,
): Space {
  const space: Record<string, Dimension> = {};
  for (const [name, value] of Object.entries(declared)) {
    const dimension = checked(name, value as Dimension);
    const parameter = Object.hasOwn(table, name) ? table[name]! : undefined;
    if (parameter === undefined) {
      const expected = `one of ${Object.keys(table).join(", ")}`;
      throw fail("ML_PARAMETER_INVALID", { estimator, parameter: name, expected, got: "an unknown name in its space" });
    }
    for (const end of dimension.draw === "choice" ? dimension.values : [dimension.low, dimension.high]) {
      if (isAllowed(parameter, end)) continue;
      const expected = describeParameter(parameter);
      throw fail("ML_PARAMETER_INVALID", { estimator, parameter: name, expected, got: `${end} in its space` });
    }
    space[name] = dimension;
  }
  const problem = conditionProblem(space);
  if (problem !== undefined) throw fail("ML_SPACE_INVALID", problem);
  return space;
}

function checked<D extends Dimension>(name: string, dimension: D): D {
  const problem = problemOf(dimension);
  if (problem !== undefined) throw fail("ML_SPACE_INVALID", { name, ...problem });
  return dimension;
}

/** Without what is undefined: a dimension is compared, and goes through JSON. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function problemOf(dimension: Dimension): { expected: string; got: string } | undefined {
  const got = JSON.stringify(dimension) ?? String(dimension);
  if (typeof dimension !== "object" || dimension === null) return { expected: builders, got };
  if (dimension.draw === "choice") {
    return Array.isArray(dimension.values) && dimension.values.length > 0
      ? undefined
      : { expected: "at least one value", got };
  }
  const expected = rangeProblem(dimension);
  return expected === undefined ? undefined : { expected, got };
}

type Range = Exclude<Dimension, { draw: "choice" }>;

/** What a range should have been; undefined where it is right. */
function rangeProblem(range: Range): string | undefined {
  const { draw, low, high } = range;
  if (draw !== "uniform" && draw !== "logUniform" && draw !== "integer") return builders;
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) return "finite low <= high";
  if (draw === "integer" && !(Number.isInteger(low) && Number.isInteger(high))) return "whole numbers";
  const onLogScale = draw === "logUniform" || (draw === "integer" && range.log);
  if (onLogScale && low <= 0) return "low > 0 on a logarithmic scale";
  return listProblem(range, onLogScale);
}

/** The same for `step` and `points`, which make a range a list of values. */
function listProblem(range: Range, onLogScale: boolean): string | undefined {
  const { step, points }: { step?: unknown; points?: unknown } = range;
  if (step !== undefined) {
    if (onLogScale) return "points, not a step, on a logarithmic scale";
    if (typeof step !== "number" || !(step > 0) || !Number.isFinite(step)) return "a step above 0";
    if (range.draw === "integer" && !Number.isInteger(step)) return "a whole number as step";
  }
  if (points === undefined) return undefined;
  if (!onLogScale) return "a step, not points, on a linear scale";
  const isCount = typeof points === "number" && Number.isInteger(points) && points >= 2 && points <= mostPoints;
  return isCount ? undefined : `points as a whole number from 2 to ${mostPoints}`;
}
