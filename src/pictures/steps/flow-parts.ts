import type { RunStory, StepInstance } from "../../run/index.ts";
import { stepNode } from "../diagrams/step-node.ts";
import type { FlowEdge, FlowNode } from "../mermaid/flow-graph.ts";
import { stepOf } from "../step-state.ts";
import type { FlowExit, FlowPart, FlowView } from "./step-picture.ts";

/** One box with these lines, and the arrow that leads to it. */
export function flowBox(
  view: FlowView,
  lines: readonly string[],
  look: Partial<Pick<FlowNode, "shape" | "state">> = {},
): FlowPart & { readonly node: FlowNode } {
  const { instance, run, before } = view;
  const node = stepNode(run?.story ?? null, instance, lines, look);
  return { node, nodes: [node], edges: edgesInto(view, before, node.id), exit: { from: node.id } };
}

/** The arrow from what comes before; none into the first step of a row. */
export function edgesInto({ instance, run }: FlowView, before: FlowExit | null, to: string): FlowEdge[] {
  if (before === null) return [];
  return [{ from: before.from, to, label: before.label, kind: reached(run?.story ?? null, instance) }];
}

/** An arrow into a step is taken once the step was begun or reused. */
export function reached(story: RunStory | null, instance: Pick<StepInstance, "id">): FlowEdge["kind"] {
  if (story === null) return "possible";
  return stepOf(story, instance) === undefined ? "not-taken" : "taken";
}
