import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { ColumnKind } from "./column.ts";
import type { Expression, Literal } from "./expression.ts";
import { ExpressionBuilder } from "./expression-builder.ts";
import type {
  AnyExpression,
  BooleanExpression,
  BuiltExpression,
  DateExpression,
  NumberExpression,
  TextExpression,
} from "./typed-expressions.ts";

/** The expression of a column of a kind; of an unknown kind (and of ids and constants): one that offers everything. */
export type ExpressionOfKind<K extends ColumnKind> = [ColumnKind] extends [K]
  ? AnyExpression
  : K extends "number"
    ? NumberExpression
    : K extends "boolean"
      ? BooleanExpression
      : K extends "date"
        ? DateExpression
        : K extends "category" | "text"
          ? TextExpression
          : AnyExpression;

/** What `(c) => c["Speed"].gt(180)` gets: one expression per column. Where kinds are known, a wrong operation is a type error. */
export type Columns<K extends Readonly<Record<string, ColumnKind>> = Readonly<Record<string, ColumnKind>>> = {
  readonly [Name in keyof K]: ExpressionOfKind<K[Name]>;
};

/**
 * Columns to build expressions from. With `known` kinds, naming any other column throws at once.
 * @throws ML_COLUMN_UNKNOWN
 * @example
 * const c = columns();
 * const fast = c["Speed IAS in knots"].gt(180);
 */
export function columns<const K extends Readonly<Record<string, ColumnKind>> = Readonly<Record<string, ColumnKind>>>(
  known?: K,
): Columns<K> {
  return new Proxy(Object.create(null) as Columns<K>, {
    get(_, name) {
      if (typeof name === "symbol") return undefined;
      if (known !== undefined && !Object.hasOwn(known, name)) {
        const names = Object.keys(known);
        throw fail("ML_COLUMN_UNKNOWN", {
          column: name,
          suggestion: suggestion(name, names),
          columns: listNames(names),
        });
      }
      return new ExpressionBuilder({ type: "column", name });
    },
  });
}

/** The tree of a built expression; of a plain tree, itself; of a number, text, boolean or null, a literal. */
export function expressionOf(value: BuiltExpression | Expression | Literal): Expression {
  if (value instanceof ExpressionBuilder) return value.expression;
  if (value !== null && typeof value === "object") return "expression" in value ? value.expression : value;
  return { type: "literal", value };
}

/** Cases in order: `when(c.age.lt(18), "child").when(c.age.lt(65), "adult").otherwise("senior")`. */
export function when(condition: BooleanExpression, value: BuiltExpression | Literal): Cases {
  return casesOf([[condition, value]]);
}

/** Open cases: more of them, or what holds otherwise (null: missing). */
export interface Cases {
  when(condition: BooleanExpression, value: BuiltExpression | Literal): Cases;
  otherwise(value: BuiltExpression | Literal): AnyExpression;
}

function casesOf(cases: readonly (readonly [BooleanExpression, BuiltExpression | Literal])[]): Cases {
  return {
    when: (condition, value) => casesOf([...cases, [condition, value]]),
    otherwise: (value) =>
      new ExpressionBuilder(
        cases.reduceRight<Expression>(
          (rest, [condition, chosen]) => ({
            type: "call",
            operation: "choose",
            args: [
              { type: "call", operation: "fillMissing", args: [expressionOf(condition), expressionOf(false)] },
              expressionOf(chosen),
              rest,
            ],
          }),
          expressionOf(value),
        ),
      ),
  };
}
