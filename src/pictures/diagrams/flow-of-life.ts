import type { RunStory } from "../../run/index.ts";
import type { PortableSpec } from "../../workflow/index.ts";
import { judgedBy, personText } from "../declared-words.ts";
import type { FlowEdge, FlowGroup, FlowNode } from "../mermaid/flow-graph.ts";
import type { PartState } from "../mermaid/states.ts";

/** What becomes of a version: its aliases, and what the declaration wants of its life after that. */
export function lifeRow(spec: PortableSpec, story: RunStory | null): FlowGroup {
  const aliases = story?.registration?.aliases ?? [];
  const stateOf = (alias: string): PartState =>
    story === null ? "planned" : aliases.includes(alias) ? "done" : "skipped";
  // The rest is declared, and nothing of it is in the log of a run: it is drawn as planned, never as done.
  const nodes: FlowNode[] = [
    { id: "staging", shape: "step", lines: ["alias staging"], state: stateOf("staging") },
    ...rolloutNodes(spec),
    { id: "champion", shape: "step", lines: ["alias champion", "answers requests"], state: stateOf("champion") },
    ...monitorNodes(spec),
  ];
  return { id: "life", title: "Life", nodes, edges: chain(nodes, story, aliases) };
}

function chain(nodes: readonly FlowNode[], story: RunStory | null, aliases: readonly string[]): FlowEdge[] {
  return nodes.slice(1).map((node, i): FlowEdge => {
    const wasTaken = node.id === "champion" && aliases.includes("champion");
    return { from: nodes[i]!.id, to: node.id, kind: story === null ? "possible" : wasTaken ? "taken" : "not-taken" };
  });
}

function rolloutNodes(spec: PortableSpec): FlowNode[] {
  const { rollout } = spec;
  if (rollout === undefined) return [];
  const { shadow, approval, canary } = rollout;
  const nodes: FlowNode[] = [];
  if (shadow !== undefined) {
    nodes.push({
      id: "shadow",
      shape: "step",
      lines: [`shadow for ${shadow}`, "sees traffic, answers nobody"],
      state: "planned",
    });
  }
  if (approval !== undefined) {
    nodes.push({
      id: "approval",
      shape: "decision",
      lines: [personText(spec, approval), "approves?"],
      state: "planned",
    });
  }
  if (canary !== undefined) {
    const steps = canary.map((percent) => `${percent} %`).join(", ");
    nodes.push({ id: "canary", shape: "step", lines: ["canary", steps], state: "planned" });
  }
  return nodes;
}

function monitorNodes(spec: PortableSpec): FlowNode[] {
  const { monitor } = spec;
  if (monitor === undefined) return [];
  const labels = monitor.labels === undefined ? [] : [`labels after ${monitor.labels.delay}`];
  const lines = ["monitor", `windows of ${monitor.window}`, ...labels, judgedBy(spec)];
  return [{ id: "monitor", shape: "decision", lines, state: "planned" }];
}

/** Ways back: a candidate that isn't good enough, a model that no longer is, and the clock. */
export function feedbackEdges(spec: PortableSpec, story: RunStory | null): FlowEdge[] {
  const isRefused = story?.gates != null && story.gates.verdict !== "pass";
  const edges: FlowEdge[] = [
    {
      from: "judgement",
      to: "learning",
      label: isRefused ? "not accepted: change data, features or candidates" : "not accepted: try again",
      kind: "feedback",
    },
  ];
  if (spec.monitor !== undefined) {
    edges.push({ from: "life", to: "data", label: "between minimum and goal, or drift: retrain", kind: "feedback" });
  }
  if (spec.schedule !== undefined) {
    edges.push({ from: "life", to: "data", label: `on schedule ${spec.schedule}`, kind: "feedback" });
  }
  return edges;
}
