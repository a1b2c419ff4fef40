import type { Expression } from "./expression.ts";
import type { OptionValues } from "./operations/operation.ts";
import type { AnyExpression, AnyValue, BuiltExpression } from "./typed-expressions.ts";

/** The one builder behind every typed expression: each method wraps the tree in one more call. Immutable. */
export class ExpressionBuilder implements AnyExpression {
  readonly expression: Expression;

  constructor(expression: Expression) {
    this.expression = expression;
  }

  negate(): ExpressionBuilder {
    return this.#call("negate");
  }

  abs(): ExpressionBuilder {
    return this.#call("abs");
  }

  log(): ExpressionBuilder {
    return this.#call("log");
  }

  log1p(): ExpressionBuilder {
    return this.#call("log1p");
  }

  exp(): ExpressionBuilder {
    return this.#call("exp");
  }

  sqrt(): ExpressionBuilder {
    return this.#call("sqrt");
  }

  floor(): ExpressionBuilder {
    return this.#call("floor");
  }

  ceil(): ExpressionBuilder {
    return this.#call("ceil");
  }

  isMissing(): ExpressionBuilder {
    return this.#call("isMissing");
  }

  not(): ExpressionBuilder {
    return this.#call("not");
  }

  year(): ExpressionBuilder {
    return this.#call("year");
  }

  quarter(): ExpressionBuilder {
    return this.#call("quarter");
  }

  month(): ExpressionBuilder {
    return this.#call("month");
  }

  day(): ExpressionBuilder {
    return this.#call("day");
  }

  dayOfWeek(): ExpressionBuilder {
    return this.#call("dayOfWeek");
  }

  dayOfYear(): ExpressionBuilder {
    return this.#call("dayOfYear");
  }

  hour(): ExpressionBuilder {
    return this.#call("hour");
  }

  minute(): ExpressionBuilder {
    return this.#call("minute");
  }

  lowercase(): ExpressionBuilder {
    return this.#call("lowercase");
  }

  trim(): ExpressionBuilder {
    return this.#call("trim");
  }

  length(): ExpressionBuilder {
    return this.#call("length");
  }

  wordCount(): ExpressionBuilder {
    return this.#call("wordCount");
  }

  extractNumber(): ExpressionBuilder {
    return this.#call("extractNumber");
  }

  asNumber(): ExpressionBuilder {
    return this.#call("asNumber");
  }

  asBoolean(): ExpressionBuilder {
    return this.#call("asBoolean");
  }

  asText(): ExpressionBuilder {
    return this.#call("asText");
  }

  asDate(): ExpressionBuilder {
    return this.#call("asDate");
  }

  is(value: AnyValue): ExpressionBuilder {
    return this.#call("is", [value]);
  }

  isNot(value: AnyValue): ExpressionBuilder {
    return this.#call("isNot", [value]);
  }

  gt(value: AnyValue): ExpressionBuilder {
    return this.#call("gt", [value]);
  }

  gte(value: AnyValue): ExpressionBuilder {
    return this.#call("gte", [value]);
  }

  lt(value: AnyValue): ExpressionBuilder {
    return this.#call("lt", [value]);
  }

  lte(value: AnyValue): ExpressionBuilder {
    return this.#call("lte", [value]);
  }

  plus(value: AnyValue): ExpressionBuilder {
    return this.#call("plus", [value]);
  }

  minus(value: AnyValue): ExpressionBuilder {
    return this.#call("minus", [value]);
  }

  times(value: AnyValue): ExpressionBuilder {
    return this.#call("times", [value]);
  }

  dividedBy(value: AnyValue): ExpressionBuilder {
    return this.#call("dividedBy", [value]);
  }

  modulo(value: AnyValue): ExpressionBuilder {
    return this.#call("modulo", [value]);
  }

  power(value: AnyValue): ExpressionBuilder {
    return this.#call("power", [value]);
  }

  smaller(value: AnyValue): ExpressionBuilder {
    return this.#call("smaller", [value]);
  }

  larger(value: AnyValue): ExpressionBuilder {
    return this.#call("larger", [value]);
  }

  daysSince(value: AnyValue): ExpressionBuilder {
    return this.#call("daysSince", [value]);
  }

  fillMissing(value: AnyValue): ExpressionBuilder {
    return this.#call("fillMissing", [value]);
  }

  isIn(values: readonly (number | string | boolean)[]): ExpressionBuilder {
    return this.#call("isIn", [], { values });
  }

  round(digits?: number): ExpressionBuilder {
    return this.#call("round", [], digits === undefined ? {} : { digits });
  }

  clip(min: number | null, max: number | null): ExpressionBuilder {
    return this.#call("clip", [], { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) });
  }

  bins(edges: readonly number[]): ExpressionBuilder {
    return this.#call("bins", [], { edges });
  }

  cut(edges: readonly number[], labels: readonly string[]): ExpressionBuilder {
    return this.#call("bins", [], { edges, labels });
  }

  contains(text: string, options: { readonly ignoreCase?: boolean } = {}): ExpressionBuilder {
    return this.#call("contains", [], { text, ...options });
  }

  startsWith(text: string, options: { readonly ignoreCase?: boolean } = {}): ExpressionBuilder {
    return this.#call("startsWith", [], { text, ...options });
  }

  endsWith(text: string, options: { readonly ignoreCase?: boolean } = {}): ExpressionBuilder {
    return this.#call("endsWith", [], { text, ...options });
  }

  and(...others: readonly BuiltExpression[]): ExpressionBuilder {
    return others.length === 0 ? this : this.#call("and", others);
  }

  or(...others: readonly BuiltExpression[]): ExpressionBuilder {
    return others.length === 0 ? this : this.#call("or", others);
  }

  choose(yes: AnyValue, no: AnyValue): ExpressionBuilder {
    return this.#call("choose", [yes, no]);
  }

  #call(operation: string, args: readonly AnyValue[] = [], options: OptionValues = {}): ExpressionBuilder {
    const call = { type: "call" as const, operation, args: [this.expression, ...args.map(argument)] };
    return new ExpressionBuilder(Object.keys(options).length === 0 ? call : { ...call, options });
  }
}

function argument(value: AnyValue): Expression {
  return typeof value === "object" ? value.expression : { type: "literal", value };
}
