import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isMillraceError, type MillraceError } from "../errors/index.ts";
import { estimatorTable, metricsFor } from "../ml/index.ts";
import { defaultCandidateNames, defaultMetrics } from "./defaults.ts";
import { defineWorkflow } from "./define-workflow.ts";
import type { SourceSpec, WorkflowSpec } from "./specs.ts";
import { declaredTasks, tasksOf } from "./task-types.ts";
import { isWorkflow } from "./workflow.ts";

const data: SourceSpec = { kind: "csv", path: "x.csv", options: {} };

function refusal(declaration: unknown): MillraceError {
  try {
    defineWorkflow(declaration as never);
  } catch (error) {
    if (isMillraceError(error, "WORKFLOW_DECLARATION_INVALID")) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("defineWorkflow", () => {
  it("fills in everything but name, data and target", () => {
    const workflow = defineWorkflow({ name: "x", problem: { target: "y" }, data });
    expect(isWorkflow(workflow)).toBe(true);
    expect(workflow.at).toEqual({ file: fileURLToPath(import.meta.url), line: 25 });
    expect({ ...workflow.spec, candidates: [] }).toEqual({
      name: "x",
      problem: {
        task: "classification",
        target: { type: "column", name: "y" },
        metric: "rocAucScore",
        people: {},
        risks: [],
      },
      data,
      checks: [],
      features: {},
      split: { kind: "stratified", test: 0.2 },
      candidates: [],
      search: { method: "random", trials: 12, folds: 5 },
      gates: [{ kind: "betterThanBaseline", params: {} }],
      seed: 1,
    } satisfies WorkflowSpec);
  });

  it("keeps what is declared, expressions as trees", () => {
    const { spec } = defineWorkflow({
      name: "x",
      problem: { task: "regression", target: (c) => c["a"].log(), minimum: 3 },
      data,
      features: (c) => ({ b: c["a"].gt(2) }),
      search: { trials: 40 },
      seed: 7,
    });
    expect(spec.problem).toMatchObject({
      target: { type: "call", operation: "log" },
      metric: "rootMeanSquaredError",
      minimum: 3,
    });
    expect(spec.features["b"]).toMatchObject({ operation: "gt", args: [{ name: "a" }, { value: 2 }] });
    expect(spec.search).toEqual({ method: "random", trials: 40, folds: 5 });
    expect([spec.split.kind, spec.gates, spec.seed]).toEqual(["random", [{ kind: "meetsMinimum", params: {} }], 7]);
  });

  it("splits by time where the table says what orders its rows", () => {
    const timed: SourceSpec = { ...data, options: { time: "day" } };
    expect(defineWorkflow({ name: "x", problem: { target: "y" }, data: timed }).spec.split.kind).toBe("time");
  });

  it("asks for no target and no gate where there is nothing to compare with", () => {
    expect(defineWorkflow({ name: "x", problem: { task: "anomaly" }, data }).spec.gates).toEqual([]);
    const { spec } = defineWorkflow({ name: "x", problem: { task: "clustering" }, data });
    expect(spec.problem.target).toBeUndefined();
    expect(spec.candidates.map(({ name }) => name)).not.toContain("baseline");
  });

  it("takes a feature called __proto__ for a name", () => {
    const features = () => JSON.parse('{ "__proto__": { "type": "literal", "value": 1 } }') as Record<string, never>;
    const { spec } = defineWorkflow({ name: "x", problem: { target: "y" }, data, features });
    expect(Object.keys(spec.features)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(spec.features)).toBe(Object.prototype);
  });

  it.each([
    [undefined, "the declaration must be an object, got nothing."],
    [{ problem: { target: "y" }, data }, "name must be text, got nothing."],
    [
      { name: "x", problem: { target: "y" } },
      'data must be what a builder returns, like table("data.csv"), got nothing.',
    ],
    [{ name: "x", problem: { target: "y" }, data: "x.csv" }, 'got "x.csv".'],
    [{ name: "x", data, problem: {} }, "problem.target must be what classification predicts"],
    [{ name: "x", data, problem: { task: "regresion", target: "y" } }, 'problem.task must be one of "classification"'],
    [{ name: "x", data, problem: { target: "y", minimum: "0.7" } }, 'problem.minimum must be a number, got "0.7".'],
    [{ name: "x", data, problem: { target: () => true } }, "problem.target must be an expression over columns"],
    [{ name: "x", data, problem: { target: "y" }, features: () => ({ a: 1 }) }, "features.a must be an expression"],
    [{ name: "x", data, problem: { target: "y" }, gates: [() => 1] }, "gates must be a list of what builders return"],
    [
      { name: "x", data, problem: { target: "y" }, rollout: { canary: ["5%"] } },
      "rollout.canary must be a list of numbers",
    ],
  ])("refuses %j", (declaration, message) => {
    expect(refusal(declaration).message).toContain(message);
  });
});

describe("defaults", () => {
  it("name estimators and metrics that exist and fit", () => {
    for (const task of declaredTasks) {
      for (const name of defaultCandidateNames[task]) {
        expect(estimatorTable[name]?.tasks, name).toEqual(expect.arrayContaining([...tasksOf[task]]));
      }
      for (const one of tasksOf[task]) {
        expect(metricsFor(one).map((metric) => metric.name)).toContain(defaultMetrics[task]);
      }
    }
    expect(estimatorTable["baseline"]?.tasks).toEqual(["binary", "multiclass", "regression"]);
  });
});
