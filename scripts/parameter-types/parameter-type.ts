import { describeParameter, type EstimatorDefinition, type Parameter } from "../../src/ml/estimators/index.ts";
import { searchRange } from "../docs/parameter-table.ts";

const lineWidth = 120;

/** `randomForest` -> `RandomForestParameters`. */
export function parameterTypeName(estimator: string): string {
  return `${estimator[0]!.toUpperCase()}${estimator.slice(1)}Parameters`;
}

/**
 * The declaration of an estimator's hyper-parameters, with what the editor shows of each. A type and not an interface: it fits
 * where any `ParameterValues` do.
 */
export function parameterType({ name, parameters }: EstimatorDefinition): string {
  const entries = Object.entries(parameters);
  const typeName = parameterTypeName(name);
  if (entries.length === 0) {
    return `/** \`${name}\` has no hyper-parameters. */\nexport type ${typeName} = Readonly<Record<string, never>>;\n`;
  }
  return [
    `/** Hyper-parameters of \`${name}\`. What is left out is searched where it has a range to search, and else has its default. */`,
    `export type ${typeName} = {`,
    ...entries.map(([key, parameter]) => `${docComment(parameter)}\n${member(key, valueTypes(parameter))}`),
    "};\n",
  ].join("\n");
}

/** A property as the formatter writes it: a union that is too long for a line has a line for each value. */
function member(key: string, types: readonly string[]): string {
  const line = `  readonly ${key}?: ${types.join(" | ")};`;
  return line.length <= lineWidth ? line : `  readonly ${key}?:${types.map((type) => `\n    | ${type}`).join("")};`;
}

function valueTypes(parameter: Parameter): string[] {
  switch (parameter.type) {
    case "boolean":
      return ["boolean"];
    case "choice":
      return parameter.choices.map((choice) => JSON.stringify(choice));
    case "record":
      return [`Readonly<Record<string, ${parameter.values.join(" | ")}>>`];
    default:
      return parameter.nullable === true || parameter.default === null ? ["number", "null"] : ["number"];
  }
}

function docComment(parameter: Parameter): string {
  const range = rangeText(parameter);
  const lines = [
    ...wrapped(parameter.summary),
    ...(range === "" ? [] : ["", ...wrapped(range)]),
    `@default ${JSON.stringify(parameter.default)}`,
  ];
  return ["  /**", ...lines.map((line) => `   * ${line}`.trimEnd()), "   */"].join("\n");
}

/** What the type alone doesn't tell: bounds, and where a search draws from. */
function rangeText(parameter: Parameter): string {
  const isRange = parameter.type === "number" || parameter.type === "integer";
  const searched = searchRange(parameter);
  return [isRange ? `Allowed: ${describeParameter(parameter)}.` : "", searched === "" ? "" : `Searched: ${searched}.`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Lines of at most the width that a comment inside a type has. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  // A comment must not end in the middle of a text.
  for (const word of text.replaceAll("*/", "* /").split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= lineWidth - 5) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}
