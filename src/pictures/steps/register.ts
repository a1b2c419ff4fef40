import { registerStep } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { judgedBy, personText } from "../declared-words.ts";
import type { FlowEdge, FlowNode } from "../mermaid/flow-graph.ts";
import { answer, call, either, note } from "../mermaid/sequence-lines.ts";
import type { PartState } from "../mermaid/states.ts";
import { stepState, verdictState } from "../step-state.ts";
import type { FlowView, StepPicture } from "./step-picture.ts";

/** What comes of the gates: a version, or an alert that says why there is none. */
export const registerPicture: StepPicture = {
  step: registerStep,
  flow(view) {
    const version = versionNode(view);
    const alert = alertNode(view);
    return { nodes: [version, alert], edges: outcomes(view, version.id, alert.id), exit: { from: version.id } };
  },
  declared: (spec) =>
    either([
      {
        when: `every gate passes (${judgedBy(spec)})`,
        lines: [
          call("validator", "registry", "register a version"),
          ...aliasesOf(spec).map((alias) => call("registry", "deployment", `deploy: alias ${alias} moves to it`)),
          answer("pipeline", "engineer", "the run succeeded, with a new version"),
        ],
      },
      {
        when: "a gate fails, or the evidence is insufficient",
        lines: [
          call("validator", "engineer", `alert: no version, and why, for ${personText(spec, "onCall")}`),
          note(["engineer", "pipeline"], ["change data, features or candidates, and run again"]),
        ],
      },
    ]),
};

function aliasesOf({ rollout }: PortableSpec): string[] {
  return rollout === undefined ? ["staging", "champion"] : ["staging"];
}

/** One arrow for each verdict that the gates may come to. */
function outcomes({ run, before }: FlowView, version: string, alert: string): FlowEdge[] {
  if (before === null) return [];
  const { from } = before;
  const verdict = run?.story.gates?.verdict ?? null;
  const kindOf = (wanted: typeof verdict): FlowEdge["kind"] =>
    run === null ? "possible" : verdict === wanted ? "taken" : "not-taken";
  return [
    { from, to: version, label: "every gate holds", kind: kindOf("pass") },
    { from, to: alert, label: "one fails", kind: kindOf("fail") },
    { from, to: alert, label: "too little evidence", kind: kindOf("insufficient") },
  ];
}

function versionNode(view: FlowView): FlowNode {
  const { instance, run } = view;
  const story = run?.story ?? null;
  const model = story?.registration?.model;
  const lines =
    model == null ? ["a version is registered"] : [`${model.name}@${model.version}`, model.digest.slice(0, 19)];
  const state: PartState = story === null ? "planned" : model == null ? "skipped" : stepState(story, instance);
  return { id: instance.id, shape: "outcome", lines, state };
}

function alertNode({ spec, run }: FlowView): FlowNode {
  const gates = run?.story.gates ?? null;
  const isTold = gates !== null && gates.verdict !== "pass";
  const state: PartState = run === null ? "planned" : isTold ? verdictState(gates.verdict) : "skipped";
  return {
    id: "alert",
    shape: "outcome",
    lines: ["no version; an alert says why", `to ${personText(spec, "onCall")}`],
    state,
  };
}
