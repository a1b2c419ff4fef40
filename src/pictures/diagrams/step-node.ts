import type { RunStory, StepInstance } from "../../run/index.ts";
import type { FlowNode } from "../mermaid/flow-graph.ts";
import { stepOf, stepState, stepTitle } from "../step-state.ts";
import { spell } from "../words.ts";

/** A step as a box: what it does, what came of it, how it stands; how long it took is a remark. */
export function stepNode(
  story: RunStory | null,
  { id, type }: StepInstance,
  lines: readonly string[],
  look: Partial<Pick<FlowNode, "shape" | "state">> = {},
): FlowNode {
  const title = stepTitle({ instance: id, step: type.name });
  const remark = story === null ? undefined : remarkOf(story, id);
  return { id: nodeId(id), shape: "step", lines: [title, ...lines], remark, state: stepState(story, { id }), ...look };
}

/** A word that Mermaid takes for one. */
function nodeId(instance: string): string {
  return instance.replaceAll(/[^\w]/g, "_");
}

function remarkOf(story: RunStory, id: string): string | undefined {
  const row = stepOf(story, { id });
  if (row === undefined) return undefined;
  if (row.status === "failed") {
    return `failed: ${(JSON.parse(row.error ?? "{}") as { code?: string }).code ?? "no reason kept"}`;
  }
  if (row.status === "cancelled") return "stopped on the way";
  if (row.status === "running") return "not ended";
  return row.cached === 1 ? "unchanged, reused" : spell(row.duration_ms ?? 0);
}
