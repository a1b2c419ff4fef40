import type { Literal } from "../../../frame/expression.ts";
import type { ExpressionKind, OptionValues } from "../../../frame/operations/operation.ts";
import { converted, unifiedKind } from "../../../frame/operations/unify.ts";
import type { GraphBuilder } from "../../../onnx/graph-builder.ts";
import { notExportable } from "../not-exportable.ts";

/**
 * A column or expression in the graph: doubles with NaN for missing, or texts with "" for missing, (nSamples, 1). A literal is (1, 1)
 * and stands as itself until it is known what it is compared with.
 */
export interface Written {
  readonly kind: ExpressionKind;
  readonly storage: "values" | "labels";
  /** Its name in the graph; made when it is asked for. */
  readonly name: () => string;
  readonly literal?: Literal | undefined;
}

/** What an operation's writer is given. */
export interface CallToWrite {
  readonly graph: GraphBuilder;
  readonly args: readonly Written[];
  readonly options: OptionValues;
  /** For messages: `Feature "fast"`. */
  readonly what: string;
}

/** Writes one operation of the table of feature expressions. */
export type OperationWriter = (call: CallToWrite) => Written;

export function values(kind: "number" | "boolean" | "date", name: string): Written {
  return { kind, storage: "values", name: () => name };
}

export function labels(kind: ExpressionKind, name: string): Written {
  return { kind, storage: "labels", name: () => name };
}

/** A literal, not yet in the graph. */
export function literalOf(graph: GraphBuilder, literal: Literal): Written {
  if (typeof literal === "string") {
    return { kind: "category", storage: "labels", name: () => graph.texts([literal], [1, 1]), literal };
  }
  const kind = literal === null ? "unknown" : typeof literal === "boolean" ? "boolean" : "number";
  const value = literal === null ? Number.NaN : Number(literal);
  return { kind, storage: "values", name: () => graph.doubles(value), literal };
}

/** Arguments in the one kind that they are compared or chosen in, as `unifiedKind` has it. */
export function unified(operation: string, graph: GraphBuilder, args: readonly Written[]): [ExpressionKind, Written[]] {
  const kind = unifiedKind(operation, args);
  return [kind, args.map((arg) => (arg.literal === undefined ? arg : literalOf(graph, literalIn(arg.literal, kind))))];
}

function literalIn(literal: Literal, kind: ExpressionKind): Literal {
  if (literal === null) return kind === "category" || kind === "text" ? "" : null;
  if (kind === "category" || kind === "text") return String(literal);
  if (typeof literal !== "string") return literal;
  const operand = { kind: "category", codes: Int32Array.of(0), dictionary: [literal], step: 0, literal } as const;
  const made = converted(operand, kind);
  return "values" in made ? made.values[0]! : literal;
}

/** The name of an argument that must be numbers. @throws ML_ONNX_NOT_EXPORTABLE */
export function numbersIn({ what }: CallToWrite, arg: Written, operation: string): string {
  if (arg.storage === "values") return arg.name();
  throw notExportable(what, `"${operation}" of texts has no ONNX operator`);
}

/** What isn't finite becomes missing: x + (x - x). */
export function finite(graph: GraphBuilder, x: string): string {
  return graph.node("Add", [x, graph.node("Sub", [x, x])]);
}

/** 0, or NaN where any of them is missing. */
export function missingMask(graph: GraphBuilder, names: readonly string[]): string {
  return names.map((x) => graph.node("Sub", [x, x])).reduce((a, b) => graph.node("Add", [a, b]));
}

/** A condition as 0 and 1, missing where any of `names` is. */
export function truth(graph: GraphBuilder, condition: string, names: readonly string[]): string {
  return graph.node("Add", [graph.cast(condition, "double"), missingMask(graph, names)]);
}

/** Doubles from labels by a map; other labels become `otherwise`. Missing is the label "". */
export function mapLabels(
  graph: GraphBuilder,
  name: string,
  map: readonly (readonly [label: string, value: number])[],
  otherwise: number,
): string {
  return graph.cast(lookUp(graph, name, map, otherwise), "double");
}

/** The same as floats. */
export function lookUp(
  graph: GraphBuilder,
  name: string,
  map: readonly (readonly [label: string, value: number])[],
  otherwise: number,
): string {
  return graph.mlNode("LabelEncoder", [name], {
    keys_strings: { kind: "strings", values: map.map(([label]) => label) },
    values_floats: { kind: "floats", values: map.map(([, value]) => value) },
    default_float: { kind: "float", value: otherwise },
  });
}
