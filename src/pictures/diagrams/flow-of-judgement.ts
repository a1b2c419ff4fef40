import { intervalText } from "../../evaluation/index.ts";
import type { RunStory } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { gateText, judgedBy, personText } from "../declared-words.ts";
import type { FlowEdge, FlowGroup, FlowNode } from "../mermaid/flow-graph.ts";
import type { PartState } from "../mermaid/states.ts";
import { metricOf } from "../metric-of.ts";
import { stepState, verdictState } from "../step-state.ts";
import { count, folded } from "../words.ts";
import { stepNode } from "./step-node.ts";

/** From a model to a version, or to an alert that says why not. */
export function judgementRow(spec: PortableSpec, story: RunStory | null, fold: number): FlowGroup {
  const verdict = story?.gates?.verdict ?? null;
  const kindOf = (wanted: boolean): FlowEdge["kind"] =>
    story === null ? "possible" : verdict !== null && wanted ? "taken" : "not-taken";
  const asked: FlowEdge["kind"] =
    story === null ? "possible" : story.steps.some(({ step }) => step === "gate") ? "taken" : "not-taken";
  return {
    id: "judgement",
    title: "Judgement",
    nodes: [evaluateNode(spec, story), gateNode(spec, story, fold), registerNode(story), alertNode(spec, story)],
    edges: [
      { from: "evaluate", to: "gate", kind: asked },
      { from: "gate", to: "register", label: "every gate holds", kind: kindOf(verdict === "pass") },
      { from: "gate", to: "alert", label: "one fails", kind: kindOf(verdict === "fail") },
      { from: "gate", to: "alert", label: "too little evidence", kind: kindOf(verdict === "insufficient") },
    ],
  };
}

function evaluateNode(spec: PortableSpec, story: RunStory | null): FlowNode {
  const { name, label } = metricOf(spec);
  const report = story?.evaluation;
  const measured = report?.metrics[name];
  const value = measured?.value == null ? [judgedBy(spec)] : [`${label} ${intervalText(measured, null).interval}`];
  const rows = report == null ? [] : [`${count(report.rows)} rows that nothing was learned from`];
  return stepNode(story, "evaluate", [...value, ...rows]);
}

function gateNode(spec: PortableSpec, story: RunStory | null, fold: number): FlowNode {
  const words = { pass: "holds", fail: "fails", insufficient: "open" };
  const decided = story?.gates;
  const lines =
    decided == null
      ? folded(spec.gates, fold, gateText, "gate")
      : folded(decided.decisions, fold, ({ gate, verdict }) => `${words[verdict]}: ${gate}`, "gate");
  const shown = lines.length === 0 ? ["none declared"] : lines;
  const look = decided == null ? {} : { state: verdictState(decided.verdict) };
  return stepNode(story, "gate", shown, { shape: "decision", ...look });
}

function registerNode(story: RunStory | null): FlowNode {
  const model = story?.registration?.model;
  const lines =
    model == null ? ["a version is registered"] : [`${model.name}@${model.version}`, model.digest.slice(0, 19)];
  const state: PartState = story === null ? "planned" : model == null ? "skipped" : stepState(story, "register");
  return { id: "register", shape: "outcome", lines, state };
}

function alertNode(spec: PortableSpec, story: RunStory | null): FlowNode {
  const isTold = story?.gates != null && story.gates.verdict !== "pass";
  const state: PartState = story === null ? "planned" : isTold ? verdictState(story.gates!.verdict) : "skipped";
  return {
    id: "alert",
    shape: "outcome",
    lines: ["no version; an alert says why", `to ${personText(spec, "onCall")}`],
    state,
  };
}
