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
      ...["NumberExpression", "BooleanExpression", "DateExpression", "TextExpression"].map((name) =>
        paragraphs(
          `## ${name}`,
          table(
            ["method", "meaning"],
            interfaceMethods(inRepository("src/ml/frame/typed-expressions.ts"), name).map(({ signature, doc }) => [
              code(signature),
              doc,
            ]),
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

/** Kinds of the result over all kinds that the first position takes, asked of the operation itself. */
function gives(operation: Operation): ExpressionKind[] {
  const found = operation.args[0]!.flatMap((kind): ExpressionKind[] => {
    const signatures = operation.args.map((kinds) => ({ kind: kinds.includes(kind) ? kind : kinds[0]! }));
    try {
      return [operation.result(signatures)];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}
