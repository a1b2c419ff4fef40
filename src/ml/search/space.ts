import { fail } from "../../errors/index.ts";
import { describeParameter, isAllowed, type ParameterTable, type ParameterValue } from "../estimators/parameters.ts";

/** Where one hyper-parameter is drawn from. Plain data: goes through JSON unchanged. */
export type Dimension =
  | { readonly draw: "uniform"; readonly low: number; readonly high: number }
  | { readonly draw: "logUniform"; readonly low: number; readonly high: number }
  | { readonly draw: "integer"; readonly low: number; readonly high: number; readonly log: boolean }
  | { readonly draw: "choice"; readonly values: readonly ParameterValue[] };

/** A range of numbers: for parameters that are numbers. */
export type RangeDimension = Exclude<Dimension, { readonly draw: "choice" }>;

/** A list of values: for parameters that take each of them. */
export type ChoiceDimension<Value extends ParameterValue> = Omit<
  Extract<Dimension, { readonly draw: "choice" }>,
  "values"
> & { readonly values: readonly Value[] };

/** A dimension per hyper-parameter that is searched. */
export type Space = Readonly<Record<string, Dimension>>;

/** Any number from `low` to `high`, each equally likely: `{ subsample: uniform(0.5, 1) }`. @throws ML_SPACE_INVALID */
export function uniform(low: number, high: number): RangeDimension {
  return checked("uniform", { draw: "uniform", low, high });
}

/** Any number from `low` > 0 to `high`, each order of magnitude equally likely: `{ l2: logUniform(1e-3, 1e3) }`. @throws ML_SPACE_INVALID */
export function logUniform(low: number, high: number): RangeDimension {
  return checked("logUniform", { draw: "logUniform", low, high });
}

/** A whole number from `low` to `high`, both included; `log` makes each order of magnitude equally likely. @throws ML_SPACE_INVALID */
export function integer(low: number, high: number, options: { readonly log?: boolean } = {}): RangeDimension {
  return checked("integer", { draw: "integer", low, high, log: options.log ?? false });
}

/** One of the values, each equally likely. @throws ML_SPACE_INVALID */
export function choice<const Values extends readonly ParameterValue[]>(
  values: Values,
): ChoiceDimension<Values[number]> {
  return checked("choice", { draw: "choice", values });
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
 * @throws ML_SPACE_INVALID for what no builder makes, ML_PARAMETER_INVALID for an unknown name or a range that leaves what is allowed
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
  return space;
}

function checked<D extends Dimension>(name: string, dimension: D): D {
  const problem = problemOf(dimension);
  if (problem !== undefined) throw fail("ML_SPACE_INVALID", { name, ...problem });
  return dimension;
}

function problemOf(dimension: Dimension): { expected: string; got: string } | undefined {
  const got = JSON.stringify(dimension) ?? String(dimension);
  if (typeof dimension !== "object" || dimension === null) {
    return { expected: "uniform(low, high), logUniform(low, high), integer(low, high) or choice([...])", got };
  }
  if (dimension.draw === "choice") {
    return Array.isArray(dimension.values) && dimension.values.length > 0
      ? undefined
      : { expected: "at least one value", got };
  }
  const { draw, low, high } = dimension;
  if (draw !== "uniform" && draw !== "logUniform" && draw !== "integer") {
    return { expected: "uniform(low, high), logUniform(low, high), integer(low, high) or choice([...])", got };
  }
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) return { expected: "finite low <= high", got };
  if (draw === "integer" && !(Number.isInteger(low) && Number.isInteger(high))) {
    return { expected: "whole numbers", got };
  }
  const onLogScale = draw === "logUniform" || (draw === "integer" && dimension.log);
  return onLogScale && low <= 0 ? { expected: "low > 0 on a logarithmic scale", got } : undefined;
}
