import { listNames, suggestion } from "../../../errors/index.ts";
import { tasksOf } from "../../task-types.ts";
import { columnFault, columnFix, columnsRead, kindOf, plainColumn } from "../columns-read.ts";
import type { LintCatalogue, LintInput, Problem, Rule } from "../rule.ts";

type MetricEntry = LintCatalogue["metrics"][number];

/** The metric that the problem declares, if it exists. */
export function metricOf({ spec, catalogue }: LintInput): MetricEntry | undefined {
  return catalogue.metrics.find((metric) => metric.name === spec.problem.metric);
}

/** Names of the metrics that fit the declared task. */
export function fittingMetrics({ spec, catalogue }: LintInput): string[] {
  const tasks = tasksOf[spec.problem.task];
  return catalogue.metrics
    .filter((metric) => metric.tasks.some((task) => tasks.includes(task)))
    .map(({ name }) => name);
}

/** Why a metric can't be used, as a sentence's end; undefined where it can. */
export function metricFault(name: string, input: LintInput): string | undefined {
  const fitting = fittingMetrics(input);
  if (fitting.includes(name)) return undefined;
  const exists = input.catalogue.metrics.some((metric) => metric.name === name);
  const what = exists ? `which is no metric of ${input.spec.problem.task}` : "which doesn't exist";
  return `${what}.${exists ? "" : suggestion(name, fitting)} Metrics of ${input.spec.problem.task}: ${listNames(fitting)}`;
}

export const metricKnown: Rule = {
  name: "metric-known",
  severity: "error",
  summary: "`problem.metric` exists and fits the task.",
  example: {
    code: 'problem: { task: "regression", target: "cost", metric: "rocAucScore" }',
    message:
      'problem.metric is "rocAucScore", which is no metric of regression. Metrics of regression: meanAbsoluteError, meanSquaredError, rootMeanSquaredError, r2Score.',
  },
  *check(input) {
    const { metric } = input.spec.problem;
    const fault = metricFault(metric, input);
    if (fault === undefined) return;
    yield {
      message: `problem.metric is "${metric}", ${fault}.`,
      fix: "Use one of the metrics listed, or leave `metric` out for the task's default.",
      at: input.locate(["problem", "metric"]),
    };
  },
};

export const boundsInRange: Rule = {
  name: "bounds-in-range",
  severity: "error",
  summary: "`minimum` and `goal` are values that the metric can have.",
  example: {
    code: 'problem: { target: "damage", metric: "rocAucScore", minimum: 72 }',
    message: "problem.minimum is 72, but rocAucScore lies between 0 and 1.",
  },
  *check(input) {
    const metric = metricOf(input);
    if (metric === undefined) return;
    const [low, high] = [Math.min(...metric.range), Math.max(...metric.range)];
    for (const bound of ["minimum", "goal"] as const) {
      const value = input.spec.problem[bound];
      if (value === undefined || (value >= low && value <= high && Number.isFinite(value))) continue;
      yield {
        message: `problem.${bound} is ${value}, but ${metric.name} ${rangeText(low, high)}.`,
        fix: high === 1 && value > 1 && value <= 100 ? `Write ${bound}: ${value / 100}.` : `Correct problem.${bound}.`,
        at: input.locate(["problem", bound]),
      };
    }
  },
};

export const goalBeyondMinimum: Rule = {
  name: "goal-beyond-minimum",
  severity: "error",
  summary: "`goal` is better than `minimum`: higher for scores, lower for errors and losses.",
  example: {
    code: 'problem: { task: "regression", target: "cost", metric: "meanAbsoluteError", minimum: 10, goal: 20 }',
    message: "problem.goal is 20, which is worse than the minimum of 10: for meanAbsoluteError, lower is better.",
  },
  *check(input) {
    const metric = metricOf(input);
    const { minimum, goal } = input.spec.problem;
    if (metric === undefined || minimum === undefined || goal === undefined) return;
    if (metric.greaterIsBetter ? goal >= minimum : goal <= minimum) return;
    const better = metric.greaterIsBetter ? "higher" : "lower";
    yield {
      message: `problem.goal is ${goal}, which is worse than the minimum of ${minimum}: for ${metric.name}, ${better} is better.`,
      fix: "Swap the two, or correct one of them.",
      at: input.locate(["problem", "goal"]),
    };
  },
};

