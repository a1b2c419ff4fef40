import { operationOf } from "../../../frame/evaluate.ts";
import type { Expression } from "../../../frame/expression.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";
import { arithmeticWriters } from "./arithmetic.ts";
import { comparisonWriters } from "./comparison.ts";
import { dateWriters } from "./dates.ts";
import { logicWriters } from "./logic.ts";
import { textWriters } from "./texts.ts";
import { literalOf, type OperationWriter, type Written } from "./written.ts";

/** Operations of feature expressions that ONNX can say, by name. */
const operationWriters: ReadonlyMap<string, OperationWriter> = new Map([
  ...arithmeticWriters,
  ...comparisonWriters,
  ...logicWriters,
  ...dateWriters,
  ...textWriters,
]);

/**
 * Writes a feature expression.
 * @param what names it in messages: `Feature "fast"`
 * @param columnOf the frame's columns
 * @throws ML_ONNX_NOT_EXPORTABLE
 */
export function writeExpression(
  graph: GraphBuilder,
  expression: Expression,
  what: string,
  columnOf: (name: string) => Written,
): Written {
  switch (expression.type) {
    case "column":
      return columnOf(expression.name);
    case "literal":
      return literalOf(graph, expression.value);
    case "call": {
      const { operation, options = {} } = expression;
      const write = operationWriters.get(operation);
      if (write === undefined) {
        throw notExportable(what, `"${operationOf(operation).name}" has no ONNX operator that gives the same`);
      }
      const args = expression.args.map((arg) => writeExpression(graph, arg, what, columnOf));
      return write({ graph, args, options, what });
    }
  }
}
