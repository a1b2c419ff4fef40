import { fail } from "../../errors/index.ts";
import { operationOf } from "./evaluate.ts";
import type { Expression, Literal } from "./expression.ts";
import type { Operation, OptionRule, OptionValues } from "./operations/operation.ts";

/** Deepest tree that is taken, and most nodes: far above any that a person writes, far below what could hurt. */
const limits = { depth: 64, nodes: 10_000 };

/**
 * A foreign value as an expression: every node, operation, number of arguments and option is checked, and a fresh tree is made of
 * what was understood. Nothing is evaluated.
 * @throws ML_EXPRESSION_TYPE
 */
export function parseExpression(value: unknown): Expression {
  const budget = { nodes: limits.nodes };
  return parseNode(value, 0, budget);
}

function parseNode(value: unknown, depth: number, budget: { nodes: number }): Expression {
  if (depth > limits.depth) throw refusal(`at most ${limits.depth} levels`, "a deeper tree");
  if (--budget.nodes < 0) throw refusal(`at most ${limits.nodes} nodes`, "more");
  if (!isRecord(value)) throw refusal("an object with a type", shown(value));
  switch (value["type"]) {
    case "column":
      if (typeof value["name"] !== "string") throw refusal("a column's name", shown(value["name"]));
      refuseOtherKeys(value, ["type", "name"]);
      return { type: "column", name: value["name"] };
    case "literal":
      if (!isLiteral(value["value"])) throw refusal("a finite number, text, boolean or null", shown(value["value"]));
      refuseOtherKeys(value, ["type", "value"]);
      return { type: "literal", value: value["value"] };
    case "call":
      refuseOtherKeys(value, ["type", "operation", "args", "options"]);
      return parseCall(value, depth, budget);
    default:
      throw refusal('type "column", "literal" or "call"', shown(value["type"]));
  }
}

function parseCall(value: Record<string, unknown>, depth: number, budget: { nodes: number }): Expression {
  const operation = operationOf(String(value["operation"]));
  const args = value["args"];
  const wanted = operation.args.length;
  if (!Array.isArray(args) || args.length < wanted || (operation.variadic !== true && args.length > wanted)) {
    throw refusal(`${wanted} arguments of "${operation.name}"`, Array.isArray(args) ? `${args.length}` : shown(args));
  }
  const parsed = args.map((arg) => parseNode(arg, depth + 1, budget));
  const options = parseOptions(operation, value["options"] ?? {});
  const call = { type: "call" as const, operation: operation.name, args: parsed };
  return Object.keys(options).length === 0 ? call : { ...call, options };
}

function parseOptions(operation: Operation, value: unknown): OptionValues {
  const rules = operation.options ?? {};
  if (!isRecord(value)) throw refusal(`options of "${operation.name}"`, shown(value));
  refuseOtherKeys(value, Object.keys(rules));
  const options: Record<string, Literal | readonly Literal[]> = {};
  for (const [name, { rule, optional }] of Object.entries(rules)) {
    const option = Object.hasOwn(value, name) ? value[name] : undefined;
    if (option === undefined && optional === true) continue;
    if (!fits(rule, option)) throw refusal(`${words[rule]} as "${name}" of "${operation.name}"`, shown(option));
    options[name] = Array.isArray(option) ? [...option] : option;
  }
  return options;
}

const words: Readonly<Record<OptionRule, string>> = {
  number: "a finite number",
  text: "a text",
  boolean: "true or false",
  numbers: "a list of finite numbers",
  texts: "a list of texts",
  literals: "a list of numbers, texts or booleans",
};

function fits(rule: OptionRule, value: unknown): value is Literal | readonly Literal[] {
  switch (rule) {
    case "number":
      return Number.isFinite(value);
    case "text":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "numbers":
      return isList(value) && value.every((item) => Number.isFinite(item));
    case "texts":
      return isList(value) && value.every((item) => typeof item === "string");
    case "literals":
      return isList(value) && value.every(isLiteral);
  }
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= limits.nodes;
}

function isLiteral(value: unknown): value is Literal {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuseOtherKeys(value: Record<string, unknown>, allowed: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) throw refusal(allowed.length === 0 ? "no options" : allowed.join(", "), shown(key));
  }
}

function refusal(expected: string, got: string): Error {
  return fail("ML_EXPRESSION_TYPE", { operation: "An expression", expected, got });
}

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
