import { listNames, suggestion } from "../../../errors/index.ts";
import type { GateSpec } from "../../specs.ts";
import { columnFault, columnFix } from "../columns-read.ts";
import type { LintInput, Rule } from "../rule.ts";
import { metricFault } from "./problem.ts";

const place = ({ at }: GateSpec, index: number, { locate }: LintInput) => at ?? locate(["gates", index]);

/** Gates that say nothing of a metric, so need no labels. */
const metricless = ["latency", "maximumSize"];

export const gateKnown: Rule = {
  name: "gate-known",
  severity: "error",
  summary: "Every gate is one that exists.",
  example: {
    code: 'gates: [{ kind: "meetMinimum", params: {} }]',
    message: 'gate "meetMinimum" doesn\'t exist. Did you mean "meetsMinimum"?',
  },
  *check(input) {
    const known = input.catalogue.gates;
    for (const [index, gate] of input.spec.gates.entries()) {
      if (known.includes(gate.kind)) continue;
      yield {
        message: `gate "${gate.kind}" doesn't exist.${suggestion(gate.kind, known)}`,
        fix: `Use one of ${listNames(known, 20)}.`,
        at: place(gate, index, input),
      };
    }
  },
};

export const gateMinimum: Rule = {
  name: "gate-minimum",
  severity: "error",
  summary: "A gate that holds a metric to a minimum finds one: its own or the problem's.",
  example: {
    code: "gates: [meetsMinimum()]",
    message: 'gate "meetsMinimum" has no minimum: neither the gate nor `problem` declares one.',
  },
  *check(input) {
    const { problem, gates } = input.spec;
    for (const [index, gate] of gates.entries()) {
      if (gate.kind !== "meetsMinimum" || gate.params?.["minimum"] !== undefined) continue;
      const at = place(gate, index, input);
      const metric = gate.params?.["metric"];
      if (problem.minimum === undefined) {
        const message = 'gate "meetsMinimum" has no minimum: neither the gate nor `problem` declares one.';
        yield { message, fix: "Declare problem.minimum, or use betterThanBaseline().", at };
      } else if (metric !== undefined && metric !== problem.metric) {
        const message = `gate "meetsMinimum" of ${metric} has no minimum: problem.minimum is of ${problem.metric}.`;
        yield { message, fix: `Write meetsMinimum("${metric}", MINIMUM).`, at };
      }
    }
  },
};

export const gateColumns: Rule = {
  name: "gate-columns",
  severity: "error",
  summary: "The columns that gates slice by exist and aren't dropped.",
  example: {
    code: 'gates: [slice("sise", { minimum: 0.6 })]',
    message:
      'gate "slice" reads column "sise", but the data has no such column. Did you mean "size"? Columns: day, speed, size, damage, cost, age.',
  },
  *check(input) {
    for (const [index, gate] of input.spec.gates.entries()) {
      const column = gate.params?.["column"];
      const fault = typeof column === "string" ? columnFault(column, input) : undefined;
      if (fault === undefined) continue;
      yield {
        message: `gate "${gate.kind}" reads column "${column}", ${fault}.`,
        fix: columnFix(String(column), input),
        at: place(gate, index, input),
      };
    }
  },
};

export const gateMetrics: Rule = {
  name: "gate-metrics",
  severity: "error",
  summary: "The metrics that gates name exist and fit the task.",
  example: {
    code: 'gates: [meetsMinimum("recalScore", 0.6)]',
    message:
      'gate "meetsMinimum" speaks of "recalScore", which doesn\'t exist. Did you mean "recallScore"? Metrics of classification: rocAucScore, averagePrecisionScore, accuracyScore, balancedAccuracyScore, precisionScore, recallScore, f1Score, logLoss, brierScoreLoss.',
  },
  *check(input) {
    for (const [index, gate] of input.spec.gates.entries()) {
      const metric = gate.params?.["metric"];
      const fault = typeof metric === "string" ? metricFault(metric, input) : undefined;
      if (fault === undefined) continue;
      yield {
        message: `gate "${gate.kind}" speaks of "${metric}", ${fault}.`,
        fix: "Use one of the metrics listed, or leave it out for the problem's own.",
        at: place(gate, index, input),
      };
    }
  },
};

export const gateFits: Rule = {
  name: "gate-fits",
  severity: "error",
  summary: "Gates can be asked of the task: probabilities only of classifiers, metrics of anomalies only with labels.",
  example: {
    code: 'problem: { task: "anomaly", minimum: 0.8 }',
    message: 'gate "meetsMinimum" measures rocAucScore, but there are no labels: problem.target is not declared.',
  },
  *check(input) {
    const { task, target, metric } = input.spec.problem;
    for (const [index, gate] of input.spec.gates.entries()) {
      const at = place(gate, index, input);
      if (gate.kind === "calibrated" && task !== "classification") {
        const message = `gate "calibrated" judges probabilities, and ${task} has none.`;
        yield { message, fix: "Take the gate out.", at };
      } else if (task === "anomaly" && target === undefined && !metricless.includes(gate.kind)) {
        const named = gate.params?.["metric"] ?? metric;
        const message = `gate "${gate.kind}" measures ${named}, but there are no labels: problem.target is not declared.`;
        yield { message, fix: "Declare problem.target, or use only gates like latency and maximumSize.", at };
      }
    }
  },
};

export const gatesPresent: Rule = {
  name: "gates-present",
  severity: "warning",
  summary: "Some gate stands between a model and its users.",
  example: { code: "gates: []", message: "no gate stands between a model and its users: every run registers one." },
  *check(input) {
    if (input.spec.gates.length > 0) return;
    yield {
      message: "no gate stands between a model and its users: every run registers one.",
      fix: "Declare problem.minimum and meetsMinimum(), or at least latency({ p99Ms }).",
      at: input.locate(["gates"]),
    };
  },
};