export const costsSane: Rule = {
  name: "costs-sane",
  severity: "error",
  summary: "`costs` are money per error of a classifier: none negative, not all zero.",
  example: {
    code: 'problem: { target: "damage", costs: { falseNegative: -5, falsePositive: 1 } }',
    message: "problem.costs.falseNegative is -5; a cost can't be negative.",
  },
  *check({ spec, locate }) {
    const { costs, task } = spec.problem;
    if (costs === undefined) return;
    const at = locate(["problem", "costs"]);
    const fix = "Give what one error costs, in any one currency: { falseNegative: 12_000, falsePositive: 400 }.";
    if (task !== "classification") {
      yield { message: `problem.costs are for classification; the task is ${task}.`, fix: "Take `costs` out.", at };
      return;
    }
    for (const key of ["falseNegative", "falsePositive"] as const) {
      const cost: unknown = costs[key];
      const path = ["problem", "costs", key];
      if (typeof cost !== "number") yield { message: `problem.costs has no ${key}.`, fix, at };
      else if (cost < 0) {
        yield { message: `problem.costs.${key} is ${cost}; a cost can't be negative.`, fix, at: locate(path) };
      } else if (!Number.isFinite(cost))
        yield { message: `problem.costs.${key} must be finite.`, fix, at: locate(path) };
    }
    if (costs.falseNegative === 0 && costs.falsePositive === 0) {
      yield { message: "problem.costs are both 0: they say nothing of the threshold.", fix, at };
    }
  },
};

export const positiveFits: Rule = {
  name: "positive-fits",
  severity: "error",
  summary: "`positive` names a label, and only classification and anomaly detection have labels.",
  example: {
    code: 'problem: { task: "regression", target: "cost", positive: "yes" }',
    message: 'problem.positive is "yes", but regression has no classes.',
  },
  *check({ spec, locate }) {
    const { positive, task } = spec.problem;
    if (positive === undefined || task === "classification" || task === "anomaly") return;
    yield {
      message: `problem.positive is "${positive}", but ${task} has no classes.`,
      fix: "Take `positive` out.",
      at: locate(["problem", "positive"]),
    };
  },
};

export const peopleNamed: Rule = {
  name: "people-named",
  severity: "error",
  summary: "Every declared role has a person.",
  example: {
    code: 'problem: { target: "damage", people: { gatekeeper: " " } }',
    message: "problem.people.gatekeeper names nobody.",
  },
  *check({ spec, locate }) {
    for (const [role, person] of Object.entries(spec.problem.people as Record<string, unknown>)) {
      if (typeof person === "string" && person.trim() !== "") continue;
      yield {
        message: `problem.people.${role} names nobody.`,
        fix: "Write a name, or take the role out.",
        at: locate(["problem", "people", role]),
      };
    }
  },
};

export const targetReadable: Rule = {
  name: "target-readable",
  severity: "error",
  summary: "The target's columns exist and aren't dropped.",
  example: {
    code: 'problem: { target: "damge" }',
    message:
      'problem.target reads column "damge", but the data has no such column. Did you mean "damage"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    const { target } = input.spec.problem;
    if (target === undefined) return;
    for (const column of columnsRead(target)) {
      const fault = columnFault(column, input);
      if (fault === undefined) continue;
      yield {
        message: `problem.target reads column "${column}", ${fault}.`,
        fix: columnFix(column, input),
        at: input.locate(["problem", "target"]),
      };
    }
  },
};

const wrongKinds: Readonly<Record<string, readonly string[]>> = {
  regression: ["category", "text", "date", "constant"],
  classification: ["date", "constant"],
  clustering: [],
  anomaly: ["date"],
};

export const targetKind: Rule = {
  name: "target-kind",
  severity: "error",
  summary: "A target that is a plain column has a kind that the task can predict.",
  example: {
    code: 'problem: { task: "regression", target: "size", metric: "r2Score" }',
    message: 'problem.target is column "size" of kind category, which regression can\'t predict.',
  },
  *check(input): Iterable<Problem> {
    const { task, target } = input.spec.problem;
    const column = plainColumn(target);
    const kind = column === undefined ? undefined : kindOf(column, input);
    if (column === undefined || kind === undefined || !wrongKinds[task]!.includes(kind)) return;
    const fix =
      kind === "category" || kind === "text"
        ? 'Write task: "classification", or declare its kind: table(path, { kinds: { … : "number" } }).'
        : "Choose another target, or make an expression of it.";
    yield {
      message:
        kind === "constant"
          ? `problem.target is column "${column}", which holds fewer than two different values.`
          : `problem.target is column "${column}" of kind ${kind}, which ${task} can't predict.`,
      fix,
      at: input.locate(["problem", "target"]),
    };
  },
};

function rangeText(low: number, high: number): string {
  if (Number.isFinite(low) && Number.isFinite(high)) return `lies between ${low} and ${high}`;
  return Number.isFinite(low) ? `is never below ${low}` : `is never above ${high}`;
}
