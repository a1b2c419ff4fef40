/**
 * Feature expressions are data: a tree of named operations over columns and literals, evaluated column-wise by one
 * evaluator in training and serving alike. Nothing in a tree can execute; JSON carries it whole.
 */
export type Literal = number | string | boolean | null;

/** A feature or target as data: a column, a literal, or a named operation over expressions. */
export type Expression =
  | { readonly type: "column"; readonly name: string }
  | { readonly type: "literal"; readonly value: Literal }
  | {
      readonly type: "call";
      /** A key of the table of operations (`operations.ts`). */
      readonly operation: string;
      readonly args: readonly Expression[];
      /** Constants of the operation that aren't columns: edges of bins, a pattern, a unit. */
      readonly options?: { readonly [name: string]: Literal | readonly Literal[] };
    };
