import { fail, suggestion } from "../../errors/index.ts";

/** A hyper-parameter's value; null means what the parameter's summary says. */
export type ParameterValue = number | string | boolean | null | Readonly<Record<string, number>>;
/** Hyper-parameters by name. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** A hyper-parameter: its default, what is allowed, and where a random search draws from (if it does). */
export type Parameter =
  | {
      readonly type: "number" | "integer";
      readonly default: number | null;
      readonly low: number;
      readonly high: number;
      /** `low` itself is not allowed. */
      readonly exclusiveLow?: boolean;
      /** `high` itself is not allowed. */
      readonly exclusiveHigh?: boolean;
      /** null is allowed and means what `summary` says. */
      readonly nullable?: boolean;
      readonly search?: { readonly low: number; readonly high: number; readonly log?: boolean };
      readonly summary: string;
    }
  | {
      readonly type: "choice";
      readonly default: string;
      readonly choices: readonly string[];
      readonly search?: { readonly choices: readonly string[] };
      readonly summary: string;
    }
  | { readonly type: "boolean"; readonly default: boolean; readonly search?: true; readonly summary: string }
  | {
      /** A value for each of some columns, by their names. */
      readonly type: "record";
      readonly default: Readonly<Record<string, number>>;
      readonly values: readonly number[];
      readonly search?: undefined;
      readonly summary: string;
    };

/** An estimator's or transformer's parameters by name, in the order of the reference. */
export type ParameterTable = Readonly<Record<string, Parameter>>;

/**
 * Declared values with defaults filled in, in the table's order.
 * @throws ML_PARAMETER_INVALID for an unknown name or a value that is not allowed
 */
export function completeParameters(
  estimator: string,
  table: ParameterTable,
  declared: ParameterValues,
): ParameterValues {
  for (const name of Object.keys(declared)) {
    if (!Object.hasOwn(table, name)) {
      const near = suggestion(name, Object.keys(table)).trim();
      const expected = `one of ${Object.keys(table).join(", ")}${near === "" ? "" : ` (${near})`}`;
      throw fail("ML_PARAMETER_INVALID", { estimator, parameter: name, expected, got: "an unknown name" });
    }
  }
  return Object.fromEntries(
    Object.entries(table).map(([name, parameter]) => {
      const value = declared[name] === undefined ? parameter.default : declared[name];
      if (!isAllowed(parameter, value)) {
        throw fail("ML_PARAMETER_INVALID", {
          estimator,
          parameter: name,
          expected: describeParameter(parameter),
          got: JSON.stringify(value) ?? String(value),
        });
      }
      return [name, value];
    }),
  );
}

/** What a parameter allows, in words: "a whole number from 1 to 100". */
export function describeParameter(parameter: Parameter): string {
  switch (parameter.type) {
    case "boolean":
      return "true or false";
    case "record":
      return `an object of ${parameter.values.join(" or ")} by column name`;
    case "choice":
      return `one of ${parameter.choices.map((choice) => `"${choice}"`).join(", ")}`;
    default: {
      const noun = parameter.type === "integer" ? "a whole number" : "a number";
      const from = parameter.exclusiveLow ? `above ${parameter.low}` : `from ${parameter.low}`;
      const range =
        parameter.high === Number.POSITIVE_INFINITY
          ? `${from}${parameter.exclusiveLow ? "" : " up"}`
          : `${from} ${parameter.exclusiveHigh ? "and below" : "to"} ${parameter.high}`;
      return `${noun} ${range}${parameter.nullable ? ", or null" : ""}`;
    }
  }
}

/** True where the parameter allows the value. */
export function isAllowed(parameter: Parameter, value: unknown): value is ParameterValue {
  switch (parameter.type) {
    case "boolean":
      return typeof value === "boolean";
    case "record":
      return isRecord(value) && Object.values(value).every((one) => parameter.values.includes(one as number));
    case "choice":
      return typeof value === "string" && parameter.choices.includes(value);
    default:
      if (value === null) return parameter.nullable === true || parameter.default === null;
      if (typeof value !== "number" || !Number.isFinite(value)) return false;
      if (parameter.type === "integer" && !Number.isInteger(value)) return false;
      return (
        (parameter.exclusiveLow ? value > parameter.low : value >= parameter.low) &&
        (parameter.exclusiveHigh ? value < parameter.high : value <= parameter.high)
      );
  }
}

/** A plain object: what JSON makes of it has no surprises. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
