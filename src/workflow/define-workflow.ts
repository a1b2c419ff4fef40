import { fail, type SourceLocation } from "../errors/index.ts";
import { type BuiltExpression, columns, type Expression, expressionOf } from "../ml/index.ts";
import { callSite } from "./call-site.ts";
import type { Declaration, LooseDeclaration } from "./declaration.ts";
import { checkShape } from "./declaration-shape.ts";
import {
  defaultCandidates,
  defaultChecks,
  defaultGates,
  defaultMetrics,
  defaultPeople,
  defaultSearch,
  defaultSeed,
  defaultSplit,
  defaultTask,
  withBaseline,
} from "./defaults.ts";
import type { ColumnKinds, DeclaredTask, ProblemSpec, WorkflowSpec } from "./specs.ts";
import { type Workflow, workflowOf } from "./workflow.ts";

/**
 * Declares a workflow: what problem it solves, with which data, checks, features, candidates and gates. Everything but
 * `name`, `data` and the target has a default. Reads and runs nothing.
 * @throws WORKFLOW_DECLARATION_INVALID where a value has the wrong type or the target is absent
 * @example
 * export default defineWorkflow({
 *   name: "bird-strikes",
 *   problem: { task: "classification", target: (c) => c["Effect Amount of damage"].isNot("None") },
 *   data: table("birdstrikes.csv", { time: "Flight Date" }),
 * });
 */
export function defineWorkflow<Kinds extends ColumnKinds, T extends DeclaredTask = "classification">(
  declaration: Declaration<T, Kinds>,
): Workflow {
  const at = callSite();
  checkShape(declaration, at);
  // Only the editor knows which task it is; from here on every field is optional, as `checkShape` left it.
  const loose = declaration as unknown as LooseDeclaration;
  return workflowOf(specOf(loose, at), declaration as unknown as Readonly<Record<string, unknown>>, at);
}

function specOf(declared: LooseDeclaration, at: SourceLocation | undefined): WorkflowSpec {
  const problem = problemOf(declared.problem as LooseProblem, at);
  const { task } = problem;
  return {
    name: declared.name,
    problem,
    data: declared.data,
    checks: declared.checks ?? defaultChecks,
    features: featuresOf(declared, at),
    split: declared.split ?? defaultSplit(task, declared.data),
    candidates: withBaseline(task, declared.candidates ?? defaultCandidates(task)),
    search: { ...defaultSearch, ...withoutUndefined(declared.search ?? {}) },
    gates: declared.gates ?? defaultGates(problem),
    rollout: declared.rollout,
    monitor: declared.monitor,
    schedule: declared.schedule,
    seed: declared.seed ?? defaultSeed,
  };
}

/** A problem of any task, as its parts are read. */
type LooseProblem = Partial<Omit<ProblemSpec, "target">> & { readonly target?: unknown };

function problemOf(declared: LooseProblem, at: SourceLocation | undefined): ProblemSpec {
  const task = declared.task ?? defaultTask;
  const target = declared.target === undefined ? undefined : targetOf(declared.target, at);
  if (target === undefined && (task === "classification" || task === "regression")) {
    throw fail(
      "WORKFLOW_DECLARATION_INVALID",
      { path: "problem.target", expected: `what ${task} predicts: a column's name or an expression`, got: "nothing" },
      { at },
    );
  }
  return {
    objective: declared.objective,
    task,
    target,
    positive: declared.positive,
    metric: declared.metric ?? defaultMetrics[task],
    minimum: declared.minimum,
    goal: declared.goal,
    costs: declared.costs,
    people: declared.people ?? defaultPeople,
    risks: declared.risks ?? [],
  };
}

function targetOf(target: unknown, at: SourceLocation | undefined): Expression {
  if (typeof target === "string") return { type: "column", name: target };
  return checkedExpression("problem.target", typeof target === "function" ? target(columns()) : target, at);
}

function featuresOf(declared: LooseDeclaration, at: SourceLocation | undefined): Record<string, Expression> {
  if (declared.features === undefined) return {};
  const built: unknown = declared.features(columns());
  if (typeof built !== "object" || built === null) {
    throw fail(
      "WORKFLOW_DECLARATION_INVALID",
      { path: "features", expected: "a function that returns an object of expressions", got: String(built) },
      { at },
    );
  }
  return Object.fromEntries(
    Object.entries(built).map(([name, value]) => [name, checkedExpression(`features.${name}`, value, at)]),
  );
}

function checkedExpression(path: string, value: unknown, at: SourceLocation | undefined): Expression {
  const isBuilt = typeof value === "object" && value !== null && ("expression" in value || "type" in value);
  if (!isBuilt) {
    throw fail(
      "WORKFLOW_DECLARATION_INVALID",
      { path, expected: 'an expression over columns, like c["age"].gt(30)', got: String(value) },
      { at },
    );
  }
  return expressionOf(value as BuiltExpression | Expression);
}

function withoutUndefined<V extends object>(values: V): V {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as V;
}
