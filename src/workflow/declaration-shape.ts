import { fail, type SourceLocation } from "../errors/index.ts";
import { declaredTasks } from "./task-types.ts";

type Test = (value: unknown) => boolean;
interface Shape {
  readonly expected: string;
  readonly holds: Test;
}

const isObject: Test = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const hasKind: Test = (value) => isObject(value) && typeof (value as { kind?: unknown }).kind === "string";

const text: Shape = { expected: "text", holds: (value) => typeof value === "string" };
const number: Shape = { expected: "a number", holds: (value) => typeof value === "number" && !Number.isNaN(value) };
const object: Shape = { expected: "an object", holds: isObject };
const texts: Shape = { expected: "a list of texts", holds: listOf(text.holds) };
const numbers: Shape = { expected: "a list of numbers", holds: listOf(number.holds) };
const built = (example: string, list: boolean): Shape => ({
  expected: `${list ? "a list of what builders return" : "what a builder returns"}, like ${example}`,
  holds: list ? listOf(hasKind) : hasKind,
});

/** Types of everything that may be declared, by its path. TypeScript says the same in the editor; this is for plain JavaScript. */
const shapes: readonly (readonly [path: string, shape: Shape])[] = [
  ["name", text],
  ["problem", object],
  ["problem.objective", text],
  ["problem.task", oneOf(declaredTasks)],
  [
    "problem.target",
    {
      expected: 'a column\'s name or a function, like (c) => c["age"].gt(30)',
      holds: (value) => typeof value === "string" || typeof value === "function" || isObject(value),
    },
  ],
  ["problem.positive", text],
  ["problem.metric", text],
  ["problem.minimum", number],
  ["problem.goal", number],
  ["problem.costs", object],
  ["problem.costs.falseNegative", number],
  ["problem.costs.falsePositive", number],
  ["problem.people", { expected: "an object of names by role", holds: isObject }],
  ["problem.risks", texts],
  ["data", built('table("data.csv")', false)],
  ["checks", built('nulls("age", { max: 0.1 })', true)],
  [
    "features",
    { expected: 'a function, like (c) => ({ old: c["age"].gt(60) })', holds: (value) => typeof value === "function" },
  ],
  ["split", built("stratified({ test: 0.2 })", false)],
  [
    "candidates",
    {
      expected: "a list of estimators, like gradientBoosting()",
      holds: listOf((value) => isObject(value) && text.holds((value as { name?: unknown }).name)),
    },
  ],
  ["search", object],
  ["search.method", text],
  ["search.trials", number],
  ["search.folds", number],
  ["search.maxMinutes", number],
  ["search.patience", number],
  ["gates", built("meetsMinimum()", true)],
  ["rollout", object],
  ["rollout.shadow", text],
  ["rollout.approval", text],
  ["rollout.canary", numbers],
  ["monitor", object],
  ["monitor.window", text],
  ["monitor.labels", object],
  ["monitor.labels.delay", text],
  ["schedule", text],
  ["seed", { expected: "a whole number", holds: Number.isSafeInteger }],
];

const required: readonly string[] = ["name", "problem", "data"];

/** Every path that may be declared; lint names keys that aren't among them. */
export const declarablePaths: readonly string[] = shapes.map(([path]) => path);

/**
 * Refuses a declaration whose values have the wrong type, so that all that reads it later may trust them.
 * @throws WORKFLOW_DECLARATION_INVALID
 */
export function checkShape(declared: unknown, at: SourceLocation | undefined): void {
  if (!isObject(declared)) throw invalid("the declaration", "an object", declared, at);
  for (const [path, shape] of shapes) {
    const value = valueAt(declared, path);
    if (value === undefined && !required.includes(path)) continue;
    if (!shape.holds(value)) throw invalid(path, shape.expected, value, at);
  }
}

/** The value at "problem.metric" of nested objects; undefined where any part is absent. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    return isObject(inner) && Object.hasOwn(inner as object, key) ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}

function oneOf(values: readonly string[]): Shape {
  return {
    expected: `one of ${values.map((value) => `"${value}"`).join(", ")}`,
    holds: (value) => typeof value === "string" && values.includes(value),
  };
}

function invalid(path: string, expected: string, got: unknown, at: SourceLocation | undefined): Error {
  return fail("WORKFLOW_DECLARATION_INVALID", { path, expected, got: describe(got) }, { at });
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "function" ? "a function" : "an object";
}
