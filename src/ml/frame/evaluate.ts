import { fail, listNames, suggestion } from "../../errors/index.ts";
import type { Column, ColumnKind } from "./column.ts";
import type { Expression, Literal } from "./expression.ts";
import type { Frame } from "./frame.ts";
import { operationTable } from "./operations/index.ts";
import type { ExpressionKind, Operand, Operation, Signature } from "./operations/operation.ts";

/**
 * The one evaluator of feature expressions: training, evaluation and serving call this. (nSamples) out.
 * Missing propagates; infinities never appear.
 * @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE
 */
export function evaluate(expression: Expression, frame: Frame): Column {
  if (expression.type === "column") return frame.column(expression.name);
  return columnOf(operandOf(expression, frame), frame.rowCount);
}

/**
 * The kind that an expression will have, checked before any value is read. Columns of kind id and constant fit everywhere,
 * as their storage isn't known yet.
 * @throws ML_COLUMN_UNKNOWN, ML_EXPRESSION_TYPE
 */
export function kindOf(expression: Expression, kinds: ReadonlyMap<string, ColumnKind>): ColumnKind {
  const kind = signatureOf(expression, kinds).kind;
  if (expression.type === "column") return kinds.get(expression.name)!;
  return kind === "unknown" ? "constant" : kind;
}

/** The columns that an expression reads, each once, in order of appearance. */
export function referencedColumns(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.type === "column") names.add(node.name);
    else if (node.type === "call") node.args.forEach(visit);
  };
  visit(expression);
  return [...names];
}

/** An expression in words: `Effect Amount of damage is not "None"`. */
export function describeExpression(expression: Expression): string {
  switch (expression.type) {
    case "column":
      return expression.name;
    case "literal":
      return expression.value === null ? "missing" : JSON.stringify(expression.value);
    case "call":
      return operationOf(expression.operation).describe(
        expression.args.map(describeExpression),
        expression.options ?? {},
      );
  }
}

/** The operation of that name. @throws ML_EXPRESSION_TYPE where the table has no such operation */
export function operationOf(name: string): Operation {
  const operation = operationTable.get(name);
  if (operation === undefined) {
    const near = suggestion(name, operationTable.keys()).trim();
    throw fail("ML_EXPRESSION_TYPE", {
      operation: "An expression",
      expected: `operations of the table${near === "" ? "" : ` (${near})`}`,
      got: JSON.stringify(name),
    });
  }
  return operation;
}

function operandOf(expression: Expression, frame: Frame): Operand {
  switch (expression.type) {
    case "column":
      return operandOfColumn(frame.column(expression.name));
    case "literal":
      return operandOfLiteral(expression.value);
    case "call": {
      const operation = operationOf(expression.operation);
      const args = expression.args.map((arg) => operandOf(arg, frame));
      checkedResult(operation, args);
      return operation.evaluate(args, frame.rowCount, expression.options ?? {});
    }
  }
}

function operandOfColumn(column: Column): Operand {
  if (column.storage === "codes") {
    const kind = column.kind === "text" ? "text" : "category";
    return { kind, codes: column.codes, dictionary: column.dictionary, step: 1 };
  }
  const kind = column.kind === "boolean" || column.kind === "date" ? column.kind : "number";
  return { kind, values: column.values, step: 1 };
}

function operandOfLiteral(literal: Literal): Operand {
  if (typeof literal === "string") {
    return { kind: "category", codes: Int32Array.of(0), dictionary: [literal], step: 0, literal };
  }
  const kind = literal === null ? "unknown" : typeof literal === "boolean" ? "boolean" : "number";
  return { kind, values: Float64Array.of(literal === null ? Number.NaN : Number(literal)), step: 0, literal };
}

function columnOf(operand: Operand, rows: number): Column {
  if ("codes" in operand) {
    const { kind, codes, dictionary, step } = operand;
    return { storage: "codes", kind, codes: step === 1 ? codes : new Int32Array(rows).fill(codes[0]!), dictionary };
  }
  const { values, step } = operand;
  const kind = operand.kind === "unknown" ? "number" : operand.kind;
  return { storage: "values", kind, values: step === 1 ? values : new Float64Array(rows).fill(values[0]!) };
}

function signatureOf(expression: Expression, kinds: ReadonlyMap<string, ColumnKind>): Signature {
  switch (expression.type) {
    case "literal":
      return { kind: operandOfLiteral(expression.value).kind, literal: expression.value };
    case "column": {
      const kind = kinds.get(expression.name);
      if (kind === undefined) {
        throw fail("ML_COLUMN_UNKNOWN", {
          column: expression.name,
          suggestion: suggestion(expression.name, kinds.keys()),
          columns: listNames(kinds.keys()),
        });
      }
      return { kind: kind === "id" || kind === "constant" ? "unknown" : kind };
    }
    case "call": {
      const args = expression.args.map((arg) => signatureOf(arg, kinds));
      return { kind: checkedResult(operationOf(expression.operation), args) };
    }
  }
}

function checkedResult(operation: Operation, args: readonly Signature[]): ExpressionKind {
  const { length } = operation.args;
  if (operation.variadic === true ? args.length < length : args.length !== length) {
    throw fail("ML_EXPRESSION_TYPE", {
      operation: `"${operation.name}"`,
      expected: `${length}${operation.variadic === true ? " or more" : ""} values`,
      got: `${args.length}`,
    });
  }
  args.forEach(({ kind }, position) => {
    const allowed = operation.args[Math.min(position, length - 1)]!;
    if (kind !== "unknown" && !allowed.includes(kind)) {
      throw fail("ML_EXPRESSION_TYPE", {
        operation: `"${operation.name}"`,
        expected: allowed.join(" or "),
        got: kind,
      });
    }
  });
  return operation.result(args);
}
