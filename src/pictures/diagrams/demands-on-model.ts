import { type GateDecision, intervalText, judge } from "../../evaluation/index.ts";
import { evaluateStep } from "../../run/index.ts";
import type { IntervalRecord } from "../../store/index.ts";
import type { GateSpec, PortableSpec } from "../../workflow/index.ts";
import { gateText, judgedBy, personText, targetText } from "../declared-words.ts";
import type { Evidence, Requirement } from "../mermaid/requirement-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import { metricOf } from "../metric-of.ts";
import { settingText } from "../setting-text.ts";
import { stepState, verdictState } from "../step-state.ts";
import type { RunView } from "../subject.ts";
import { count, figure } from "../words.ts";
import { type Demand, objective } from "./demand.ts";

/** The objective, and what the metric must and should reach. */
export function objectiveDemands(spec: PortableSpec, run: RunView | null): Demand[] {
  const { minimum, goal } = spec.problem;
  const verdict = run?.story.gates?.verdict;
  const state: PartState = run === null ? "planned" : verdict === undefined ? "skipped" : verdictState(verdict);
  const whole: Demand = {
    requirement: {
      kind: "requirement",
      id: "O",
      name: objective,
      text: spec.problem.objective ?? targetText(spec) ?? judgedBy(spec),
      risk: spec.problem.costs === undefined ? "medium" : "high",
      verify: "demonstration",
      state,
    },
    evidence: decider(spec),
    holds: false,
  };
  return [
    whole,
    ...(minimum === undefined ? [] : [boundDemand(spec, run, "minimum", minimum)]),
    ...(goal === undefined ? [] : [boundDemand(spec, run, "goal", goal)]),
  ];
}

/** Whether the objective is reached is for a person to say; the log has no such word yet. */
function decider(spec: PortableSpec): Evidence | null {
  if (spec.problem.people.decisionMaker === undefined) return null;
  return { name: personText(spec, "decisionMaker"), type: "person", reference: "", state: "planned" };
}

function boundDemand(spec: PortableSpec, run: RunView | null, name: "minimum" | "goal", bound: number): Demand {
  const { name: metric, label, greaterIsBetter } = metricOf(spec);
  const measured = run?.story.evaluation?.metrics[metric];
  const verdict = measured === undefined ? undefined : judge(measured, bound, greaterIsBetter ? "atLeast" : "atMost");
  const state: PartState = run === null ? "planned" : verdict === undefined ? "skipped" : verdictState(verdict);
  return {
    requirement: {
      kind: "performance",
      id: name === "minimum" ? "M" : "A",
      name,
      text: `${label} at ${greaterIsBetter ? "least" : "most"} ${figure(bound)}`,
      risk: name === "minimum" ? "high" : "low",
      verify: "test",
      state,
    },
    evidence: reportEvidence(run, measured),
    holds: verdict === "pass",
  };
}

function reportEvidence(run: RunView | null, measured: IntervalRecord | undefined): Evidence {
  const evaluation = run?.story.evaluation;
  const rows = evaluation == null ? "test rows" : `${count(evaluation.rows)} test rows`;
  return {
    name: "evaluation report",
    type: rows,
    reference: measured?.value == null ? "" : intervalText(measured, null).interval,
    state: stepState(run?.story ?? null, evaluateStep),
  };
}

/** Gates of other kinds are about how good the model is. */
const kinds: Readonly<Record<string, Pick<Requirement, "kind" | "risk" | "verify">>> = {
  latency: { kind: "performance", risk: "medium", verify: "demonstration" },
  maximumSize: { kind: "physical", risk: "low", verify: "inspection" },
  calibrated: { kind: "performance", risk: "medium", verify: "analysis" },
};

/** Each gate, with its decision. */
export function gateDemands(spec: PortableSpec, run: RunView | null): Demand[] {
  const decisions = run?.story.gates?.decisions ?? [];
  return spec.gates.map((gate, i): Demand => {
    const decision = decisions[i];
    const state: PartState =
      run === null ? "planned" : decision === undefined ? "skipped" : verdictState(decision.verdict);
    const refines = isTheMinimum(gate, spec) ? { refines: "minimum" } : {};
    return {
      requirement: {
        ...(kinds[gate.kind] ?? {
          kind: "performance",
          risk: spec.problem.costs === undefined ? "medium" : "high",
          verify: "test",
        }),
        id: `G${i + 1}`,
        name: `G${i + 1} ${gateText(gate)}`,
        text: settingText(gate.params),
        state,
      },
      evidence: decisionEvidence(i + 1, decision, state),
      holds: decision?.verdict === "pass",
      ...refines,
    };
  });
}

function isTheMinimum({ kind, params }: GateSpec, { problem }: PortableSpec): boolean {
  return kind === "meetsMinimum" && Object.keys(params).length === 0 && problem.minimum !== undefined;
}

function decisionEvidence(number: number, decision: GateDecision | undefined, state: PartState): Evidence {
  const name = `decision on G${number}`;
  if (decision === undefined) return { name, type: "gate", reference: "on test rows", state };
  const words = { pass: "holds", fail: "fails", insufficient: "too little evidence" };
  const { verdict, estimate, bound, reason } = decision;
  const text = estimate?.value == null ? null : intervalText(estimate, bound);
  const reference = text === null ? reason : bound === null ? text.interval : `${text.interval} against ${text.bound}`;
  return { name, type: `gate: ${words[verdict]}`, reference, state };
}

/** What must hold after the gates. The log doesn't tell of it yet, so it is planned, in a run as well. */
export function lifeDemands(spec: PortableSpec): Demand[] {
  const { rollout, monitor } = spec;
  const demands: Demand[] = [];
  if (rollout?.approval !== undefined) {
    const person = personText(spec, rollout.approval);
    demands.push({
      requirement: {
        kind: "constraint",
        id: "P",
        name: "approval",
        text: `${person} approves before it answers requests`,
        risk: "high",
        verify: "inspection",
        state: "planned",
      },
      evidence: { name: `approval by ${person}`, type: "person", reference: "", state: "planned" },
      holds: false,
    });
  }
  if (monitor !== undefined) {
    demands.push({
      requirement: {
        kind: "performance",
        id: "W",
        name: "in production",
        text: `${judgedBy(spec)}, in windows of ${monitor.window}`,
        risk: "high",
        verify: "demonstration",
        state: "planned",
      },
      evidence: { name: "monitor", type: "predictions and labels", reference: "", state: "planned" },
      holds: false,
    });
  }
  return demands;
}
