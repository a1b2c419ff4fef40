import { entry } from "./entry.ts";

/** What can go wrong in `evaluation/`. */
export const evaluationErrors = {
  EVALUATION_GATE_UNKNOWN: entry<{ gate: string; suggestion: string; gates: string }>({
    status: 400,
    exit: 2,
    meaning: "A workflow declares a gate that doesn't exist.",
    message: (d) => `There is no gate "${d.gate}".${d.suggestion} Gates: ${d.gates}.`,
    fix: () => "Use one of the gates listed.",
  }),
  EVALUATION_GATE_PARAMETER_INVALID: entry<{ gate: string; parameter: string; expected: string; got: string }>({
    status: 400,
    exit: 2,
    meaning: "A gate was given a parameter of the wrong type or out of its range.",
    message: (d) => `Gate "${d.gate}": ${d.parameter} must be ${d.expected}, got ${d.got}.`,
    fix: (d) => `See the parameters of "${d.gate}" in docs/reference/gates.md.`,
  }),
  EVALUATION_METRIC_UNKNOWN: entry<{ gate: string; metric: string; task: string; suggestion: string; metrics: string }>(
    {
      status: 400,
      exit: 2,
      meaning: "A gate names a metric that doesn't exist or isn't one of the task's.",
      message: (d) =>
        `Gate "${d.gate}" reads the metric "${d.metric}", which ${d.task} doesn't have.${d.suggestion} Metrics: ${d.metrics}.`,
      fix: () => "Name one of the metrics listed.",
    },
  ),
  EVALUATION_MINIMUM_MISSING: entry<{ metric: string }>({
    status: 400,
    exit: 2,
    meaning: "The gate meetsMinimum has no minimum to hold the metric against.",
    message: (d) => `Gate "meetsMinimum" has no minimum for ${d.metric}.`,
    fix: (d) => `Declare problem.minimum, write meetsMinimum("${d.metric}", 0.7), or use betterThanBaseline().`,
  }),
  EVALUATION_COLUMN_UNKNOWN: entry<{ gate: string; column: string; suggestion: string; columns: string }>({
    status: 400,
    exit: 2,
    meaning: "A gate reads a column that the data doesn't have.",
    message: (d) =>
      `Gate "${d.gate}" reads column "${d.column}", but the data has no such column.${d.suggestion} Columns: ${d.columns}.`,
    fix: () => "Name one of the columns listed.",
  }),
  EVALUATION_PROBABILITIES_NEEDED: entry<{ gate: string; task: string }>({
    status: 400,
    exit: 2,
    meaning: "A gate judges probabilities, and the model or the task has none.",
    message: (d) => `Gate "${d.gate}" judges the probabilities of a classification; this is ${d.task} without them.`,
    fix: (d) => `Remove the gate "${d.gate}", or choose candidates that give probabilities.`,
  }),
  EVALUATION_LATENCY_UNMEASURED: entry({
    status: 500,
    exit: 1,
    meaning: "The gate latency was decided where nothing can be measured.",
    message: () => 'Gate "latency" needs a measurement, and this run brings none.',
    fix: () => "Decide measured gates in a run on the machine that will serve.",
  }),
} as const;
