import { type ExpressionKind, type Operation, operationTable } from "../../../src/ml/index.ts";
import { block, code, listed, paragraphs, table } from "../markdown.ts";
import type { Page } from "../page.ts";
import { interfaceMethods } from "../source/methods.ts";
import { inRepository } from "../source/root.ts";

/** Every operation of feature and target expressions. */
export const expressionsPage: Page = {
  file: "expressions.md",
  title: "Expressions",
  summary:
    "What `features` and `target` may say about columns: every operation, the kinds it takes and the kind it gives.",
  body: () =>
    paragraphs(
      "An expression is a tree of named operations, built by chaining methods. It is data, not code: the same tree is evaluated in training and when a request is answered. Missing values stay missing unless an operation says otherwise; no operation makes an infinity.",
      block(
        "ts",
        'features: (c) => ({\n  fast: c["Speed IAS in knots"].gt(180),\n  month: c["Flight Date"].month(),\n})',
      ),
      "`when(condition, value).when(...).otherwise(value)` chooses between values.",
      "# Operations",
      table(
        ["operation", "takes", "options", "gives", "meaning"],
        [...operationTable.values()].map((operation) => [
          code(operation.name),
          takes(operation),
          options(operation),
          listed(gives(operation).map(code)),
          operation.summary,
        ]),
      ),
      "# Methods by kind",
      "What the editor offers once it knows a column's kind; a column of unknown kind offers all of them. `cut` is `bins` with names of your own, `clip` takes `null` for no bound on that side.",
      ...["NumberExpression", "BooleanExpression", "DateExpression", "TextExpression"].map((kind) =>
        paragraphs(
          `## ${kind}`,
          table(
            ["method", "meaning"],
            interfaceMethods(inRepository("src/ml/frame/typed-expressions.ts"), kind).map(
              ({ name, signature, doc }) => [code(signature), doc || summaryOf(name)],
            ),
          ),
        ),
      ),
    ),
};

function takes({ args, variadic }: Operation): string {
  const positions = args.map((kinds) => (kinds.length >= 5 ? "any" : kinds.map(code).join(" or ")));
  return `${positions.join("; ")}${variadic ? "; more of the last" : ""}`;
}

function options({ options = {} }: Operation): string {
  return Object.entries(options)
    .map(([name, { rule, optional }]) => `${code(name)}: ${rule}${optional ? ", optional" : ""}`)
    .join("; ");
}

/** What the operation behind a method says of itself. */
function summaryOf(method: string): string {
  return operationTable.get(method)?.summary ?? "";
}

/** Kinds of the result over all kinds that its positions take, asked of the operation itself. */
function gives(operation: Operation): ExpressionKind[] {
  const kinds = [...new Set(operation.args.flat())];
  const found = kinds.flatMap((kind): ExpressionKind[] => {
    const signatures = operation.args.map((allowed) => ({ kind: allowed.includes(kind) ? kind : allowed[0]! }));
    try {
      return [operation.result(signatures)];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}
