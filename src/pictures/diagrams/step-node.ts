import { type RunStory, steps } from "../../run/index.ts";
import type { FlowNode } from "../mermaid/flow-graph.ts";
import { stepOf, stepState } from "../step-state.ts";
import { spell } from "../words.ts";

/** A step as a box: what it does, what came of it, how it stands; how long it took is a remark. */
export function stepNode(
  story: RunStory | null,
  step: string,
  lines: readonly string[],
  look: Partial<Pick<FlowNode, "shape" | "state">> = {},
): FlowNode {
  const { title } = steps.find(({ name }) => name === step)!;
  const remark = story === null ? undefined : remarkOf(story, step);
  return { id: step, shape: "step", lines: [title, ...lines], remark, state: stepState(story, step), ...look };
}

function remarkOf(story: RunStory, step: string): string | undefined {
  const row = stepOf(story, step);
  if (row === undefined) return undefined;
  if (row.status === "failed") {
    return `failed: ${(JSON.parse(row.error ?? "{}") as { code?: string }).code ?? "no reason kept"}`;
  }
  if (row.status === "cancelled") return "stopped on the way";
  if (row.status === "running") return "not ended";
  return row.cached === 1 ? "unchanged, reused" : spell(row.duration_ms ?? 0);
}
