import type { Expression } from "./expression.ts";

/**
 * What each kind of expression offers, as types. One builder stands behind all of them; the types keep `month()` off numbers
 * where kinds are known. Semantics of every operation: the table in `operations/`.
 */

/** Anything that holds an expression tree. */
export interface BuiltExpression {
  readonly expression: Expression;
}

type NumberLike = number | NumberExpression | BooleanExpression;
/** ISO text ("2024-01-31"), milliseconds since 1970 or a date. */
type DateLike = string | number | DateExpression;
type TextLike = string | TextExpression;

interface EveryExpression extends BuiltExpression {
  /** True where missing. */
  isMissing(): BooleanExpression;
}

interface Compared<Value> {
  is(value: Value): BooleanExpression;
  /** Not equal; missing stays missing. */
  isNot(value: Value): BooleanExpression;
}

interface Ordered<Value> {
  gt(value: Value): BooleanExpression;
  gte(value: Value): BooleanExpression;
  lt(value: Value): BooleanExpression;
  lte(value: Value): BooleanExpression;
}

interface Arithmetic {
  plus(value: NumberLike): NumberExpression;
  minus(value: NumberLike): NumberExpression;
  times(value: NumberLike): NumberExpression;
  /** Missing where the divisor is 0. */
  dividedBy(value: NumberLike): NumberExpression;
  modulo(value: NumberLike): NumberExpression;
  power(value: NumberLike): NumberExpression;
  /** The smaller of the two. */
  smaller(value: NumberLike): NumberExpression;
  /** The larger of the two. */
  larger(value: NumberLike): NumberExpression;
  negate(): NumberExpression;
  abs(): NumberExpression;
  log(): NumberExpression;
  log1p(): NumberExpression;
  exp(): NumberExpression;
  sqrt(): NumberExpression;
  floor(): NumberExpression;
  ceil(): NumberExpression;
  round(digits?: number): NumberExpression;
  /** null: no bound on that side. */
  clip(min: number | null, max: number | null): NumberExpression;
  /** Intervals by rising edges, as labels. */
  bins(edges: readonly number[]): TextExpression;
  /** Intervals by rising edges, with own labels: one more than edges. */
  cut(edges: readonly number[], labels: readonly string[]): TextExpression;
}

/** An expression whose values are numbers. */
export interface NumberExpression extends EveryExpression, Compared<NumberLike>, Ordered<NumberLike>, Arithmetic {
  isIn(values: readonly number[]): BooleanExpression;
  fillMissing(value: NumberLike): NumberExpression;
  /** The number as a label, so that it is treated as a category. */
  asText(): TextExpression;
  /** Milliseconds since 1970 as a date. */
  asDate(): DateExpression;
  /** 1 as true, 0 as false. */
  asBoolean(): BooleanExpression;
}

/** An expression whose values are true, false or missing. */
export interface BooleanExpression extends EveryExpression, Compared<boolean | number | string | BooleanExpression> {
  and(...others: readonly BooleanExpression[]): BooleanExpression;
  or(...others: readonly BooleanExpression[]): BooleanExpression;
  not(): BooleanExpression;
  fillMissing(value: boolean | BooleanExpression): BooleanExpression;
  /** The first where true, the second where false; missing where missing. */
  choose(yes: NumberLike, no: NumberLike): NumberExpression;
  choose(yes: TextLike, no: TextLike): TextExpression;
  choose(yes: DateExpression, no: DateExpression): DateExpression;
  /** 1 for true, 0 for false. */
  asNumber(): NumberExpression;
  asText(): TextExpression;
}

/** An expression whose values are dates, in UTC. */
export interface DateExpression extends EveryExpression, Compared<DateLike>, Ordered<DateLike> {
  year(): NumberExpression;
  quarter(): NumberExpression;
  /** 1 to 12. */
  month(): NumberExpression;
  /** 1 to 31. */
  day(): NumberExpression;
  /** 1 (Monday) to 7 (Sunday). */
  dayOfWeek(): NumberExpression;
  dayOfYear(): NumberExpression;
  hour(): NumberExpression;
  minute(): NumberExpression;
  /** Days from `other` to this. */
  daysSince(other: DateLike): NumberExpression;
  fillMissing(value: string | DateExpression): DateExpression;
}

/** An expression whose values are labels or free text. */
export interface TextExpression extends EveryExpression, Compared<TextLike | number>, Ordered<TextLike> {
  isIn(values: readonly (string | number)[]): BooleanExpression;
  fillMissing(value: TextLike): TextExpression;
  lowercase(): TextExpression;
  /** What is left empty becomes missing. */
  trim(): TextExpression;
  length(): NumberExpression;
  wordCount(): NumberExpression;
  contains(text: string, options?: { readonly ignoreCase?: boolean }): BooleanExpression;
  startsWith(text: string, options?: { readonly ignoreCase?: boolean }): BooleanExpression;
  endsWith(text: string, options?: { readonly ignoreCase?: boolean }): BooleanExpression;
  /** The first number in the text. */
  extractNumber(): NumberExpression;
  /** The number that the text spells in full. */
  asNumber(): NumberExpression;
  /** yes, true, y, t, 1 and no, false, n, f, 0. */
  asBoolean(): BooleanExpression;
  /** ISO 8601 text as a date. */
  asDate(): DateExpression;
}

/** Any value that an expression of unknown kind may meet. */
export type AnyValue = number | string | boolean | BuiltExpression;

/** An expression of unknown kind: it offers everything, and is checked against the data before anything runs. */
export interface AnyExpression
  extends BuiltExpression,
    Arithmetic,
    Omit<DateExpression, "is" | "isNot" | "gt" | "gte" | "lt" | "lte" | "fillMissing" | "expression">,
    Omit<TextExpression, "is" | "isNot" | "isIn" | "gt" | "gte" | "lt" | "lte" | "fillMissing" | "expression">,
    Pick<BooleanExpression, "and" | "or" | "not" | "choose"> {
  is(value: AnyValue): BooleanExpression;
  isNot(value: AnyValue): BooleanExpression;
  isIn(values: readonly (number | string | boolean)[]): BooleanExpression;
  gt(value: AnyValue): BooleanExpression;
  gte(value: AnyValue): BooleanExpression;
  lt(value: AnyValue): BooleanExpression;
  lte(value: AnyValue): BooleanExpression;
  fillMissing(value: AnyValue): AnyExpression;
  asText(): TextExpression;
}
